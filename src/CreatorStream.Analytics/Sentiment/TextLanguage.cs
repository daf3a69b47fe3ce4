using System.Globalization;
using System.Text;

namespace CreatorStream.Analytics.Sentiment;

/// <summary>
/// Whether a text may be taken for English. Two rules: the script, and words that only other languages have (<see
/// cref="ForeignWords"/>) against words of English. In doubt it is English: names, tags, slang and single words say nothing, and a
/// text of emoji alone belongs to no language. So texts of other languages that are short and without any listed word get through;
/// what is held to be foreign nearly always is.
/// </summary>
public static class TextLanguage
{
    /// <summary>Whether VADER may score it: it has something to score, and is not in another language.</summary>
    public static bool IsScorable(ReadOnlySpan<char> text) =>
        !text.IsWhiteSpace() && !IsForeign(text[..Math.Min(text.Length, Vader.LongestText)]);

    private static bool IsForeign(ReadOnlySpan<char> text)
    {
        int latin = 0;
        int other = 0;
        int marked = 0;
        int words = 0;
        int english = 0;
        int foreign = 0;
        for (int i = 0; i < text.Length; )
        {
            if (Skip(text, i) is > 0 and var skipped)
            {
                i += skipped;
                continue;
            }
            int end = i;
            while (end < text.Length && IsLetter(text, end, out int length, out LetterKind kind))
            {
                latin += kind == LetterKind.Other ? 0 : 1;
                other += kind == LetterKind.Other ? 1 : 0;
                marked += kind == LetterKind.Marked ? 1 : 0;
                end += length;
            }
            if (end > i)
            {
                words++;
                ForeignWords.Count(text[i..end], ref english, ref foreign);
            }
            i = Math.Max(end, i + 1);
        }
        // Signs of Chinese and syllables of Korean say more than a letter.
        return other > 0 && 2 * other >= latin
            // Half the words that tell a language, and more than one in eight of all: a quoted title is not enough.
            || foreign + (marked > 1 ? 1 : 0) > english && 8 * foreign >= words && foreign > 0;
    }

    /// <summary>Names, tags and addresses up to the next blank: they have no language.</summary>
    private static int Skip(ReadOnlySpan<char> text, int at)
    {
        ReadOnlySpan<char> rest = text[at..];
        if (text[at] is not ('@' or '#') && !rest.StartsWith("http") && !rest.StartsWith("www."))
        {
            return 0;
        }
        int end = 0;
        while (end < rest.Length && !char.IsWhiteSpace(rest[end]))
        {
            end++;
        }
        return end;
    }

    private enum LetterKind
    {
        Plain,

        /// <summary>Latin with a mark, as English has it in names only.</summary>
        Marked,

        /// <summary>Not Latin.</summary>
        Other,
    }

    private static bool IsLetter(ReadOnlySpan<char> text, int at, out int length, out LetterKind kind)
    {
        (length, kind) = (1, LetterKind.Plain);
        char c = text[at];
        if (char.IsAscii(c))
        {
            return char.IsAsciiLetter(c) || (c == '\'' && at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]));
        }
        if (c == '’')
        {
            return true;
        }
        Rune.DecodeFromUtf16(text[at..], out Rune rune, out length);
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
        {
            // Belongs to its letter; the sign that turns ☺ into an emoji doesn't matter.
            return at > 0;
        }
        // Letters of double width and mathematical ones are for looks.
        bool isFancy = rune.Value is (>= 0xFF21 and <= 0xFF5A) or (>= 0x1D400 and <= 0x1D7FF) or 0xAA or 0xBA;
        kind =
            isFancy ? LetterKind.Plain
            : rune.Value < 0x250 || rune.Value is >= 0x1E00 and <= 0x1EFF ? LetterKind.Marked
            : LetterKind.Other;
        return Rune.IsLetter(rune) && rune != Rune.ReplacementChar;
    }
}
