namespace CreatorStream.Architecture.Tests;

/// <summary>Tells code from comments and strings, so that a rule about code isn't broken by a sentence about it.</summary>
internal static class CSharpText
{
    public static string WithoutCommentsAndStrings(string text)
    {
        char[] code = text.ToCharArray();
        int i = 0;
        while (i < code.Length)
        {
            int end = TokenEnd(text, i);
            for (int k = i; k < end; k++)
            {
                if (code[k] != '\n')
                {
                    code[k] = ' ';
                }
            }
            i = Math.Max(end, i + 1);
        }
        return new string(code);
    }

    /// <summary>Where the comment or literal that starts at i ends; i itself when none starts there.</summary>
    private static int TokenEnd(string text, int i)
    {
        ReadOnlySpan<char> rest = text.AsSpan(i);
        if (rest.StartsWith("//"))
        {
            return EndAfter(text, i, "\n");
        }

        if (rest.StartsWith("/*"))
        {
            return EndAfter(text, i + 2, "*/");
        }

        if (rest.StartsWith("\"\"\""))
        {
            int quotes = rest.Length - rest.TrimStart('"').Length;
            return EndAfter(text, i + quotes, new string('"', quotes));
        }
        if (rest.StartsWith("@\"") || rest.StartsWith("@$\"") || rest.StartsWith("$@\""))
        {
            return VerbatimEnd(text, text.IndexOf('"', i) + 1);
        }

        if (rest[0] is '"' or '\'')
        {
            return QuotedEnd(text, i);
        }

        return i;
    }

    private static int EndAfter(string text, int from, string mark)
    {
        int at = text.IndexOf(mark, from, StringComparison.Ordinal);
        return at < 0 ? text.Length : at + mark.Length;
    }

    private static int VerbatimEnd(string text, int i)
    {
        while (i < text.Length)
        {
            if (text[i] != '"')
            {
                i++;
            }
            else if (i + 1 < text.Length && text[i + 1] == '"')
            {
                i += 2;
            }
            else
            {
                return i + 1;
            }
        }
        return i;
    }

    private static int QuotedEnd(string text, int start)
    {
        for (int i = start + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[start])
            {
                return i + 1;
            }
        }
        return start;
    }
}
