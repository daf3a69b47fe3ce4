using System.Buffers;
using System.Collections.Frozen;

namespace CreatorStream.Analytics.Authenticity.Agents;

/// <summary>What no browser says of itself.</summary>
internal static class AutomationWords
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            .. "crawl spider scrap slurp headless phantomjs selenium puppeteer playwright lighthouse preview/".Split(
                ' '
            ),
            .. "monitor synthetic favicon validator checker linkcheck scanner fetch python".Split(' '),
            .. "curl/ wget httpclient audit survey archiv imageproxy nikto mediapartners -agent".Split(' '),
            "web preview",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    private const string Bot = "bot";

    private static readonly SearchValues<string> AddressStarts = SearchValues.Create(
        ["http:", "https:", "www.", "mailto:"],
        StringComparison.OrdinalIgnoreCase
    );

    private static readonly SearchValues<string> Engines = SearchValues.Create(
        ["AppleWebKit/", "Gecko/", "Trident/", "Presto/", "KHTML/"],
        StringComparison.OrdinalIgnoreCase
    );

    private static readonly SearchValues<char> Separators = SearchValues.Create(" ;(),/+");

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

    public static bool HasWord(ReadOnlySpan<char> agent) => agent.ContainsAny(Words) || NamesBot(agent);

    private static bool NamesBot(ReadOnlySpan<char> agent)
    {
        while (agent.IndexOf(Bot, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            ReadOnlySpan<char> before = agent[..at];
            ReadOnlySpan<char> after = agent[(at + Bot.Length)..];
            // Cubot makes telephones.
            if (EndsName(before, after, agent[at + 2]) && !before.EndsWith("cu", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
            agent = after;
        }
        return false;
    }

    /// <summary>As crawlers write it: Googlebot/2.1, Example-Bot, ExampleBotImages, robots; not inside of a name as in Abbott.</summary>
    private static bool EndsName(ReadOnlySpan<char> before, ReadOnlySpan<char> after, char last)
    {
        if (after.IsEmpty || !char.IsLetter(after[0]) || (last == 't' && char.IsUpper(after[0])))
        {
            return true;
        }
        // Several of them; shops are called Talbots.
        bool isSeveral = after[0] is 's' or 'S' && (after.Length == 1 || !char.IsLetter(after[1]));
        return isSeveral
            && (
                before.IsEmpty
                || !char.IsLetter(before[^1])
                || before.EndsWith("ro", StringComparison.OrdinalIgnoreCase)
            );
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
        if (BrowserForm.IsOnlyCompatible(agent))
        {
            return HasDomain(agent, agent.Length);
        }
        // Names of apps may be domains: Booking.com/1.0. On telephones they stand behind the engine; or with the device that they name.
        int engine = agent.IndexOfAny(Engines);
        return engine < 0
            ? !AppForm.IsApp(agent) && HasDomain(agent, agent.Length)
            : HasDomain(agent, BrowserForm.IsMobile(agent) ? engine : agent.Length);
    }

    /// <param name="products">From here on products are people's, so a domain has to begin a comment.</param>
    private static bool HasDomain(ReadOnlySpan<char> agent, int products)
    {
        foreach (Range range in agent.SplitAny(Separators))
        {
            int start = range.Start.Value;
            if ((start <= products || agent[start - 1] == '(') && IsDomain(agent[range]))
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
