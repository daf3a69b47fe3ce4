using System.Buffers;
using System.Globalization;
using System.Text;

namespace CreatorStream.Analytics.Sentiment;

/// <summary>Cuts a text into tokens as VADER does: emoji by their names, blanks between tokens, marks off their ends.</summary>
internal static class VaderTokens
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

    // At which a text may begin to hold emoji: ©.
    private const char FirstEmoji = '\u00A9';

    /// <summary>The text with emoji as words, or the text itself where there are none.</summary>
    /// <param name="pool">What to give back when done with the text; null: nothing.</param>
    public static ReadOnlySpan<char> WithoutEmoji(ReadOnlySpan<char> text, out char[]? pool)
    {
        pool = null;
        int first = text.IndexOfAnyInRange(FirstEmoji, char.MaxValue);
        if (first < 0)
        {
            return text;
        }
        var into = new PooledText(text.Length * 2);
        bool afterBlank = true;
        for (int i = 0; i < text.Length; )
        {
            // Half of a pair alone is a character like any other.
            bool isRune = Rune.DecodeFromUtf16(text[i..], out Rune rune, out int read) == OperationStatus.Done;
            if (isRune && rune.Value >= FirstEmoji && VaderLexicon.EmojiName(rune) is { } name)
            {
                if (!afterBlank)
                {
                    into.Add(" ");
                }
                into.Add(name);
                afterBlank = false;
            }
            else
            {
                into.Add(text.Slice(i, read));
                afterBlank = text[i] == ' ';
            }
            i += read;
        }
        pool = into.Buffer;
        return into.Buffer.AsSpan(0, into.Length);
    }

    /// <summary>The next token after <paramref name="at"/>, which moves behind it; empty at the end of the text.</summary>
    public static ReadOnlySpan<char> Next(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && IsBlank(text[at]))
        {
            at++;
        }
        int start = at;
        while (at < text.Length && !IsBlank(text[at]))
        {
            at++;
        }
        ReadOnlySpan<char> token = text[start..at];
        int first = token.IndexOfAnyExcept(Marks);
        if (first < 0)
        {
            return token;
        }
        ReadOnlySpan<char> stripped = token[first..(token.LastIndexOfAnyExcept(Marks) + 1)];
        // Of an emoticon too little would be left.
        return HasMoreThanTwo(stripped) ? stripped : token;
    }

    /// <summary>Whether there is a capital letter and no small one, as Python's <c>isupper</c> has it.</summary>
    public static bool IsUpper(ReadOnlySpan<char> token)
    {
        bool any = false;
        foreach (char c in token)
        {
            if (char.IsAscii(c))
            {
                if (char.IsAsciiLetterLower(c))
                {
                    return false;
                }
                any |= char.IsAsciiLetterUpper(c);
                continue;
            }
            return IsUpperAnywhere(token);
        }
        return any;
    }

    private static bool IsUpperAnywhere(ReadOnlySpan<char> token)
    {
        bool any = false;
        foreach (Rune rune in token.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter:
                    return false;
                case UnicodeCategory.UppercaseLetter:
                    any = true;
                    break;
                // Roman numerals and letters in circles and squares have cases, and so have ª and º.
                default:
                    if (rune.Value is 0xAA or 0xBA or (>= 0x2170 and <= 0x217F) or (>= 0x24D0 and <= 0x24E9))
                    {
                        return false;
                    }
                    any |=
                        rune.Value
                            is (>= 0x2160 and <= 0x216F)
                                or (>= 0x24B6 and <= 0x24CF)
                                or (>= 0x1F130 and <= 0x1F149)
                                or (>= 0x1F150 and <= 0x1F169)
                                or (>= 0x1F170 and <= 0x1F189);
                    break;
            }
        }
        return any;
    }

    /// <summary>Python's blanks: those of Unicode, and four control characters that separate files, groups, records and units.</summary>
    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    private static bool HasMoreThanTwo(ReadOnlySpan<char> text)
    {
        if (text.Length is <= 2 or > 4)
        {
            return text.Length > 2;
        }
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            count++;
        }
        return count > 2;
    }

    /// <summary>Text in a rented array that grows.</summary>
    private struct PooledText(int capacity)
    {
        public char[] Buffer { get; private set; } = ArrayPool<char>.Shared.Rent(capacity);
        public int Length { get; private set; }

        public void Add(ReadOnlySpan<char> text)
        {
            if (Length + text.Length > Buffer.Length)
            {
                char[] greater = ArrayPool<char>.Shared.Rent(2 * (Length + text.Length));
                Buffer.AsSpan(0, Length).CopyTo(greater);
                ArrayPool<char>.Shared.Return(Buffer);
                Buffer = greater;
            }
            text.CopyTo(Buffer.AsSpan(Length));
            Length += text.Length;
        }
    }
}
