using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Overlap;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Overlap;

/// <summary>
/// People by whom they met, alone and together, merged over partitions: a visitor lives in one, so counts add up. Stage 1
/// places content, so a subject that moves needs nothing here.
/// </summary>
/// <param name="numbers">By partition, what the numbers in its rows stand for.</param>
/// <param name="note">Told of a campaign whose figures changed.</param>
public sealed class OverlapBook(
    IReadOnlyDictionary<int, PartitionNumbers> numbers,
    StateScope scope,
    Action<string> note
)
{
    private const int LeastToDrop = 4_096;

    private readonly Dictionary<int, OfPartition> partitions = [];
    private readonly Dictionary<(string Campaign, EntityLevel Level), AudienceGroup> groups = [];

    /// <summary>The creators, or platforms, of a campaign; null: nobody met any.</summary>
    public AudienceGroup? Of(string campaign, EntityLevel level) => groups.GetValueOrDefault((campaign, level));

    public void Put(int partition, in MetRow row)
    {
        OfPartition of = Rows(partition);
        ulong key = PaneRows.Key(row.Entity, row.Group);
        Add(of.Numbers, key, of.Met.Put(key, row.Counts));
    }

    public void Put(int partition, in PairRow row)
    {
        OfPartition of = Rows(partition);
        ulong key = PaneRows.Key(row.One, row.Other);
        Add(of.Numbers, key, of.Pairs.Put(key, row.People));
        of.Zeros += row.People.IsZero ? 1 : 0;
        if (of.Zeros > LeastToDrop && of.Zeros > of.Pairs.Count / 2)
        {
            of.Pairs.Drop(people => people.IsZero);
            of.Zeros = 0;
        }
    }

    /// <summary>A new owner of a partition begins anew.</summary>
    public void Void(int partition)
    {
        if (partitions.Remove(partition, out OfPartition? of))
        {
            using StateScope ending = of.Scope;
            of.Met.Void((key, deltas) => Add(of.Numbers, key, deltas));
            of.Pairs.Void((key, deltas) => Add(of.Numbers, key, deltas));
        }
    }

    /// <summary>Adds people who met any of a group, which no partition could tell by itself.</summary>
    public void AddAny(string campaign, EntityLevel level, in MetCounts deltas) => GroupOf(campaign, level).Add(deltas);

    /// <summary>The same of a creator or platform.</summary>
    public void Add(Entity one, in MetCounts deltas) => GroupOf(one.Campaign, one.Level).Add(one.Name, deltas);

    /// <summary>The same of two.</summary>
    public void Add(Entity one, Entity other, in PeopleCounts deltas) =>
        GroupOf(one.Campaign, one.Level).Add(one.Name, other.Name, deltas);

    private void Add(PartitionNumbers of, ulong key, in MetCounts deltas)
    {
        Entity entity = of.Entities[PaneRows.SeriesOf(key)];
        int group = PaneRows.PaneOf(key);
        if (group == 0)
        {
            Add(entity, deltas);
        }
        else
        {
            AddAny(entity.Campaign, (EntityLevel)group, deltas);
        }
    }

    private void Add(PartitionNumbers of, ulong key, in PeopleCounts deltas)
    {
        Entity one = of.Entities[PaneRows.SeriesOf(key)];
        Add(one, of.Entities[PaneRows.PaneOf(key)], deltas);
    }

    private AudienceGroup GroupOf(string campaign, EntityLevel level)
    {
        note(campaign);
        if (!groups.TryGetValue((campaign, level), out AudienceGroup? group))
        {
            groups[(campaign, level)] = group = new AudienceGroup(scope);
        }
        return group;
    }

    private OfPartition Rows(int partition)
    {
        if (!partitions.TryGetValue(partition, out OfPartition? of))
        {
            partitions[partition] = of = new OfPartition(numbers[partition], scope.Open());
        }
        return of;
    }

    private sealed class OfPartition(PartitionNumbers numbers, StateScope scope)
    {
        public PartitionNumbers Numbers => numbers;
        public StateScope Scope => scope;

        /// <summary>By entity, and in the place of the pane the group.</summary>
        public RowTable<MetCounts> Met { get; } = new(scope, StatePart.Panes);

        /// <summary>By two entities.</summary>
        public RowTable<PeopleCounts> Pairs { get; } = new(scope, StatePart.Panes);

        /// <summary>Rows of nobody that came since they were dropped.</summary>
        public int Zeros { get; set; }
    }
}
