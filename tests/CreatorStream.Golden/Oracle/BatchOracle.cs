using System.Numerics;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>
/// Every figure, recomputed from all events by the counting rules of the metric definitions: slow, and as plain as
/// possible. Figures are named by path, as the views hold them: <c>creators/ann/windows/1h/previousRaw/clicks</c>.
/// </summary>
public static class BatchOracle
{
    private const long PaneMs = 10_000;
    private static readonly (string Name, long Panes)[] Windows = [("15m", 90), ("1h", 360), ("24h", 8640)];

    private sealed record Period(long FromMs, long ToMs)
    {
        public bool Holds(long timeMs) => timeMs >= FromMs && timeMs < ToMs;
    }

    /// <summary>By campaign of one workspace.</summary>
    public static Dictionary<string, SortedDictionary<string, double?>> Figures(
        IReadOnlyCollection<JsonObject> catalogEntries,
        IEnumerable<JsonObject> events,
        string workspace,
        IEnumerable<JsonObject>? overrides = null
    )
    {
        var catalog = new CatalogBook(catalogEntries, workspace);
        HashSet<string> sharing = SharedTexts.Authors(events, workspace);
        IEnumerable<Fact> said = events.Select(Fact.Read).Where(f => f.Workspace == workspace).Distinct();
        List<Fact> facts = Authenticity.TakeOutShadows(said);
        var result = new Dictionary<string, SortedDictionary<string, double?>>();
        if (facts.Count == 0)
        {
            return result;
        }

        long greatest = facts.Max(f => f.TimeMs);
        long end = ((greatest / PaneMs) + 1) * PaneMs;
        var periods = new List<(string Raw, string Authentic, Period Period)>
        {
            ("raw", "totals", new Period(0, long.MaxValue)),
        };
        foreach ((string? name, long panes) in Windows)
        {
            (long start, long before) = (end - (panes * PaneMs), end - (2 * panes * PaneMs));
            periods.Add(($"windows/{name}/raw", $"windows/{name}/totals", new Period(start, end)));
            periods.Add(($"windows/{name}/previousRaw", $"windows/{name}/previousTotals", new Period(before, start)));
        }

        var nobody = new HashSet<string>();
        HashSet<string> inauthentic = Authenticity.Inauthentic(facts);
        HashSet<string> people = Authenticity.Override(inauthentic, overrides ?? [], workspace);
        foreach ((HashSet<string>? leftOut, bool authentic) in new[] { (nobody, false), (inauthentic, true) })
        {
            var touches = facts.Where(f => f.IsTouch && !leftOut.Contains(f.Visitor)).ToList();
            (List<Credit>? credits, List<Credit>? waiting) = Claims.Judge(
                Credits.Of(facts, catalog, leftOut),
                facts,
                catalog
            );
            foreach ((string Raw, string Authentic, Period Period) period in periods)
            {
                string name = authentic ? period.Authentic : period.Raw;
                Count(touches, credits, catalog, greatest, period.Period, name, result);
            }

            Split(facts.Where(f => f.IsTouch), touches, catalog, authentic ? "totals" : "raw", result);

            foreach (SortedDictionary<string, double?>? figures in result.Values.Where(_ => authentic))
            {
                Add(figures, "unattributed", credits.Where(c => c.Campaign is null));
                Add(figures, "waitingClaims", waiting);
            }
        }

        sharing.ExceptWith(people);
        foreach ((string campaign, SortedDictionary<string, double?> figures) in result)
        {
            var here = facts
                .Where(f => f.IsTouch && catalog.Place(f).Campaign == campaign)
                .Select(f => f.Visitor)
                .ToHashSet();
            here.IntersectWith(sharing);
            figures["overview/repeated-text inauthentic/actors"] = here.Count(inauthentic.Contains);
            figures["overview/repeated-text suspect/actors"] = here.Count(visitor => !inauthentic.Contains(visitor));
        }

        return result;
    }

    /// <summary>By country, where anybody's touches say one; the rest are those that say none.</summary>
    private static void Split(
        IEnumerable<Fact> all,
        IReadOnlyCollection<Fact> counted,
        CatalogBook catalog,
        string name,
        Dictionary<string, SortedDictionary<string, double?>> result
    )
    {
        ILookup<(string?, string), Fact> touches = counted.ToLookup(f => (catalog.Place(f).Campaign, f.Country ?? ""));
        foreach ((string? campaign, string country) in all.Select(f => (catalog.Place(f).Campaign, f.Country ?? "")))
        {
            if (campaign is not null)
            {
                var tally = new Tally();
                tally.Add(touches[(campaign, country)]);
                Dictionary<string, double?> figures = tally.Figures(withCost: false);
                foreach (string figure in (string[])["impressions", "clicks", "visits", "productPages", "engagements"])
                {
                    result[campaign][$"audience/{country}/{name}/{figure}"] = figures[figure];
                }
            }
        }
    }

    private static void Add(SortedDictionary<string, double?> figures, string name, IEnumerable<Credit> credits)
    {
        var orders = credits.ToList();
        figures[$"overview/{name}/conversions"] = orders.Count(c => c.Converts);
        figures[$"overview/{name}/revenue"] = Tally.Units(Tally.Sum(orders.Select(c => c.Micros)));
    }

    private static void Count(
        IEnumerable<Fact> touches,
        IEnumerable<Credit> credits,
        CatalogBook catalog,
        long greatest,
        Period period,
        string name,
        Dictionary<string, SortedDictionary<string, double?>> result
    )
    {
        var rows = new Dictionary<(string Campaign, string Row), Tally>();
        Tally Row(string campaign, string row) =>
            rows.TryGetValue((campaign, row), out Tally? tally) ? tally : rows[(campaign, row)] = new Tally();
        IEnumerable<Tally> Rows(string campaign, string? creator, string? content)
        {
            yield return Row(campaign, "overview");
            if (creator is not null)
            {
                yield return Row(campaign, $"creators/{creator}");
            }

            if (content is not null)
            {
                yield return Row(campaign, $"content/{content}");
            }
        }

        var all = new Dictionary<Tally, List<Fact>>();
        foreach (Fact touch in touches)
        {
            (string? campaign, string? creator) = catalog.Place(touch);
            foreach (Tally row in campaign is null ? [] : Rows(campaign, creator, touch.Content))
            {
                (all.TryGetValue(row, out List<Fact>? known) ? known : all[row] = []).Add(touch);
            }
        }

        foreach ((Tally? row, List<Fact>? ofRow) in all)
        {
            // A session is one whatever period is looked at; it counts where it begins.
            row.Add(ofRow.Where(t => period.Holds(t.TimeMs)));
            row.Add(Session.Of(ofRow).Where(s => period.Holds(s.StartMs)));
        }

        foreach (Credit? credit in credits.Where(c => c.Campaign is not null && period.Holds(c.TimeMs)))
        {
            foreach (Tally row in Rows(credit.Campaign!, credit.Creator, credit.Content))
            {
                row.Add(credit);
            }
        }

        foreach (JsonObject cost in catalog.OfKind("cost"))
        {
            BigInteger? accrued =
                FlatCosts.Accrued(cost, catalog, Math.Min(period.ToMs, greatest))
                - FlatCosts.Accrued(cost, catalog, period.FromMs);
            foreach (Tally row in Rows(CatalogBook.Text(cost, "campaign")!, CatalogBook.Text(cost, "creator"), null))
            {
                row.AddCost(accrued);
            }
        }

        foreach (((string? campaign, string? row), Tally? tally) in rows)
        {
            SortedDictionary<string, double?> figures = result.TryGetValue(
                campaign,
                out SortedDictionary<string, double?>? known
            )
                ? known
                : result[campaign] = [];
            foreach (
                (string? figure, double? value) in tally.Figures(
                    withCost: !row.StartsWith("content/", StringComparison.Ordinal)
                )
            )
            {
                figures[$"{row}/{name}/{figure}"] = value;
            }
        }
    }
}
