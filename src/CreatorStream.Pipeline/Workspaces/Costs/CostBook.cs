using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Costs;

/// <summary>What campaigns and creators have cost by an instant, in the reporting currency.</summary>
/// <param name="creditedTo">What is credited to a creator of a campaign, or to all of it: some costs follow from that.</param>
public sealed class CostBook(WorkspaceCatalog catalog, Func<string, string?, EntityFigures?> creditedTo)
{
    private readonly Dictionary<string, CostByTime> known = [];

    public string Currency { get; set; } = "EUR";

    /// <summary>
    /// Micro-units that came up in [<paramref name="from"/>, <paramref name="to"/>), or null while a rate is missing. Fees accrue
    /// up to <paramref name="greatest"/>, the greatest event time, and commissions with what is credited in these panes.
    /// </summary>
    /// <param name="creator">null: all costs of the campaign.</param>
    public Int128? Accrued(string campaign, string? creator, long from, long to, long greatest)
    {
        Int128? sum = 0;
        foreach (CostEntry cost in catalog.CostsOf(campaign, creator))
        {
            sum += Accrued(cost, from, to, greatest);
        }
        return sum;
    }

    /// <summary>The same of a campaign by what it was spent for, sorted by that.</summary>
    public IReadOnlyList<PurposeCost> ByPurpose(string campaign, long from, long to, long greatest)
    {
        var sums = new SortedDictionary<string, Int128?>(StringComparer.Ordinal);
        foreach (CostEntry cost in catalog.CostsOf(campaign))
        {
            string purpose = cost.Purpose ?? CostPurposes.Other;
            sums[purpose] = sums.GetValueOrDefault(purpose, (Int128)0) + Accrued(cost, from, to, greatest);
        }
        return [.. sums.Select(of => new PurposeCost(of.Key, of.Value))];
    }

    /// <summary>The exchange rates that costs wait for by an instant: of each cost the first.</summary>
    public IEnumerable<(string Currency, string Day)> MissingRates(long instant)
    {
        foreach (CostEntry cost in catalog.Costs.Values)
        {
            if (Find(cost).MissingBy(instant) is { } rate)
            {
                yield return rate;
            }
        }
    }

    private Int128? Accrued(CostEntry cost, long from, long to, long greatest) =>
        Find(cost).Accrued(from, to, greatest, creditedTo(cost.Campaign, cost.Creator));

    /// <summary>Time zones and days' rates are looked up once an entry: this is asked hundreds of times for every view.</summary>
    private CostByTime Find(CostEntry cost)
    {
        CampaignEntry? campaign = catalog.Campaigns.GetValueOrDefault(cost.Campaign);
        string zone = campaign?.TimeZone ?? "UTC";
        string currency = cost.Currency ?? campaign?.Currency ?? Currency;
        if (!known.TryGetValue(cost.Id, out CostByTime? of) || !of.Holds(cost, zone, currency, Currency))
        {
            known[cost.Id] = of = new CostByTime(cost, zone, currency, Currency, catalog);
        }
        return of;
    }
}

/// <param name="CostMicros">null while a rate is missing.</param>
public readonly record struct PurposeCost(string Purpose, Int128? CostMicros);
