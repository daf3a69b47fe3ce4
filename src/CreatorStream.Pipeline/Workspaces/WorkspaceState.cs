using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
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
    private readonly IReadOnlyDictionary<int, PartitionNumbers> numbers;
    private readonly Dictionary<string, HashSet<Subject>> subjectsByContent = [];
    private readonly OrderRules orderRules;
    private readonly OrderBook orders;
    private IReadOnlyDictionary<string, IReadOnlyList<SuspectSummary>> suspects =
        new Dictionary<string, IReadOnlyList<SuspectSummary>>();
    private (int, int) suspectsAt;
    private int placementVersion;
    private int moneyVersion;
    private int erased;

    /// <param name="secret">The log's.</param>
    public WorkspaceState(
        string name,
        IReadOnlyDictionary<int, PartitionNumbers> numbers,
        StateScope scope,
        ulong secret
    )
    {
        Name = name;
        this.numbers = numbers;
        orderRules = new OrderRules(Catalog, Place, secret);
        Figures = new FigureBook(name, Catalog, numbers, scope);
        orders = new OrderBook(orderRules, Restate, scope);
        Costs = new CostBook(Catalog);
    }

    public string Name { get; }

    public WorkspaceCatalog Catalog { get; } = new();

    /// <summary>What was counted, by campaign, creator and content.</summary>
    public FigureBook Figures { get; }

    public CostBook Costs { get; }

    public CounterBook Counters { get; } = new();

    public EvidenceBook Evidence { get; } = new();

    /// <summary>What all money in the views is in.</summary>
    public string Currency { get; private set; } = "EUR";

    /// <summary>Exchange rates that some revenue or cost waits for.</summary>
    public IEnumerable<(string Currency, string Day)> MissingRates => orderRules.MissingRates.Union(Costs.MissingRates);

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

    public void PutJourney(int partition, JourneyRow row) => orders.Put(partition, row);

    /// <summary>A new owner of a partition begins anew: rows and numbers of before are void; journeys come again, all of them.</summary>
    public void VoidAll(int partition)
    {
        if (Figures.VoidAll(partition))
        {
            orders.RestateAll();
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
            Figures.CountAnew();
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
        orders.Settle(Catalog.Workspace?.ClaimsWait);
        if (timeMoved)
        {
            Figures.MergeOld();
        }
        return Figures.TakeChanged();
    }

    private void Restate(OrderOutcome before, OrderOutcome after, bool authentic)
    {
        Figures.AddOrder(before, -1, authentic);
        Figures.AddOrder(after, 1, authentic);
    }
}
