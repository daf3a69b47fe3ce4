using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Costs;

/// <summary>What campaigns and creators have cost by an instant, in the reporting currency.</summary>
public sealed class CostBook(WorkspaceCatalog catalog)
{
    private readonly Dictionary<string, CostByTime> known = [];

    public string Currency { get; set; } = "EUR";

    /// <summary>Micro-units accrued in [<paramref name="from"/>, <paramref name="to"/>), or null while a rate is missing.</summary>
    /// <param name="creator">null: all costs of the campaign.</param>
    public Int128? Accrued(string campaign, string? creator, long from, long to)
    {
        Int128? sum = 0;
        foreach (CostEntry cost in catalog.CostsOf(campaign, creator))
        {
            CostByTime of = Find(cost);
            sum += of.AccruedBy(to, out _) - of.AccruedBy(from, out _);
        }
        return sum;
    }

    /// <summary>The exchange rates that costs wait for by an instant: of each cost the first.</summary>
    public IEnumerable<(string Currency, string Day)> MissingRates(long instant)
    {
        foreach (CostEntry cost in catalog.Costs.Values)
        {
            Find(cost).AccruedBy(instant, out (string, string)? missing);
            if (missing is { } rate)
            {
                yield return rate;
            }
        }
    }

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
