using System.Buffers;
using System.Net;

namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>
/// Reads a comment: HTML that came along is taken off (what its links lead to is looked at), letters of double width are letters,
/// what can't be seen is nothing, words spelt out (<c>s u b s c r i b e</c>) are words.
/// </summary>
internal ref struct CommentScanner
{
    /// <summary>UTF-16 units of a comment that are read.</summary>
    public const int LongestText = 10_000;

    private const int LongestTag = 2_000;
    private const int LeastSpelt = 4;

    private readonly Span<WordKinds> kinds;
    private readonly Span<char> spelt;
    private int count;
    private int speltLength;

    // Nothing was said yet but whom it is said to.
    private bool isCalling = true;
    private bool hasLink;
    private bool hasContact;

    private CommentScanner(Span<WordKinds> kinds, Span<char> spelt)
    {
        this.kinds = kinds;
        this.spelt = spelt;
    }

    /// <param name="kinds">Room for <see cref="CommentWords.MostWords"/>.</param>
    public static CommentWords Read(ReadOnlySpan<char> comment, Span<WordKinds> kinds)
    {
        comment = comment[..Math.Min(comment.Length, LongestText)];
        if (comment.Contains('&'))
        {
            // Twice: what was written as text in HTML once, and stored as HTML again.
            comment = WebUtility.HtmlDecode(WebUtility.HtmlDecode(comment.ToString()));
        }
        char[] text = ArrayPool<char>.Shared.Rent(comment.Length);
        var scanner = new CommentScanner(kinds, stackalloc char[SpamWords.Longest]);
        int length = scanner.Clean(comment, text);
        scanner.Scan(text.AsSpan(0, length));
        ArrayPool<char>.Shared.Return(text);
        WordKinds all = OwnDeeds.Strike(kinds[..scanner.count]);
        return new CommentWords(kinds[..scanner.count], all, scanner.hasLink, scanner.hasContact);
    }

    private int Clean(ReadOnlySpan<char> comment, Span<char> into)
    {
        int length = 0;
        for (int i = 0; i < comment.Length; i++)
        {
            char c = comment[i];
            if (c == '<' && i + 1 < comment.Length && (char.IsAsciiLetter(comment[i + 1]) || comment[i + 1] == '/'))
            {
                ReadOnlySpan<char> rest = comment[i..Math.Min(comment.Length, i + LongestTag)];
                if (rest.IndexOf('>') is > 0 and var end)
                {
                    int link = rest[..end].IndexOf("http");
                    LinkLooks inTag = default;
                    hasLink |= link >= 0 && CommentLink.Find(rest[..end], link, ref inTag) is { LeadsAway: true };
                    into[length++] = ' ';
                    i += end;
                    continue;
                }
            }
            if (c is (>= '\u200B' and <= '\u200F') or '\u2060' or '\uFEFF' or '\u00AD')
            {
                continue;
            }
            into[length++] = c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
        }
        return length;
    }

    private void Scan(ReadOnlySpan<char> text)
    {
        LinkLooks looks = default;
        for (int i = 0; i < text.Length && count < kinds.Length; )
        {
            char c = text[i];
            if (!char.IsLetterOrDigit(c) && c != '/')
            {
                bool isContact = c is '@' or '+' && IsContact(text, i);
                int name = isContact && c == '@' ? NameLength(text, i + 1, ref looks) : 0;
                // Who is called first is spoken to: a friend, or whoever is answered.
                bool isCalled = name > 0 && isCalling;
                hasContact |= isContact && !isCalled;
                if (name > 0)
                {
                    AddSpelt();
                    Add(isCalled ? WordKinds.Called : WordKinds.None);
                }
                i += 1 + name;
                continue;
            }
            if (CommentLink.Find(text, i, ref looks) is { Length: > 0 } link)
            {
                hasLink |= link.LeadsAway;
                i += link.Length;
                continue;
            }
            int end = i + (c == '/' ? 1 : 0);
            while (end < text.Length && IsInWord(text, end))
            {
                end++;
            }
            if (c != '/')
            {
                AddWord(text[i..end]);
            }
            i = end;
        }
        AddSpelt();
    }

    /// <summary>Letters and digits; an apostrophe between them belongs to the word.</summary>
    private static bool IsInWord(ReadOnlySpan<char> text, int at) =>
        char.IsLetterOrDigit(text[at])
        || (text[at] is '\'' or '’' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]));

    private static bool IsContact(ReadOnlySpan<char> text, int at)
    {
        if (at > 0 && char.IsLetterOrDigit(text[at - 1]))
        {
            return false;
        }
        int digits = 0;
        int end = at + 1;
        if (text[at] == '@')
        {
            return end + 2 < text.Length && !text[end..(end + 3)].ContainsAnyExcept(NameCharacters);
        }
        while (end < Math.Min(text.Length, at + 20) && (char.IsAsciiDigit(text[end]) || text[end] is ' ' or '-'))
        {
            digits += char.IsAsciiDigit(text[end++]) ? 1 : 0;
        }
        return digits is >= 10 and <= 15;
    }

    /// <summary>Of a name with @: what it is made of are no words. 0: a link begins there.</summary>
    private static int NameLength(ReadOnlySpan<char> text, int at, ref LinkLooks looks)
    {
        if (CommentLink.Find(text, at, ref looks).Length > 0)
        {
            return 0;
        }
        int end = at;
        // A point belongs to it where it goes on behind.
        while (end < text.Length && (IsInName(text, end) || (text[end] == '.' && IsInName(text, end + 1))))
        {
            end++;
        }
        return end - at;
    }

    private static bool IsInName(ReadOnlySpan<char> text, int at) =>
        at < text.Length && NameCharacters.Contains(text[at]);

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
    );

    private void AddWord(ReadOnlySpan<char> word)
    {
        Span<char> lower = stackalloc char[256];
        int length = Math.Min(word.Length, lower.Length);
        word[..length].ToLowerInvariant(lower);
        lower.Replace('’', '\'');
        if (length == 1 && char.IsLetter(lower[0]))
        {
            if (speltLength < spelt.Length)
            {
                spelt[speltLength++] = lower[0];
            }
        }
        else
        {
            AddSpelt();
        }
        Add(SpamWords.Of(lower[..length]));
    }

    /// <summary>The word that single letters made up, in the place after them.</summary>
    private void AddSpelt()
    {
        if (speltLength >= LeastSpelt && count < kinds.Length)
        {
            Add(SpamWords.Of(spelt[..speltLength]));
        }
        speltLength = 0;
    }

    private void Add(WordKinds kind)
    {
        if (count < kinds.Length)
        {
            kinds[count++] = kind;
            isCalling &= (kind & (WordKinds.Called | WordKinds.Greeting)) != 0;
        }
    }
}
