using System.Text;

namespace CreatorStream.Offline;

/// <summary>What a message shows of a field.</summary>
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
}
