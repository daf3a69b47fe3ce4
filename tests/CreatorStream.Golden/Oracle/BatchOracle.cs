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
    public static Dictionary<string, Dictionary<string, double?>> Figures(
        IReadOnlyCollection<JsonObject> catalogEntries,
        IEnumerable<JsonObject> events,
        string workspace,
        IEnumerable<JsonObject>? overrides = null
    )
    {
        var catalog = new CatalogBook(catalogEntries, workspace);
        var said = events
            .Where(e => Fact.WorkspaceOf(e) == workspace)
            .Select(e => (Fact: Fact.Read(e), Text: CatalogBook.Text(e, "text"), Mark: CatalogBook.Text(e, "person")))
            .ToList();
        HashSet<string> sharing = SharedTexts.Authors(said.Select(of => (of.Fact, of.Text)));
        var comments = new CommentFigures(said.Select(of => (of.Fact, of.Text)));
        Dictionary<string, string> persons = Persons.Of(
            [.. said.Select(of => (of.Fact, of.Mark))],
            Persons.Apart(overrides ?? [], workspace)
        );
        List<Fact> facts =
        [
            .. Authenticity
                .TakeOutShadows(said.Select(of => of.Fact).Distinct())
                .Select(f => f with { Person = persons.GetValueOrDefault(f.Visitor, f.Visitor) }),
        ];
        var result = new Dictionary<string, Dictionary<string, double?>>();
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
        HashSet<string> inauthentic = Authenticity.Inauthentic(facts, catalog, sharing);
        HashSet<string> people = Authenticity.Override(inauthentic, overrides ?? [], workspace);
        // Commissions rest on what authentic actors are credited with, also where raw figures are shown.
        List<Credit> authenticCredits = Claims.Judge(Credits.Of(facts, catalog, inauthentic), facts, catalog).Counted;
        var costs = new Costs(catalog, authenticCredits, greatest);
        foreach ((HashSet<string>? leftOut, bool authentic) in new[] { (nobody, false), (inauthentic, true) })
        {
            var touches = facts.Where(f => f.IsTouch && !leftOut.Contains(f.Visitor)).ToList();
            List<RowTouches> touchesByRow = ByRow(touches, catalog);
            (List<Credit>? credits, List<Credit>? waiting) = Claims.Judge(
                Credits.Of(facts, catalog, leftOut),
                facts,
                catalog
            );
            foreach ((string Raw, string Authentic, Period Period) period in periods)
            {
                string name = authentic ? period.Authentic : period.Raw;
                Count(touchesByRow, credits, catalog, costs, period.Period, name, result);
                CountSite(touches, touchesByRow, catalog, period.Period, name, result);
            }

            foreach (RowTouches of in touchesByRow)
            {
                foreach ((string path, double? value) in comments.Of(of.Row, authentic ? "totals" : "raw", of.Touches))
                {
                    result[of.Campaign][path] = value;
                }
            }

            if (authentic)
            {
                var emv = new EmvFigures(catalog);
                foreach (RowTouches of in touchesByRow)
                {
                    foreach ((string path, double? value) in emv.Of(of.Row, of.Touches))
                    {
                        result[of.Campaign][path] = value;
                    }
                }
            }

            Steps.Count(credits, authentic ? "totals" : "raw", result);
            CodeUses.Count(credits, catalog, greatest, authentic ? "totals" : "raw", result);
            OrderModels.Count(credits, authentic ? "totals" : "raw", result);
            FittedModels.Count(credits, facts, leftOut, catalog, authentic ? "totals" : "raw", result);
            Split(facts.Where(f => f.IsTouch), touches, catalog, authentic ? "totals" : "raw", result);
            Audiences.Count(facts.Where(f => f.IsTouch), touches, catalog, authentic ? "totals" : "raw", result);

            foreach (Dictionary<string, double?>? figures in result.Values.Where(_ => authentic))
            {
                foreach ((string path, double? value) in CustomerFigures.Of(credits))
                {
                    figures[path] = value;
                }

                Add(figures, "unattributed", credits.Where(c => c.Campaign is null));
                Add(figures, "waitingClaims", waiting);
            }
        }

        CountPurposes(catalog, costs, result);
        (List<Credit> Counted, List<Credit> Waiting) raw = Claims.Judge(
            Credits.Of(facts, catalog, nobody),
            facts,
            catalog
        );
        ListedOrders.Count(facts, raw, authenticCredits, inauthentic, catalog, result);
        Portfolio.Count(
            facts
                .Where(f => f.IsTouch)
                .Select(catalog.Place)
                // Also who is credited once what an inauthentic actor did is left out.
                .Concat(
                    raw.Counted.Concat(authenticCredits)
                        .Where(of => of.Converts)
                        .Select(of => (of.Campaign, of.Creator))
                ),
            facts.Where(f => f.IsTouch && !inauthentic.Contains(f.Visitor)).ToLookup(catalog.Place),
            catalog,
            result
        );
        AudienceFigures.Count(facts, inauthentic, catalog, result);
        sharing.ExceptWith(people);
        foreach ((string campaign, Dictionary<string, double?> figures) in result)
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

    private static void CountPurposes(
        CatalogBook catalog,
        Costs costs,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        foreach (
            IGrouping<(string Campaign, string Purpose), JsonObject> of in catalog
                .OfKind("cost")
                .GroupBy(c => (CatalogBook.Text(c, "campaign")!, CatalogBook.Text(c, "purpose") ?? "other"))
        )
        {
            BigInteger? sum = Tally.Sum(of.Select(cost => costs.Of(cost, 0, long.MaxValue)));
            result[of.Key.Campaign][$"overview/costs/{of.Key.Purpose}"] = Tally.Units(sum);
        }
    }

    /// <summary>By country, where anybody's touches say one; the rest are those that say none.</summary>
    private static void Split(
        IEnumerable<Fact> all,
        IReadOnlyCollection<Fact> counted,
        CatalogBook catalog,
        string name,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        ILookup<(string?, string), Fact> touches = counted.ToLookup(f => (catalog.Place(f).Campaign, f.Country ?? ""));
        IEnumerable<(string? Campaign, string Country)> rows = all.Select(f =>
            (catalog.Place(f).Campaign, f.Country ?? "")
        );
        foreach ((string? campaign, string country) in rows.Distinct())
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

    private static void Add(Dictionary<string, double?> figures, string name, IEnumerable<Credit> credits)
    {
        var orders = credits.ToList();
        figures[$"overview/{name}/conversions"] = orders.Count(c => c.Converts);
        figures[$"overview/{name}/revenue"] = Tally.Units(Tally.Sum(orders.Select(c => c.Micros)));
    }

    /// <summary>All touches of a row, and the sessions that they make: one is one whatever period is looked at.</summary>
    private sealed record RowTouches(string Campaign, string Row, List<Fact> Touches, List<Session> Sessions);

    private static List<RowTouches> ByRow(List<Fact> touches, CatalogBook catalog) =>
        [
            .. from touch in touches
            let place = catalog.Place(touch)
            where place.Campaign is not null
            from row in Rows(place.Creator, touch.Content)
            group touch by (place.Campaign, row) into ofRow
            let all = ofRow.ToList()
            select new RowTouches(ofRow.Key.Campaign!, ofRow.Key.row, all, [.. Session.Of(all)]),
        ];

    private static IEnumerable<string> Rows(string? creator, string? content)
    {
        yield return "overview";
        if (creator is not null)
        {
            yield return $"creators/{creator}";
        }

        if (content is not null)
        {
            yield return $"content/{content}";
        }
    }

    /// <summary>Campaigns without a touch have no figures of the site but its visits.</summary>
    private static void CountSite(
        List<Fact> touches,
        List<RowTouches> touchesByRow,
        CatalogBook catalog,
        Period period,
        string name,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        var inPeriod = touches.Where(t => period.Holds(t.TimeMs)).ToList();
        ILookup<string, RowTouches> byCampaign = touchesByRow.ToLookup(of => of.Campaign);
        foreach ((string campaign, Dictionary<string, double?> figures) in result)
        {
            var rows = byCampaign[campaign]
                .Where(of => !of.Row.StartsWith("content/", StringComparison.Ordinal))
                .ToList();
            if (rows.Count == 0)
            {
                rows.Add(new RowTouches(campaign, "overview", [], []));
            }

            foreach (RowTouches row in rows)
            {
                Dictionary<string, double?> ofRow = SiteTraffic.Figures(
                    inPeriod,
                    (row.Touches.Where(t => period.Holds(t.TimeMs)), row.Sessions.Where(s => period.Holds(s.StartMs))),
                    catalog,
                    isCampaign: row.Row == "overview"
                );
                foreach ((string? figure, double? value) in ofRow)
                {
                    figures[$"site/{row.Row}/{name}/{figure}"] = value;
                }
            }
        }
    }

    private static void Count(
        IEnumerable<RowTouches> touchesByRow,
        IEnumerable<Credit> credits,
        CatalogBook catalog,
        Costs costs,
        Period period,
        string name,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        var rows = new Dictionary<(string Campaign, string Row), Tally>();
        Tally Row(string campaign, string row) =>
            rows.TryGetValue((campaign, row), out Tally? tally) ? tally : rows[(campaign, row)] = new Tally();

        foreach (RowTouches of in touchesByRow)
        {
            // A session counts where it begins.
            Tally row = Row(of.Campaign, of.Row);
            row.Add(of.Touches.Where(t => period.Holds(t.TimeMs)));
            row.Add(of.Sessions.Where(s => period.Holds(s.StartMs)));
        }

        foreach (Credit? credit in credits.Where(c => c.Campaign is not null && period.Holds(c.TimeMs)))
        {
            foreach (string row in Rows(credit.Creator, credit.Content))
            {
                Row(credit.Campaign!, row).Add(credit);
            }
        }

        foreach (JsonObject cost in catalog.OfKind("cost"))
        {
            BigInteger? accrued = costs.Of(cost, period.FromMs, period.ToMs);
            foreach (string row in Rows(CatalogBook.Text(cost, "creator"), null))
            {
                Row(CatalogBook.Text(cost, "campaign")!, row).AddCost(accrued);
            }
        }

        foreach (((string? campaign, string? row), Tally? tally) in rows)
        {
            Dictionary<string, double?> figures = result.TryGetValue(campaign, out Dictionary<string, double?>? known)
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
