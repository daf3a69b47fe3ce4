using CreatorStream.Analytics.Panes;
using CreatorStream.Analytics.Reach;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Workspaces.Costs;
using CreatorStream.Pipeline.Workspaces.Counters;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>
/// Everything known about one advertiser, merged over partitions and rolled up through the catalog. One writer.
/// </summary>
public sealed class WorkspaceState
{
    private readonly Dictionary<Entity, EntityFigures> entities = [];
    private readonly Dictionary<string, List<(Entity Entity, EntityFigures Figures)>> entitiesByCampaign = [];
    private readonly IReadOnlyDictionary<int, PartitionNumbers> numbers;
    private readonly Dictionary<int, PartitionRows> partitions = [];
    private readonly Dictionary<string, HashSet<Subject>> subjectsByContent = [];
    private readonly HashSet<string> changedCampaigns = [];
    private readonly long[] unattributed = new long[OrderColumns.Count];
    private readonly StateMemory memory;
    private readonly OrderRules orderRules;
    private readonly OrderBook orders;
    private IReadOnlyDictionary<string, IReadOnlyList<SuspectSummary>> suspects =
        new Dictionary<string, IReadOnlyList<SuspectSummary>>();
    private (int, int) suspectsAt;
    private int placementVersion;
    private int moneyVersion;
    private int erased;
    private int mergedTo;

    /// <param name="secret">The log's.</param>
    public WorkspaceState(
        string name,
        IReadOnlyDictionary<int, PartitionNumbers> numbers,
        StateMemory memory,
        ulong secret
    )
    {
        Name = name;
        this.memory = memory;
        this.numbers = numbers;
        orderRules = new OrderRules(Catalog, Place, secret);
        orders = new OrderBook(orderRules, Restate, memory);
        Costs = new CostBook(Catalog);
    }

    public string Name { get; }

    public WorkspaceCatalog Catalog { get; } = new();

    public CostBook Costs { get; }

    public CounterBook Counters { get; } = new();

    public EvidenceBook Evidence { get; } = new();

    /// <summary>The greatest event time, microseconds since 1970; 0 before the first event.</summary>
    public long GreatestMicros { get; private set; }

    public int GreatestPane => GreatestMicros == 0 ? 0 : Pane.Of(GreatestMicros);

    /// <summary>What all money in the views is in.</summary>
    public string Currency { get; private set; } = "EUR";

    /// <summary>The campaigns that anything was ever counted for.</summary>
    public IEnumerable<string> CountedCampaigns => entitiesByCampaign.Keys;

    /// <summary>A campaign, its creators and its content, as far as anything was ever counted for them.</summary>
    public IReadOnlyList<(Entity Entity, EntityFigures Figures)> EntitiesOf(string campaign) =>
        entitiesByCampaign.GetValueOrDefault(campaign) ?? [];

    /// <summary>Conversions that lead to no campaign; columns of OrderColumns.</summary>
    public ReadOnlySpan<long> Unattributed => unattributed;

    /// <summary>Exchange rates that some revenue or cost waits for.</summary>
    public IEnumerable<(string Currency, string Day)> MissingRates => orderRules.MissingRates.Union(Costs.MissingRates);

    public EntityFigures? Find(Entity entity) => entities.GetValueOrDefault(entity);

    public PlacedSubject Place(int partition, int subject)
    {
        Subject of = numbers[partition].Subjects[subject];
        return new PlacedSubject(of, Catalog.Place(of));
    }

    /// <summary>What was left out of a campaign's authentic figures, and why.</summary>
    public IReadOnlyList<SuspectSummary> Suspects(string campaign)
    {
        if (suspectsAt != (Evidence.Version, Catalog.PlacementVersion))
        {
            suspectsAt = (Evidence.Version, Catalog.PlacementVersion);
            suspects = Evidence.Summarize((partition, subject) => Place(partition, subject).Placement.Campaign);
        }
        return suspects.GetValueOrDefault(campaign) ?? [];
    }

    /// <summary>Creator and platform of content that the catalog doesn't know, by its events: the ordinally smallest named.</summary>
    public (string? Creator, string? Platform) OwnWords(string campaign, string content)
    {
        string? creator = null;
        string? platform = null;
        foreach (Subject subject in subjectsByContent.GetValueOrDefault(content) ?? [])
        {
            if (Catalog.Place(subject).Campaign == campaign)
            {
                creator = Smaller(creator, subject.Creator);
                platform = Smaller(platform, subject.Platform);
            }
        }
        return (creator, platform);
    }

    private static string? Smaller(string? a, string b) =>
        b.Length == 0 || (a != null && string.CompareOrdinal(a, b) <= 0) ? a : b;

    public void AddSubject(Subject subject)
    {
        if (!subjectsByContent.TryGetValue(subject.Content, out HashSet<Subject>? of))
        {
            subjectsByContent[subject.Content] = of = [];
        }
        of.Add(subject);
    }

    public void PutCounts(int partition, CountRow row)
    {
        PartitionRows rows = Rows(partition);
        TouchCounts deltas = rows.Counts.Put(PaneRows.Key(row.Subject, row.Pane), row.Counts);
        AddCounts(rows.Numbers.Subjects[row.Subject], row.Pane, deltas);
    }

    public void PutReach(int partition, ReachRow row)
    {
        PartitionRows rows = Rows(partition);
        ulong key = PaneRows.Key((row.Entity * RollingReach.WindowCount) + row.Window, row.Pane);
        AddReach(rows, key, rows.Reach.Put(key, new ReachCounts { All = row.All, Excluded = row.Excluded }));
    }

    /// <summary>A partition measures reach anew: what it sent before is void.</summary>
    public void VoidReach(int partition)
    {
        PartitionRows rows = Rows(partition);
        rows.Reach.Void((key, deltas) => AddReach(rows, key, deltas));
    }

    public void PutSessions(int partition, SessionRow row)
    {
        PartitionRows rows = Rows(partition);
        ulong key = PaneRows.Key(row.Entity, row.Pane);
        AddSessions(rows, key, rows.Sessions.Put(key, row.Counts));
    }

    /// <summary>A partition counts sessions anew: what it sent before is void.</summary>
    public void VoidSessions(int partition)
    {
        PartitionRows rows = Rows(partition);
        rows.Sessions.Void((key, deltas) => AddSessions(rows, key, deltas));
    }

    /// <summary>A new owner of a partition begins anew: rows and numbers of before are void; journeys come again, all of them.</summary>
    public void VoidAll(int partition)
    {
        if (!partitions.Remove(partition, out PartitionRows? rows))
        {
            return;
        }
        rows.Counts.Void(
            (key, deltas) => AddCounts(rows.Numbers.Subjects[PaneRows.SeriesOf(key)], PaneRows.PaneOf(key), deltas)
        );
        rows.Reach.Void((key, deltas) => AddReach(rows, key, deltas));
        rows.Sessions.Void((key, deltas) => AddSessions(rows, key, deltas));
        orders.RestateAll();
    }

    public void PutJourney(int partition, JourneyRow row) => orders.Put(partition, row);

    public void Advance(long greatestMicros)
    {
        if (greatestMicros > GreatestMicros)
        {
            GreatestMicros = greatestMicros;
        }
    }

    /// <summary>Brings everything up to date with the catalog and settles the orders that changed.</summary>
    /// <param name="timeMoved">The greatest event time is another one.</param>
    /// <param name="all">Set where what changed concerns every campaign.</param>
    /// <returns>The campaigns whose own figures changed.</returns>
    public IReadOnlySet<string> Settle(bool timeMoved, out bool all)
    {
        // No figure says that a name went.
        all = Evidence.Erased != erased;
        erased = Evidence.Erased;
        Costs.MissingRates.Clear();
        if (Catalog.PlacementVersion != placementVersion)
        {
            placementVersion = Catalog.PlacementVersion;
            CountAnew();
            orders.RestateAll();
            all = true;
        }
        string currency =
            Catalog.Workspace?.Currency
            ?? Catalog
                .Campaigns.Values.Select(campaign => campaign.Currency)
                .Where(code => code != null)
                .Order(StringComparer.Ordinal)
                .FirstOrDefault()
            ?? orders.SmallestCurrency
            ?? "EUR";
        if (Catalog.MoneyVersion != moneyVersion || currency != Currency)
        {
            moneyVersion = Catalog.MoneyVersion;
            Currency = currency;
            orderRules.Currency = currency;
            Costs.Currency = currency;
            orders.RestateAll();
            all = true;
        }
        orders.Settle();
        if (timeMoved && Pane.MinuteCut(GreatestPane) is int cut && cut != mergedTo)
        {
            mergedTo = cut;
            foreach (EntityFigures figures in entities.Values)
            {
                figures.Merge(GreatestPane);
            }
            foreach (PartitionRows rows in partitions.Values)
            {
                // What a task has merged upwards came as rows of nothing.
                rows.Counts.Drop(row => row.IsZero);
                rows.Reach.Drop(row => row.IsZero);
                rows.Sessions.Drop(row => row.IsZero);
            }
        }
        var changed = new HashSet<string>(changedCampaigns);
        changedCampaigns.Clear();
        return changed;
    }

    private void CountAnew()
    {
        foreach (EntityFigures figures in entities.Values)
        {
            figures.ClearCounts();
        }
        foreach (PartitionRows rows in partitions.Values)
        {
            for (int row = 0; row < rows.Counts.Count; row++)
            {
                ulong key = rows.Counts.KeyAt(row);
                AddCounts(rows.Numbers.Subjects[PaneRows.SeriesOf(key)], PaneRows.PaneOf(key), rows.Counts.At(row));
            }
        }
    }

    private void AddCounts(Subject subject, int pane, ReadOnlySpan<int> deltas)
    {
        Placement placement = Catalog.Place(subject);
        if (placement.Campaign.Length == 0)
        {
            return;
        }
        int kept = Kept(pane);
        Figures(new Entity(Name, placement.Campaign, EntityLevel.Campaign, "")).AddCounts(kept, deltas);
        if (placement.Creator.Length > 0)
        {
            Figures(new Entity(Name, placement.Campaign, EntityLevel.Creator, placement.Creator))
                .AddCounts(kept, deltas);
        }
        if (subject.Content.Length > 0)
        {
            Figures(new Entity(Name, placement.Campaign, EntityLevel.Content, subject.Content)).AddCounts(kept, deltas);
        }
    }

    private void AddReach(PartitionRows rows, ulong key, ReachCounts deltas)
    {
        int series = PaneRows.SeriesOf(key);
        Entity entity = rows.Numbers.Entities[series / RollingReach.WindowCount];
        int window = series % RollingReach.WindowCount;
        Figures(entity).AddReach(window, Kept(PaneRows.PaneOf(key)), deltas.All, deltas.Excluded);
    }

    private void AddSessions(PartitionRows rows, ulong key, SessionCounts deltas) =>
        Figures(rows.Numbers.Entities[PaneRows.SeriesOf(key)]).AddSessions(Kept(PaneRows.PaneOf(key)), deltas);

    private void Restate(OrderOutcome before, OrderOutcome after, bool authentic)
    {
        AddOrder(before, -1, authentic);
        AddOrder(after, 1, authentic);
    }

    private void AddOrder(OrderOutcome outcome, int sign, bool authentic)
    {
        if (!outcome.IsConversion)
        {
            return;
        }
        Span<long> deltas = stackalloc long[OrderColumns.Count];
        int first = authentic ? OrderColumns.Authentic : 0;
        deltas[first + OrderColumns.Conversions] = sign;
        deltas[first + OrderColumns.RevenueMicros] = sign * (outcome.RevenueMicros ?? 0);
        deltas[first + OrderColumns.Unpriced] = outcome.RevenueMicros == null ? sign : 0;
        var credit = outcome.Credit;
        if (credit.IsUnattributed)
        {
            for (int column = 0; column < OrderColumns.Count; column++)
            {
                unattributed[column] += deltas[column];
            }
            // It stands in the overview of every campaign.
            changedCampaigns.UnionWith(entitiesByCampaign.Keys);
            return;
        }
        int pane = Kept(outcome.Pane);
        Figures(new Entity(Name, credit.Campaign, EntityLevel.Campaign, "")).AddOrder(pane, deltas);
        if (credit.Creator.Length > 0)
        {
            Figures(new Entity(Name, credit.Campaign, EntityLevel.Creator, credit.Creator)).AddOrder(pane, deltas);
        }
        if (credit.Content.Length > 0)
        {
            Figures(new Entity(Name, credit.Campaign, EntityLevel.Content, credit.Content)).AddOrder(pane, deltas);
        }
    }

    private EntityFigures Figures(Entity entity)
    {
        changedCampaigns.Add(entity.Campaign);
        if (!entities.TryGetValue(entity, out EntityFigures? figures))
        {
            entities[entity] = figures = new EntityFigures();
            if (!entitiesByCampaign.TryGetValue(entity.Campaign, out List<(Entity, EntityFigures)>? of))
            {
                entitiesByCampaign[entity.Campaign] = of = [];
            }
            of.Add((entity, figures));
        }
        return figures;
    }

    private PartitionRows Rows(int partition)
    {
        if (!partitions.TryGetValue(partition, out PartitionRows? rows))
        {
            partitions[partition] = rows = new PartitionRows(numbers[partition], memory);
        }
        return rows;
    }

    private int Kept(int pane) => Pane.Keep(pane, GreatestPane);
}
