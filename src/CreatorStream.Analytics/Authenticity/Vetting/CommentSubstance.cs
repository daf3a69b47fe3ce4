using System.Globalization;
using System.Text;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Whether a comment says something: at least four different words, names and tags (<c>@…</c>, <c>#…</c>) left out; in scripts
/// without capital letters, some of which put no blanks between words, eight letters will do. So neither emoji nor «love it» do. The
/// limits are judgements of ours. Wrongs who says much in few words.
/// </summary>
internal static class CommentSubstance
{
    private const int LeastWords = 4;
    private const int LeastLetters = 8;

    public static bool Has(string text)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var word = new StringBuilder();
        int letters = 0;
        bool isName = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) && !isName)
            {
                word.Append(rune.ToString());
                letters += Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherLetter ? 1 : 0;
                continue;
            }
            End();
            isName = !Rune.IsWhiteSpace(rune) && (isName || rune.Value is '@' or '#');
        }
        End();
        return words.Count >= LeastWords || letters >= LeastLetters;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }
}
