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
        var all = touches.ToList();
        List<List<string?>> everybody = Sets(all);
        List<List<string?>> sets = Sets(all.Where(touch => counted.Contains(touch.Visitor)));
        figures[$"{prefix} any/{period}/reach"] = sets.Count;
        figures[$"{prefix} any/{period}/sum"] = sets.Sum(of => of.Count);
        figures[$"{prefix} any/{period}/alone"] = sets.Count(of => of.Count == 1);
        figures[$"{prefix} any/{period}/many"] = sets.Count(of => of.Count > MostInPairs);
        foreach (string? one in everybody.SelectMany(of => of).Distinct())
        {
            figures[$"{prefix} {one}/{period}/reach"] = sets.Count(of => of.Contains(one));
            figures[$"{prefix} {one}/{period}/alone"] = sets.Count(of => of.Count == 1 && of.Contains(one));
        }

        foreach (
            (string? one, string? other) in everybody
                .Where(of => of.Count <= MostInPairs)
                .SelectMany(of => of.SelectMany((one, at) => of.Skip(at + 1).Select(other => (one, other))))
                .Distinct()
        )
        {
            int both = sets.Count(of => of.Count <= MostInPairs && of.Contains(one) && of.Contains(other));
            int smaller = Math.Min(sets.Count(of => of.Contains(one)), sets.Count(of => of.Contains(other)));
            figures[$"{prefix} {one} and {other}/{period}/both"] = both;
            figures[$"{prefix} {one} and {other}/{period}/share"] = smaller == 0 ? null : (double)both / smaller;
        }

        // By person whom they met, each once.
        List<List<string?>> Sets(IEnumerable<Fact> of) =>
            [
                .. of.GroupBy(touch => touch.Person, met)
                    .Select(person => person.Distinct().Order(StringComparer.Ordinal).ToList()),
            ];
    }
}
