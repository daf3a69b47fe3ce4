using System.Text.RegularExpressions;

namespace CreatorStream.Golden.Oracle;

/// <summary>The visitors of one workspace that authentic figures leave out.</summary>
public static partial class Authenticity
{
    private const int MostActions = 40;
    private const long PeriodMs = 60_000;

    public static HashSet<string> Inauthentic(IEnumerable<Fact> facts) =>
        facts.GroupBy(f => f.Visitor).Where(g => g.Any(IsCrawler) || IsInhumanRate(g)).Select(g => g.Key).ToHashSet();

    private static bool IsCrawler(Fact fact) => fact.Agent is not null && fact.IsTouch && Crawler().IsMatch(fact.Agent);

    private static bool IsInhumanRate(IEnumerable<Fact> facts)
    {
        var times = facts.Where(f => f.IsAction).Select(f => f.TimeMs).Order().ToList();
        return times.Skip(MostActions).Where((last, first) => last - times[first] < PeriodMs).Any();
    }

    [GeneratedRegex("bot|crawl|spider", RegexOptions.IgnoreCase)]
    private static partial Regex Crawler();
}
