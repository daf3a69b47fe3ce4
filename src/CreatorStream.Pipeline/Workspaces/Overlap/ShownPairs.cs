using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Overlap;

namespace CreatorStream.Pipeline.Workspaces.Overlap;

/// <summary>Two of a group, the ordinally smaller first, and the people who met both.</summary>
public readonly record struct Pair(string One, string Other, PeopleCounts People)
{
    public long Of(bool authentic) => People.All - (authentic ? People.Excluded : 0);
}

/// <summary>
/// The pairs of a group that are shown: of those that stand in pairs (<see cref="PairRank"/>) all that are of the largest of the
/// group, then those with the most people.
/// </summary>
public sealed class ShownPairs
{
    public const int Most = 1_000;

    /// <summary>Between so many of the largest all pairs are shown: they make a matrix.</summary>
    public const int OfLargest = 12;

    public static ShownPairs None { get; } = new(0, 0, []);

    private ShownPairs(long inPairs, long all, IReadOnlyList<Pair> shown) =>
        (InPairs, All, Shown) = (inPairs, all, shown);

    /// <summary>How many of the group stand in pairs.</summary>
    public long InPairs { get; }

    /// <summary>How many pairs anybody met both of.</summary>
    public long All { get; }

    /// <summary>In no order.</summary>
    public IReadOnlyList<Pair> Shown { get; }

    public static ShownPairs Of(
        AudienceGroup group,
        WorkspaceCatalog catalog,
        string campaign,
        EntityLevel level,
        int most = Most
    )
    {
        List<(string Name, MetCounts Met)> met = [.. group.All.Where(of => of.Met[MetColumns.People] > 0)];
        HashSet<string>? first =
            met.Count <= PairRank.Most
                ? null
                :
                [
                    .. met.Select(of => PairRank.Of(catalog, campaign, level, of.Name))
                        .Order(PairRank.Order)
                        .Take(PairRank.Most)
                        .Select(rank => rank.Name),
                ];
        List<Pair> pairs = [];
        foreach ((string one, string other, PeopleCounts people) in group.Pairs())
        {
            if (first == null || (first.Contains(one) && first.Contains(other)))
            {
                pairs.Add(
                    string.CompareOrdinal(one, other) < 0 ? new Pair(one, other, people) : new Pair(other, one, people)
                );
            }
        }
        int all = pairs.Count;
        if (all > most)
        {
            HashSet<string> largest = [.. Largest(met, authentic: true), .. Largest(met, authentic: false)];
            pairs.Sort(Order(largest));
            pairs.RemoveRange(most, all - most);
        }
        return new ShownPairs(Math.Min(met.Count, PairRank.Most), all, pairs);
    }

    private static IEnumerable<string> Largest(List<(string Name, MetCounts Met)> met, bool authentic) =>
        met.OrderByDescending(of => of.Met.Of(MetColumns.People, authentic))
            .ThenBy(of => of.Name, StringComparer.Ordinal)
            .Take(OfLargest)
            .Select(of => of.Name);

    private static Comparison<Pair> Order(HashSet<string> largest) =>
        (a, b) =>
        {
            int order = IsOfLargest(b).CompareTo(IsOfLargest(a));
            order = order != 0 ? order : b.Of(authentic: true).CompareTo(a.Of(authentic: true));
            order = order != 0 ? order : b.People.All.CompareTo(a.People.All);
            order = order != 0 ? order : string.CompareOrdinal(a.One, b.One);
            return order != 0 ? order : string.CompareOrdinal(a.Other, b.Other);

            bool IsOfLargest(in Pair pair) => largest.Contains(pair.One) && largest.Contains(pair.Other);
        };
}
