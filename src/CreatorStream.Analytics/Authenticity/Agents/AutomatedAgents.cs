using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace CreatorStream.Analytics.Authenticity.Agents;

/// <summary>
/// Whether a user agent is a program's rather than a person's browser: by the list of crawlers, and, for those that no list knows,
/// by a rule. Agents that say themselves what they are, that give an address, or that are not put together as browsers put theirs
/// (RFC 9110, 10.1.5: products with versions, and comments) are automated. Wrongs people with a browser or an app that is hardly
/// known, on desktops: there an unknown product counts, on telephones and televisions it is an app's view. What pretends to be a
/// browser exactly can't be told so. Pure; a few microseconds an agent.
/// </summary>
public static class AutomatedAgents
{
    /// <summary>From here on an agent is called automated.</summary>
    public const double Threshold = 0.5;

    // No browser's is nearly so long; the start tells as much.
    private const int LongestAgent = 2_000;

    // Words of the list are looked for anywhere: a browser, a player and the browser within Meta's apps (IAB) share theirs with the
    // crawlers of their services, and okhttp is by what most apps on Android speak, whose shops tell of their customers with it.
    private static readonly string[] NotMeant = ["SogouMobileBrowser", "MetaIAB", "okhttp"];

    // The same within a browser's agent; alone they are of those who fetch previews of links.
    private static readonly string[] NotMeantInBrowsers = [.. NotMeant, "Viber", "WhatsApp"];

    private static readonly SearchValues<string> AnyNotMeant = SearchValues.Create(
        NotMeantInBrowsers,
        StringComparison.OrdinalIgnoreCase
    );

    private const int MostRemembered = 50_000;

    private static readonly ConcurrentDictionary<string, AgentSign> Answers = new();
    private static readonly ConcurrentDictionary<string, AgentSign>.AlternateLookup<ReadOnlySpan<char>> AnswersBySpan =
        Answers.GetAlternateLookup<ReadOnlySpan<char>>();
    private static int remembered;

    private const string PodcastPlayer = "iOS podcast app";

    /// <summary>0 … 1, by judgement: how likely it is no person's.</summary>
    public static double Likelihood(ReadOnlySpan<char> agent) => Likelihood(Judge(agent));

    public static double Likelihood(AgentSign sign) =>
        sign switch
        {
            AgentSign.None => 0.02,
            AgentSign.KnownCrawler => 0.99,
            AgentSign.Word or AgentSign.Address => 0.97,
            AgentSign.Form => 0.9,
            _ => 0.8,
        };

    /// <summary>The same; answers are remembered. What was asked before needs no string.</summary>
    public static AgentSign JudgeRemembered(ReadOnlySpan<byte> agent)
    {
        if (agent.IsEmpty)
        {
            return AgentSign.None;
        }
        Span<char> buffer = stackalloc char[512];
        if (
            Encoding.UTF8.TryGetChars(agent, buffer, out int length)
            && AnswersBySpan.TryGetValue(buffer[..length], out AgentSign known)
        )
        {
            return known;
        }
        string text = Encoding.UTF8.GetString(agent);
        if (Interlocked.Increment(ref remembered) > MostRemembered)
        {
            Answers.Clear();
            remembered = 0;
        }
        return Answers[text] = Judge(text);
    }

    /// <summary>By the list and by the rule.</summary>
    public static AgentSign Judge(ReadOnlySpan<char> agent)
    {
        agent = agent[..Math.Min(agent.Length, LongestAgent)];
        bool isPlayers = agent.Contains(PodcastPlayer, StringComparison.OrdinalIgnoreCase);
        return !isPlayers && CrawlerAgents.IsCrawler(Meant(agent)) ? AgentSign.KnownCrawler : JudgeByRule(agent);
    }

    /// <summary>Without the words that are not meant: a crawler that adds one hides nothing by it.</summary>
    private static ReadOnlySpan<char> Meant(ReadOnlySpan<char> agent)
    {
        if (!agent.ContainsAny(AnyNotMeant))
        {
            return agent;
        }
        bool isBrowsers = agent.StartsWith("Mozilla/", StringComparison.OrdinalIgnoreCase);
        string rest = agent.ToString();
        foreach (string word in isBrowsers ? NotMeantInBrowsers : NotMeant)
        {
            rest = rest.Replace(word, "", StringComparison.OrdinalIgnoreCase);
        }
        return rest;
    }

    /// <summary>By the rule alone, as if there were no list.</summary>
    /// <param name="leftOut">A part of the rule to do without, to see what it adds.</param>
    internal static AgentSign JudgeByRule(ReadOnlySpan<char> agent, AgentSign leftOut = AgentSign.None)
    {
        agent = agent[..Math.Min(agent.Length, LongestAgent)].Trim();
        if (agent.IsEmpty || agent.Contains(PodcastPlayer, StringComparison.OrdinalIgnoreCase))
        {
            return AgentSign.None;
        }
        ReadOnlySpan<char> said = FacebookBlock.Without(agent);
        if (leftOut != AgentSign.Word && AutomationWords.HasWord(said))
        {
            return AgentSign.Word;
        }
        if (leftOut != AgentSign.Address && AutomationWords.HasAddress(said))
        {
            return AgentSign.Address;
        }
        AgentSign form =
            agent.StartsWith("Mozilla/", StringComparison.OrdinalIgnoreCase) ? BrowserForm.Judge(agent)
            : AppForm.IsApp(agent) ? AgentSign.None
            : AgentSign.Form;
        return form == leftOut ? AgentSign.None : form;
    }
}
