using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CreatorStream.Golden.Oracle;

/// <summary>The visitors of one workspace that authentic figures leave out.</summary>
public static partial class Authenticity
{
    private const int MostActions = 40;
    private const long PeriodMs = 60_000;

    private const string CrawlerInThatName = " as a crawler";
    private const string BurstInThatName = " in a burst";

    /// <param name="sharing">Who wrote what others wrote, too.</param>
    public static HashSet<string> Inauthentic(
        IEnumerable<Fact> facts,
        CatalogBook catalog,
        IReadOnlySet<string> sharing
    ) =>
        facts
            .GroupBy(f => f.Visitor)
            .Where(g =>
            {
                double person = g.Any(IsCrawler) ? .01 : 1;
                person *= IsInhumanRate(g) || g.Key.EndsWith(BurstInThatName, StringComparison.Ordinal) ? .05 : 1;
                person *= sharing.Contains(g.Key) ? .55 : 1;
                IEnumerable<double> bars = g.Where(f => f.IsTouch)
                    .Select(f => catalog.Place(f).Campaign)
                    .OfType<string>()
                    .Select(campaign =>
                        CatalogBook.Text(catalog.Find("campaign", campaign), "strength") switch
                        {
                            "relaxed" => .97,
                            "strict" => .7,
                            _ => .9,
                        }
                    );
                return 1 - person >= bars.DefaultIfEmpty(.9).Max();
            })
            .Select(g => g.Key)
            .ToHashSet();

    /// <summary>What people decided wins; their last word on a visitor counts.</summary>
    /// <returns>Those who are held to be people.</returns>
    public static HashSet<string> Override(
        HashSet<string> inauthentic,
        IEnumerable<JsonObject> overrides,
        string workspace
    )
    {
        var people = new HashSet<string>();
        foreach (
            IGrouping<string, JsonObject> words in overrides
                .Where(o => o["verdict"] is not null && ((string?)o["workspace"] ?? "default") == workspace)
                .GroupBy(o => (string)o["visitor"]!)
        )
        {
            string last = (string)words.Last()["verdict"]!;
            _ = last switch
            {
                "authentic" => inauthentic.Remove(words.Key) | people.Add(words.Key),
                "inauthentic" => inauthentic.Add(words.Key),
                _ => false,
            };
        }

        return people;
    }

    /// <summary>Whether a call in a visitor's name tells nothing of the visitor.</summary>
    public static bool IsOthers(Fact fact) => fact.Anonymous && IsCrawler(fact);

    /// <summary>
    /// What strangers do in a visitor's name as no person does is not the visitor's: with a crawler's agent, or more than
    /// forty actions of theirs in some minute.
    /// </summary>
    public static List<Fact> TakeOutShadows(IEnumerable<Fact> facts)
    {
        var named = facts
            .Select(f =>
                f.Anonymous && !f.IsRefund && IsCrawler(f) ? f with { Visitor = f.Visitor + CrawlerInThatName } : f
            )
            .ToList();
        ILookup<string, Fact> acted = named
            .Where(f => f.Anonymous && f.IsAction && !IsCrawler(f))
            .ToLookup(f => f.Visitor);
        bool IsInBurst(Fact fact) =>
            acted[fact.Visitor]
                .Where(first => first.TimeMs <= fact.TimeMs && fact.TimeMs - first.TimeMs < PeriodMs)
                .Any(first =>
                    acted[fact.Visitor].Count(f => f.TimeMs >= first.TimeMs && f.TimeMs - first.TimeMs < PeriodMs)
                    > MostActions
                );
        return named
            .Select(f =>
                f.Anonymous && f.IsAction && !IsCrawler(f) && IsInBurst(f)
                    ? f with
                    {
                        Visitor = f.Visitor + BurstInThatName,
                    }
                    : f
            )
            .ToList();
    }

    private static bool IsCrawler(Fact fact) =>
        fact.Agent is not null && (fact.IsTouch || fact.Anonymous) && Crawler().IsMatch(fact.Agent);

    private static bool IsInhumanRate(IEnumerable<Fact> facts)
    {
        // Of the first moment of a day: a date alone, so one of them counts.
        var times = facts
            .Where(f => f.IsAction && !f.Anonymous)
            .Select(f => f.TimeMs)
            .GroupBy(time => time)
            .SelectMany(same => same.Take(same.Key % 86_400_000 == 0 ? 1 : int.MaxValue))
            .Order()
            .ToList();
        return times.Skip(MostActions).Where((last, first) => last - times[first] < PeriodMs).Any();
    }

    [GeneratedRegex("bot|crawl|spider", RegexOptions.IgnoreCase)]
    private static partial Regex Crawler();
}
