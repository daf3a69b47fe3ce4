namespace CreatorStream.Analytics.Authenticity.Agents;

/// <summary>Products and comments of a user agent, one after the other.</summary>
internal ref struct AgentParts(ReadOnlySpan<char> agent)
{
    private ReadOnlySpan<char> rest = agent;

    /// <summary>Without its brackets, if it is a comment.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    public bool IsComment { get; private set; }

    public bool MoveNext()
    {
        rest = rest.TrimStart();
        if (rest.IsEmpty)
        {
            return false;
        }
        IsComment = rest[0] == '(';
        int end = IsComment ? EndOfComment(rest) : rest.IndexOfAny(' ', '(');
        end = end < 0 ? rest.Length : end;
        Current = IsComment ? rest[1..end].TrimEnd(')') : rest[..end];
        rest = rest[end..];
        return true;
    }

    /// <summary>Comments may hold comments: <c>(X11; Linux i686 (x86_64))</c>. One that is not closed ends with the agent.</summary>
    private static int EndOfComment(ReadOnlySpan<char> text)
    {
        int open = 0;
        for (int i = 0; i < text.Length; i++)
        {
            open +=
                text[i] == '(' ? 1
                : text[i] == ')' ? -1
                : 0;
            if (open == 0)
            {
                return i + 1;
            }
        }
        return text.Length;
    }
}
