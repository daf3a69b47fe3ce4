namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>A link in a comment: an address, the name of a domain alone, or one broken up to pass filters (<c>name . com</c>).</summary>
/// <param name="Length">Characters of it; 0: there is none.</param>
/// <param name="LeadsAway">Not to a moment, a video or a tag of YouTube, which viewers and its share button write.</param>
internal readonly record struct CommentLink(int Length, bool LeadsAway)
{
    private const int LongestLabel = 63;

    /// <summary>The link that begins at this letter, digit or slash.</summary>
    /// <param name="looks">At this text, from its beginning on.</param>
    public static CommentLink Find(ReadOnlySpan<char> text, int at, ref LinkLooks looks)
    {
        ReadOnlySpan<char> rest = text[at..];
        // Part of an address only, so that no filter sees it.
        if (IsWatch(rest) || (rest[0] == '/' && !looks.IsDone(at) && IsWatch(SkipSlashes(rest, at, ref looks))))
        {
            return new CommentLink(End(rest), true);
        }
        if (rest[0] == '/')
        {
            return default;
        }
        ReadOnlySpan<char> host =
            rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? rest[7..]
            : rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? rest[8..]
            : rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? rest
            : default;
        if (!host.IsEmpty)
        {
            return new CommentLink(End(rest), !IsYouTube(host));
        }
        if (looks.IsDone(at) || (at > 0 && text[at - 1] is '@' or '.'))
        {
            return default;
        }
        CommentLink link = Domain(rest, out int looked);
        looks.Add(at, looked);
        return link;
    }

    private static bool IsWatch(ReadOnlySpan<char> text) =>
        text.StartsWith("watch?v=", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> SkipSlashes(ReadOnlySpan<char> text, int at, ref LinkLooks looks)
    {
        ReadOnlySpan<char> rest = text.TrimStart('/');
        looks.Add(at, text.Length - rest.Length);
        return rest;
    }

    private static int End(ReadOnlySpan<char> link)
    {
        int end = 0;
        while (end < link.Length && !char.IsWhiteSpace(link[end]) && link[end] is not ('"' or '<' or '>'))
        {
            end++;
        }
        return end;
    }

    private static bool IsYouTube(ReadOnlySpan<char> host)
    {
        int end = 0;
        while (end < host.Length && (char.IsAsciiLetterOrDigit(host[end]) || host[end] is '.' or '-'))
        {
            end++;
        }
        host = host[..end];
        return IsOf(host, "youtube.com") || IsOf(host, "youtu.be") || IsOf(host, "plus.google.com");
    }

    private static bool IsOf(ReadOnlySpan<char> host, ReadOnlySpan<char> domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.');

    /// <param name="text">Begins with it.</param>
    /// <param name="end">Of what was looked at.</param>
    private static CommentLink Domain(ReadOnlySpan<char> text, out int end)
    {
        end = Label(text);
        if (end < 2 || end == text.Length)
        {
            return default;
        }
        int labels = 1;
        int last = 0;
        while (end + 1 < text.Length && text[end] == '.' && Label(text[(end + 1)..]) is > 0 and var length)
        {
            last = end + 1;
            end = last + length;
            labels++;
        }
        if (labels == 1)
        {
            return Broken(text, end);
        }
        bool hasPath = end < text.Length && text[end] == '/';
        // Else it is a sentence or a date with no blank behind its points: «Just.Do.It», «on 24.12.in town».
        if (IsDomain(text[last..end], out bool isWord) && (!isWord || hasPath) && HasLetter(text[..last]))
        {
            return new CommentLink(end + (hasPath ? End(text[end..]) : 0), !IsYouTube(text[..end]));
        }
        // Behind the last point one may begin: «hit.me-shop . com».
        end = last;
        return default;
    }

    /// <summary>«name . com», «name dot com»: of the oldest domains only, which are no words.</summary>
    private static CommentLink Broken(ReadOnlySpan<char> text, int end)
    {
        int at = end;
        at += Blanks(text[at..]);
        ReadOnlySpan<char> dot = text[at..].TrimStart("([");
        bool isDot = dot.StartsWith(".");
        if (!isDot && !dot.StartsWith("dot", StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }
        at = text.Length - dot.Length + (isDot ? 1 : 3);
        at += text[at..].StartsWith(")") || text[at..].StartsWith("]") ? 1 : 0;
        int after = Blanks(text[at..]);
        if (!isDot && after == 0)
        {
            return default;
        }
        at += after;
        int length = Label(text[at..]);
        ReadOnlySpan<char> name = text.Slice(at, length);
        return
            name.Equals("com", StringComparison.OrdinalIgnoreCase)
            || name.Equals("net", StringComparison.OrdinalIgnoreCase)
            || name.Equals("org", StringComparison.OrdinalIgnoreCase)
            ? new CommentLink(at + length, true)
            : default;
    }

    private static bool HasLetter(ReadOnlySpan<char> labels) =>
        labels.ContainsAnyInRange('a', 'z') || labels.ContainsAnyInRange('A', 'Z');

    private static bool IsDomain(ReadOnlySpan<char> name, out bool isWord)
    {
        Span<char> lower = stackalloc char[SpamWords.Longest];
        isWord = false;
        return name.Length <= lower.Length && SpamWords.IsDomain(lower[..name.ToLowerInvariant(lower)], out isWord);
    }

    private static int Label(ReadOnlySpan<char> text)
    {
        int end = 0;
        while (end < Math.Min(text.Length, LongestLabel) && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
        {
            end++;
        }
        return end;
    }

    /// <summary>Up to two.</summary>
    private static int Blanks(ReadOnlySpan<char> text) =>
        text.StartsWith("  ") ? 2
        : text.StartsWith(" ") ? 1
        : 0;
}
