using System.Buffers;
using System.Collections.Frozen;

namespace CreatorStream.Analytics.Authenticity.Agents;

/// <summary>What no browser says of itself.</summary>
internal static class AutomationWords
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            .. "bot crawl spider scrap slurp headless phantomjs selenium puppeteer playwright lighthouse preview/".Split(
                ' '
            ),
            .. "monitor synthetic favicon validator checker linkcheck scanner fetch python".Split(' '),
            .. "curl/ wget httpclient audit survey archiv imageproxy nikto mediapartners -agent".Split(' '),
            "web preview",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    // Telephones and a component for browsers, which have such a word in their names.
    private static readonly string[] Innocent = ["cubot", "bsalsa.com", "embeddedwb"];

    private static readonly SearchValues<string> AddressStarts = SearchValues.Create(
        ["http:", "https:", "www.", "mailto:"],
        StringComparison.OrdinalIgnoreCase
    );

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Domains =
        "com net org io co ai dev info de fr ru eu app nl cn ly gd gg biz cz pl br uk xyz jp be ch se kr"
            .Split(' ')
            .ToFrozenSet()
            .GetAlternateLookup<ReadOnlySpan<char>>();

    // Names of apps begin with a domain the other way round: com.example.app.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Reversed =
        "com org net jp de cn tv io me air fr uk eu ru br kr in us app co"
            .Split(' ')
            .ToFrozenSet()
            .GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool HasWord(ReadOnlySpan<char> agent)
    {
        if (!agent.ContainsAny(Words))
        {
            return false;
        }
        foreach (string innocent in Innocent)
        {
            int at = agent.IndexOf(innocent, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                return agent[..at].ContainsAny(Words) || HasWord(agent[(at + innocent.Length)..]);
            }
        }
        return true;
    }

    public static bool HasAddress(ReadOnlySpan<char> agent)
    {
        if (agent.Contains("bsalsa.com", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        int at = agent.IndexOf('@');
        // Of mail: Android apps write their version behind such a sign.
        bool isMail = at > 0 && at + 1 < agent.Length && char.IsAsciiLetter(agent[at + 1]);
        if (isMail || agent.ContainsAny(AddressStarts))
        {
            return true;
        }
        foreach (Range range in agent.SplitAny(" ;(),/+"))
        {
            if (IsDomain(agent[range]))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Labels with points between, the last one a domain's ending, the first one not: so <c>com.example</c> is none.</summary>
    private static bool IsDomain(ReadOnlySpan<char> token)
    {
        Span<char> lower = stackalloc char[64];
        int first = token.IndexOf('.');
        if (first < 2 || token.Length > lower.Length)
        {
            return false;
        }
        token.ToLowerInvariant(lower);
        ReadOnlySpan<char> name = lower[..token.Length].TrimEnd('.');
        int last = name.LastIndexOf('.');
        if (last < 1 || !Domains.Contains(name[(last + 1)..]) || Reversed.Contains(name[..name.IndexOf('.')]))
        {
            return false;
        }
        // ".NET" has its place in the agents of Internet Explorer; a version ends in a number, but may end in a letter.
        bool isLabel = false;
        foreach (char c in name[..last])
        {
            isLabel |= char.IsAsciiLetter(c);
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_'))
            {
                return false;
            }
        }
        return isLabel && !name.SequenceEqual("asp.net");
    }
}
