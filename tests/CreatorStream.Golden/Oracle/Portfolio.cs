namespace CreatorStream.Golden.Oracle;

/// <summary>What creators are worth over all campaigns: sums of what they are in each. The same stands in every campaign.</summary>
public static class Portfolio
{
    private const long DayMs = 86_400_000;

    /// <summary>The primary model of campaigns that name none, with few conversions.</summary>
    private const string Primary = "uShaped";

    /// <param name="seen">Campaigns and creators that anything was counted for, of all events.</param>
    /// <param name="touches">Of authentic actors, by campaign and creator.</param>
    /// <param name="result">What is known of creators by campaign.</param>
    public static void Count(
        IEnumerable<(string? Campaign, string? Creator)> seen,
        ILookup<(string? Campaign, string? Creator), Fact> touches,
        CatalogBook catalog,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        var worth = new Dictionary<string, double?>();
        foreach (IGrouping<string, (string Campaign, string Creator)> of in In(catalog, seen).GroupBy(at => at.Creator))
        {
            var sums = new Dictionary<string, double?>();
            foreach ((string campaign, string creator) in of)
            {
                Dictionary<string, double?> figures = Sums(result.GetValueOrDefault(campaign) ?? [], creator);
                foreach ((string name, double? value) in figures)
                {
                    sums[name] = (sums.TryGetValue(name, out double? sum) ? sum : 0) + value;
                }

                Add($"{creator} in {campaign}", figures, touches[(campaign, creator)]);
            }

            Add(of.Key, sums, of.SelectMany(at => touches[(at.Campaign, at.Creator)]));
            worth[$"portfolio/{of.Key}/totals/campaignCount"] = of.Count();
        }

        foreach (Dictionary<string, double?> figures in result.Values)
        {
            foreach ((string name, double? value) in worth)
            {
                figures[name] = value;
            }
        }

        void Add(string row, Dictionary<string, double?> sums, IEnumerable<Fact> of)
        {
            AddRatios(sums, [.. of.Select(f => f.TimeMs / DayMs)]);
            foreach ((string name, double? value) in sums)
            {
                worth[$"portfolio/{row}/totals/{name}"] = value;
            }
        }
    }

    private static Dictionary<string, double?> Sums(Dictionary<string, double?> campaign, string creator)
    {
        return new Dictionary<string, double?>
        {
            ["cost"] = Known($"creators/{creator}/totals/cost"),
            ["conversions"] = Known($"creators/{creator}/totals/conversions"),
            ["revenue"] = Known($"creators/{creator}/totals/revenue"),
            ["primary conversions"] = Known($"credit/{creator}/totals/{Primary} conversions"),
            ["primary revenue"] = Known($"credit/{creator}/totals/{Primary} revenue"),
        };

        double? Known(string path) => campaign.TryGetValue(path, out double? value) ? value : 0;
    }

    private static void AddRatios(Dictionary<string, double?> figures, List<long> days)
    {
        foreach (string by in (string[])["", "primary "])
        {
            double? cost = figures["cost"];
            double? conversions = figures[$"{by}conversions"];
            double? revenue = figures[$"{by}revenue"];
            figures[$"{by}cpa"] = conversions == 0 ? null : cost / conversions;
            figures[$"{by}roas"] = cost == 0 ? null : revenue / cost;
            figures[$"{by}roi"] = cost == 0 ? null : (revenue - cost) / cost;
        }

        figures["firstDay"] = days.Count == 0 ? null : CodeUses.DayNumber(days.Min());
        figures["lastDay"] = days.Count == 0 ? null : CodeUses.DayNumber(days.Max());
    }

    /// <summary>In which campaigns creators are: by the catalog's content and costs, and by what was counted.</summary>
    private static IEnumerable<(string Campaign, string Creator)> In(
        CatalogBook catalog,
        IEnumerable<(string? Campaign, string? Creator)> seen
    ) =>
        catalog
            .OfKind("content")
            .Concat(catalog.OfKind("cost"))
            .Select(entry => (CatalogBook.Text(entry, "campaign"), CatalogBook.Text(entry, "creator")))
            .Concat(seen)
            .Where(of => of.Item1 is not null && of.Item2 is not null)
            .Select(of => (of.Item1!, of.Item2!))
            .Distinct();
}
