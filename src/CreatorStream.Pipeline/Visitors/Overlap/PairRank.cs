using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Overlap;

/// <summary>
/// Which of a campaign's creators, or of its platforms, stand in pairs, where senders have made up more than can: those with
/// content in the catalog before others, and of equals those with the smallest hash. It rests on nothing that one partition
/// alone knows, so the first of all are among the first of each.
/// </summary>
/// <param name="IsOther">Whether the catalog has no content of the campaign that is its.</param>
public readonly record struct PairRank(bool IsOther, ulong Hash, string Name)
{
    /// <summary>So many of a group stand in pairs: they make 130,816.</summary>
    public const int Most = 512;

    public static PairRank Of(WorkspaceCatalog catalog, string campaign, EntityLevel level, string name) =>
        new(
            !(level == EntityLevel.Creator ? catalog.HasCreator(campaign, name) : catalog.HasPlatform(campaign, name)),
            Hash64.Compute(name, 0),
            name
        );

    /// <summary>The first stand in pairs.</summary>
    public static Comparer<PairRank> Order { get; } =
        Comparer<PairRank>.Create(
            (one, other) =>
            {
                int order = one.IsOther.CompareTo(other.IsOther);
                order = order != 0 ? order : one.Hash.CompareTo(other.Hash);
                return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
            }
        );
}
