using System.Text;

namespace CreatorStream.Offline;

/// <summary>How a field is shown in a message and written to a CSV file.</summary>
internal static class FieldText
{
    private const int Most = 40;

    /// <summary>Throws where bytes are no text.</summary>
    public static UTF8Encoding Utf8 { get; } = new(false, throwOnInvalidBytes: true);

    /// <summary>So much as a message bears, without what a terminal would act on.</summary>
    public static string Shown(string? text)
    {
        string start =
            text is null ? ""
            : text.Length > Most ? text[..Most] + "…"
            : text;
        return string.Concat(start.Select(one => char.IsControl(one) ? '?' : one));
    }

    /// <summary>As a field of a CSV file (RFC 4180).</summary>
    public static string Quoted(string text) =>
        text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
