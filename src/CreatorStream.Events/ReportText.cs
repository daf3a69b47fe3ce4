using System.Globalization;
using System.Text;

namespace CreatorStream.Events;

/// <summary>Strangers' words in a report that people read.</summary>
public static class ReportText
{
    // What a spreadsheet may take for the beginning of a formula, also by full-width signs.
    private const string Formula = "=+-@|\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b";

    /// <summary>Without what a terminal would act on, and what would hide or reorder the rest.</summary>
    public static string Shown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder(text.Length);
        foreach (Rune one in text.EnumerateRunes())
        {
            shown.Append(IsMark(one) ? "?" : one.ToString());
        }
        return shown.ToString();
    }

    /// <summary>As a field of a CSV file that a spreadsheet will not run.</summary>
    public static string Field(string text)
    {
        string shown = Shown(text);
        string safe = IsFormula(shown) ? $"'{shown}" : shown;
        // Some spreadsheets take ; for the separator.
        return safe.AsSpan().ContainsAny("\",;") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static bool IsMark(Rune one) =>
        Rune.GetUnicodeCategory(one)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    /// <summary>Also behind blanks, and behind marks, which were written out.</summary>
    private static bool IsFormula(string shown) =>
        shown.SkipWhile(one => one == '?' || char.IsWhiteSpace(one)).Take(1).Any(Formula.Contains);
}
