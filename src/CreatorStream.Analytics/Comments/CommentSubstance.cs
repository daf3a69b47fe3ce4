using System.Buffers;
using System.Globalization;
using System.Text;

namespace CreatorStream.Analytics.Comments;

/// <summary>
/// Whether a comment says something: at least four different words, names and tags (<c>@…</c>, <c>#…</c>) left out; in scripts
/// without capital letters, some of which put no blanks between words, eight letters will do. So neither emoji nor «love it» do. The
/// limits are judgements of ours. Wrongs who says much in few words. Depends on the text alone; allocates nothing.
/// </summary>
internal static class CommentSubstance
{
    private const int LeastWords = 4;
    private const int LeastLetters = 8;

    public static bool Has(ReadOnlySpan<char> text)
    {
        Span<Range> words = stackalloc Range[LeastWords];
        int count = 0;
        int letters = 0;
        int start = -1;
        bool isName = false;
        for (int at = 0; at < text.Length; )
        {
            Rune.DecodeFromUtf16(text[at..], out Rune rune, out int length);
            if (start >= 0 && rune.Value is '\'' or '\u2019' && IsLetterAt(text, at + length))
            {
                // "It's" is one word.
            }
            else if (Rune.IsLetterOrDigit(rune) && !isName)
            {
                start = start < 0 ? at : start;
                letters += Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherLetter ? 1 : 0;
            }
            else
            {
                End(text, at, words);
                isName = !Rune.IsWhiteSpace(rune) && (isName || rune.Value is '@' or '#');
            }
            if (count >= LeastWords || letters >= LeastLetters)
            {
                return true;
            }
            at += length;
        }
        End(text, text.Length, words);
        return count >= LeastWords;

        void End(ReadOnlySpan<char> text, int end, Span<Range> words)
        {
            if (start >= 0 && !IsThere(text, words[..count], text[start..end]))
            {
                words[count++] = start..end;
            }
            start = -1;
        }
    }

    private static bool IsLetterAt(ReadOnlySpan<char> text, int at) =>
        at < text.Length
        && Rune.DecodeFromUtf16(text[at..], out Rune rune, out _) == OperationStatus.Done
        && Rune.IsLetter(rune);

    private static bool IsThere(ReadOnlySpan<char> text, ReadOnlySpan<Range> words, ReadOnlySpan<char> word)
    {
        foreach (Range of in words)
        {
            if (text[of].Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }
}
