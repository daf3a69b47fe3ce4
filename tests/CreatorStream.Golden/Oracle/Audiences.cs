namespace CreatorStream.Golden.Oracle;

/// <summary>Who met whom of the creators and platforms of each campaign, by sets of people.</summary>
internal static class Audiences
{
    private const int MostInPairs = 32;

    /// <param name="all">Touches of everybody: they say which rows there are.</param>
    /// <param name="counted">Those that figures count.</param>
    public static void Count(
        IEnumerable<Fact> all,
        IEnumerable<Fact> counted,
        CatalogBook catalog,
        string period,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        var touches = all.ToList();
        var people = counted.Select(touch => touch.Visitor).ToHashSet();
        Count(touches, people, "creators", touch => catalog.Place(touch).Creator);
        Count(touches, people, "platforms", catalog.Platform);

        void Count(List<Fact> touches, HashSet<string> people, string group, Func<Fact, string?> met)
        {
            foreach (
                IGrouping<string?, Fact> of in touches
                    .Where(touch => met(touch) is not null)
                    .GroupBy(touch => catalog.Place(touch).Campaign)
            )
            {
                if (of.Key is not null)
                {
                    Add(result[of.Key], of, people, $"overlap/{group}", period, met);
                }
            }
        }
    }

    private static void Add(
        Dictionary<string, double?> figures,
        IEnumerable<Fact> touches,
        HashSet<string> counted,
        string prefix,
        string period,
        Func<Fact, string?> met
    )
    {
        var sets = touches
            .GroupBy(touch => touch.Visitor, met)
            .Select(of =>
                (IsCounted: counted.Contains(of.Key), Met: of.Distinct().Order(StringComparer.Ordinal).ToList())
            )
            .ToList();
        figures[$"{prefix} any/{period}/reach"] = sets.Count(of => of.IsCounted);
        figures[$"{prefix} any/{period}/sum"] = sets.Where(of => of.IsCounted).Sum(of => of.Met.Count);
        figures[$"{prefix} any/{period}/alone"] = sets.Count(of => of.IsCounted && of.Met.Count == 1);
        figures[$"{prefix} any/{period}/many"] = sets.Count(of => of.IsCounted && of.Met.Count > MostInPairs);
        foreach (string? one in sets.SelectMany(of => of.Met).Distinct())
        {
            var here = sets.Where(of => of.IsCounted && of.Met.Contains(one)).ToList();
            figures[$"{prefix} {one}/{period}/reach"] = here.Count;
            figures[$"{prefix} {one}/{period}/alone"] = here.Count(of => of.Met.Count == 1);
        }

        foreach (
            (string? one, string? other) in sets.Where(of => of.Met.Count <= MostInPairs)
                .SelectMany(of => of.Met.SelectMany((one, at) => of.Met.Skip(at + 1).Select(other => (one, other))))
                .Distinct()
        )
        {
            int both = sets.Count(of =>
                of.IsCounted && of.Met.Count <= MostInPairs && of.Met.Contains(one) && of.Met.Contains(other)
            );
            int smaller = Math.Min(
                sets.Count(of => of.IsCounted && of.Met.Contains(one)),
                sets.Count(of => of.IsCounted && of.Met.Contains(other))
            );
            figures[$"{prefix} {one} and {other}/{period}/both"] = both;
            figures[$"{prefix} {one} and {other}/{period}/share"] = smaller == 0 ? null : (double)both / smaller;
        }
    }
}
