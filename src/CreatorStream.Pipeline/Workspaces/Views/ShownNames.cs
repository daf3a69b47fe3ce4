using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// Which names a view shows, where senders have made up more than anybody can look at: first those of the catalog, then
/// those with the most events of all time, and of equals those with the smallest hash (by name, a sender who counts down
/// would displace others with every event). So it follows from the figures alone. What is not shown is counted all the same.
/// </summary>
public sealed class ShownNames
{
    /// <summary>Of one view.</summary>
    public const int Most = 1_000;

    private readonly EntityLevel level;
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<(Entity Entity, EntityFigures Figures)> counted;
    private readonly int all;

    /// <param name="configured">The names that the catalog has.</param>
    /// <param name="counted">Figures of a campaign, at any level.</param>
    public ShownNames(
        EntityLevel level,
        IReadOnlySet<string> configured,
        IReadOnlyList<(Entity Entity, EntityFigures Figures)> counted
    )
    {
        this.level = level;
        this.counted = counted;
        var ranked = new List<Ranked>(configured.Select(name => new Ranked(true, 0, name)));
        foreach ((Entity entity, EntityFigures figures) in Counted())
        {
            bool isConfigured = configured.Contains(entity.Name);
            if (!isConfigured || configured.Count > Most)
            {
                ranked.Add(new Ranked(isConfigured, Events(figures), entity.Name));
            }
        }
        if (configured.Count > Most)
        {
            // Each once, with its events where it has any.
            ranked = [.. ranked.GroupBy(of => of.Name).Select(of => of.MaxBy(one => one.Events))];
        }
        all = ranked.Count;
        names.UnionWith(First(ranked).Select(of => of.Name));
    }

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> Names => names;

    public bool Contains(string name) => names.Contains(name);

    /// <summary>The most important of many, in any order.</summary>
    public static IReadOnlyList<Ranked> First(List<Ranked> ranked)
    {
        if (ranked.Count > Most)
        {
            ranked.Sort(Order);
            ranked.RemoveRange(Most, ranked.Count - Most);
        }
        return ranked;
    }

    /// <summary>Touches and conversions of all time, of whomever.</summary>
    public static long Events(EntityFigures figures)
    {
        long events = figures.AllTime.Conversions(authentic: false);
        for (int group = 0; group < KindColumns.Groups; group++)
        {
            foreach (long count in KindColumns.Of(group, figures.AllTime.Counts)[..KindColumns.Excluded])
            {
                events += count;
            }
        }
        return events;
    }

    /// <summary>What is not shown, as one: how many there are, and their sums of what adds up. null where all are shown.</summary>
    public OtherNames? Others()
    {
        if (all <= names.Count)
        {
            return null;
        }
        var sums = new EntitySums();
        foreach ((Entity entity, EntityFigures figures) in Counted())
        {
            if (!names.Contains(entity.Name))
            {
                sums.Add(figures.AllTime);
            }
        }
        return new OtherNames(all - names.Count, sums);
    }

    /// <summary>The more important comes first.</summary>
    public static int Order(Ranked one, Ranked other)
    {
        int order = other.IsConfigured.CompareTo(one.IsConfigured);
        order = order != 0 ? order : other.Events.CompareTo(one.Events);
        order = order != 0 ? order : one.Hash.CompareTo(other.Hash);
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }

    private IEnumerable<(Entity Entity, EntityFigures Figures)> Counted() =>
        counted.Where(of => of.Entity.Level == level && !of.Figures.IsEmpty);

    public readonly record struct Ranked(bool IsConfigured, long Events, string Name)
    {
        public ulong Hash { get; } = Hash64.Compute(Name, 0);
    }
}

/// <summary>Names that have no row of their own.</summary>
public sealed record OtherNames(int Count, EntitySums Sums)
{
    public static Shape<OtherNames?> Shape { get; } =
        Lists.OrNull(
            new Record<OtherNames>(
                "Others",
                "What has no row of its own, since there are more than can be shown: how many, and what adds up."
            )
                .With("count", Values.Count, (in of) => of.Count)
                .With("totals", SumsShape.Totals, (in of) => SumsShape.Of(of.Sums, authentic: true))
                .With("raw", SumsShape.Totals, (in of) => SumsShape.Of(of.Sums, authentic: false))
        );
}
