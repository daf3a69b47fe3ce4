using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>Which visitors are one person: who has a mark in common with somebody, or with whom that one has.</summary>
public static class Persons
{
    private const int MostVisitors = 32;
    private const int MostMarks = 16;
    private const int MostTouches = 2_048;

    /// <summary>Who is one person with nobody, by the last word on each.</summary>
    public static HashSet<string> Apart(IEnumerable<JsonObject> decisions, string workspace) =>
        [
            .. decisions
                .Where(o => o["apart"] is not null && ((string?)o["workspace"] ?? "default") == workspace)
                .GroupBy(o => (string)o["visitor"]!)
                .Where(words => (bool)words.Last()["apart"]!)
                .Select(words => words.Key),
        ];

    /// <returns>By visitor, the name of one of those who are this person; who is alone is not there.</returns>
    public static Dictionary<string, string> Of(
        IReadOnlyCollection<(Fact Fact, string? Mark)> said,
        IReadOnlySet<string> separate
    )
    {
        (string Visitor, string Mark)[] links =
        [
            .. said.Where(of => of.Mark is not null && !Authenticity.IsOthers(of.Fact))
                .Select(of => (of.Fact.Visitor, of.Mark!))
                .Distinct(),
        ];
        var shared = links
            .GroupBy(of => of.Mark)
            .Where(of => of.Count() > MostVisitors)
            .Select(of => of.Key)
            .ToHashSet();
        var devices = links
            .GroupBy(of => of.Visitor)
            .Where(of => of.Count() > MostMarks)
            .Select(of => of.Key)
            .Concat(
                said.Select(of => of.Fact)
                    .Distinct()
                    .Where(fact => fact.IsTouch)
                    .GroupBy(fact => fact.Visitor)
                    .Where(of => of.Count() > MostTouches)
                    .Select(of => of.Key)
            )
            .ToHashSet();
        var kept = links
            .Where(of => !shared.Contains(of.Mark) && !devices.Contains(of.Visitor) && !separate.Contains(of.Visitor))
            .ToList();
        var persons = kept.Select(of => of.Visitor).Distinct().ToDictionary(visitor => visitor, visitor => visitor);
        for (bool changed = true; changed; )
        {
            changed = false;
            foreach (IGrouping<string, (string Visitor, string Mark)> mark in kept.GroupBy(of => of.Mark))
            {
                string smallest = mark.Select(of => persons[of.Visitor]).Min(StringComparer.Ordinal)!;
                foreach ((string visitor, _) in mark.Where(of => persons[of.Visitor] != smallest))
                {
                    persons[visitor] = smallest;
                    changed = true;
                }
            }
        }

        return persons
            .GroupBy(of => of.Value)
            .Where(of => of.Count() is > 1 and <= MostVisitors)
            .SelectMany(of => of)
            .ToDictionary(of => of.Key, of => of.Value);
    }
}
