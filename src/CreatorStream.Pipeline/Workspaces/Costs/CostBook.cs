using CreatorStream.Analytics.Money;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Costs;

/// <summary>What campaigns and creators have cost by an instant, in the reporting currency.</summary>
public sealed class CostBook(WorkspaceCatalog catalog)
{
    private const long DayMicros = 86_400_000_000;

    /// <summary>By the entry's id, those of the entry and zone that were asked about last.</summary>
    private readonly Dictionary<string, (CostEntry Cost, string Zone, long Start, long End)> bounds = [];

    public string Currency { get; set; } = "EUR";

    /// <summary>Micro-units accrued in [<paramref name="from"/>, <paramref name="to"/>), or null while a rate is missing.</summary>
    /// <param name="creator">null: all costs of the campaign.</param>
    public Int128? Accrued(string campaign, string? creator, long from, long to)
    {
        Int128? sum = 0;
        foreach (CostEntry cost in catalog.CostsOf(campaign, creator))
        {
            sum += AccruedOf(cost, from, to);
        }
        return sum;
    }

    /// <summary>The exchange rates that costs wait for by an instant: of each cost the first.</summary>
    public IEnumerable<(string Currency, string Day)> MissingRates(long instant)
    {
        foreach (CostEntry cost in catalog.Costs.Values)
        {
            AccruedBy(cost, instant, out (string, string)? missing);
            if (missing is { } rate)
            {
                yield return rate;
            }
        }
    }

    private Int128? AccruedOf(CostEntry cost, long from, long to) =>
        AccruedBy(cost, to, out _) - AccruedBy(cost, from, out _);

    /// <summary>From the cost's beginning on, so that neighbouring periods add up to the unit.</summary>
    private Int128? AccruedBy(CostEntry cost, long instant, out (string Currency, string Day)? missing)
    {
        missing = null;
        CampaignEntry? campaign = catalog.Campaigns.GetValueOrDefault(cost.Campaign);
        string zone = campaign?.TimeZone ?? "UTC";
        (long start, long end) = Bounds(cost, zone);
        long At(long time) => CostAccrual.Accrued(cost.AmountMicros, start, end, time);
        string currency = cost.Currency ?? campaign?.Currency ?? Currency;
        if (currency == Currency)
        {
            return At(instant);
        }
        // What accrues on each UTC day, by that day's rate.
        Int128? sum = 0;
        for (long day = start; day < Math.Min(instant, end) && sum != null; )
        {
            long next = Math.Min(Math.Min(instant, end), ((long)Rfc3339.DayOf(day) + 1) * DayMicros);
            string utcDay = CostAccrual.UtcDay(day);
            long? rate = catalog.Rate(currency, utcDay);
            sum += rate is { } r ? Micros.Convert(At(next) - At(day), r) : null;
            if (rate == null)
            {
                missing = (currency, utcDay);
            }
            day = next;
        }
        return sum;
    }

    /// <summary>Time zones are looked up once an entry: this is asked for every view.</summary>
    private (long Start, long End) Bounds(CostEntry cost, string zone)
    {
        if (bounds.TryGetValue(cost.Id, out var known) && ReferenceEquals(known.Cost, cost) && known.Zone == zone)
        {
            return (known.Start, known.End);
        }
        long start = CostAccrual.StartOfDay(cost.From, zone);
        long end = CostAccrual.StartOfDay(cost.To, zone, addDays: 1);
        bounds[cost.Id] = (cost, zone, start, end);
        return (start, end);
    }
}
