using CreatorStream.Analytics.Money;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Costs;

/// <summary>
/// What one cost has come to by an instant. What accrues on each UTC day goes by that day's rate; the sums of whole days
/// are kept, so that a cost of years costs no more to ask than one of a day.
/// </summary>
internal sealed class CostByTime
{
    private const long DayMicros = 86_400_000_000;

    private readonly CostEntry cost;
    private readonly string zone;
    private readonly string currency;
    private readonly string reporting;
    private readonly WorkspaceCatalog catalog;
    private readonly long rates;
    private readonly long start;
    private readonly long end;
    private readonly int firstDay;

    /// <summary>By day since the first, all that has accrued when it ends; up to a day that has no rate.</summary>
    private readonly List<Int128> wholeDays = [];

    /// <param name="currency">That the amount is in.</param>
    /// <param name="reporting">That it is asked for in.</param>
    public CostByTime(CostEntry cost, string zone, string currency, string reporting, WorkspaceCatalog catalog)
    {
        (this.cost, this.zone, this.currency, this.reporting, this.catalog) = (
            cost,
            zone,
            currency,
            reporting,
            catalog
        );
        rates = catalog.RateChanges;
        start = CostAccrual.StartOfDay(cost.From, zone);
        end = CostAccrual.StartOfDay(cost.To, zone, addDays: 1);
        firstDay = Rfc3339.DayOf(start);
    }

    /// <summary>Whether it is of these, and of the rates of now.</summary>
    public bool Holds(CostEntry of, string inZone, string inCurrency, string inReporting) =>
        ReferenceEquals(cost, of)
        && zone == inZone
        && currency == inCurrency
        && reporting == inReporting
        && (currency == reporting || rates == catalog.RateChanges);

    /// <summary>From the cost's beginning on, so that neighbouring periods add up to the unit; null while a rate is missing.</summary>
    /// <param name="missing">The first rate that is.</param>
    public Int128? AccruedBy(long instant, out (string Currency, string Day)? missing)
    {
        missing = null;
        if (currency == reporting)
        {
            return At(instant);
        }
        instant = Math.Min(instant, end);
        if (instant <= start)
        {
            return 0;
        }
        // The day that the last moment before is in.
        int days = Rfc3339.DayOf(instant - 1) - firstDay;
        while (wholeDays.Count < days)
        {
            if (Through(StartOf(wholeDays.Count + 1), out missing) is not { } sum)
            {
                return null;
            }
            wholeDays.Add(sum);
        }
        return Through(instant, out missing);
    }

    /// <summary>All that has accrued by an instant of the day behind those that are kept, or of one of them.</summary>
    private Int128? Through(long instant, out (string, string)? missing)
    {
        int day = Rfc3339.DayOf(instant - 1) - firstDay;
        string utcDay = CostAccrual.UtcDay(instant - 1);
        if (catalog.Rate(currency, utcDay) is not { } rate)
        {
            missing = (currency, utcDay);
            return null;
        }
        missing = null;
        Int128 before = day == 0 ? 0 : wholeDays[day - 1];
        return before + Micros.Convert(At(instant) - At(StartOf(day)), rate);
    }

    private long StartOf(int day) => day == 0 ? start : ((long)firstDay + day) * DayMicros;

    private long At(long instant) => CostAccrual.Accrued(cost.AmountMicros, start, end, instant);
}
