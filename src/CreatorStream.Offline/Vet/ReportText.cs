using System.Globalization;

namespace CreatorStream.Offline.Vet;

/// <summary>Names of a file as a report that people read may show them.</summary>
internal static class ReportText
{
    // What a spreadsheet may take for the beginning of a formula, also by full-width signs.
    private const string Formula = "=+-@|\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b";

    /// <summary>Without what a terminal would act on, and what would hide or reorder the rest.</summary>
    public static string Shown(string text) =>
        string.Concat(
            text.Select(one =>
                char.IsControl(one)
                || char.GetUnicodeCategory(one)
                    is UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
                    ? '?'
                    : one
            )
        );

    /// <summary>As a field of a CSV file that a spreadsheet will not run.</summary>
    public static string Field(string text)
    {
        string shown = Shown(text);
        ReadOnlySpan<char> start = shown.AsSpan().TrimStart(" ?\u00a0\u3000");
        string safe = !start.IsEmpty && Formula.Contains(start[0], StringComparison.Ordinal) ? $"'{shown}" : shown;
        // Some spreadsheets take ; for the separator.
        return safe.Contains(';', StringComparison.Ordinal) && FieldText.Quoted(safe) == safe
            ? $"\"{safe}\""
            : FieldText.Quoted(safe);
    }
}
