using CreatorStream.Analytics.Money;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Costs;

/// <summary>One entry's cost by the catalog's rates, for as long as these and the entry stay what they are.</summary>
internal sealed class CostByTime
{
    private readonly CostEntry cost;
    private readonly string zone;
    private readonly string currency;
    private readonly string reporting;
    private readonly WorkspaceCatalog catalog;
    private readonly long rates;
    private readonly long start;
    private readonly long end;
    private readonly CreditedPanes credited;

    /// <summary>What accrues by time: the fee. Of a commission nothing, and whether a rate is missing all the same.</summary>
    private FlatCost fee;
    private long feeMicros;

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
        credited = new CreditedPanes(start, end);
        feeMicros = cost.PercentMicros == null ? cost.AmountMicros : 0;
        fee = MakeFee();
    }

    /// <summary>Whether it is of these, and of the rates of now.</summary>
    public bool Holds(CostEntry of, string inZone, string inCurrency, string inReporting) =>
        ReferenceEquals(cost, of)
        && zone == inZone
        && currency == inCurrency
        && reporting == inReporting
        && (currency == reporting || rates == catalog.RateChanges);

    /// <inheritdoc cref="CostBook.Accrued(string, string?, long, long, long)"/>
    /// <param name="figures">Those whose cost it is.</param>
    public Int128? Accrued(long from, long to, long greatest, EntityFigures? figures)
    {
        if (cost.Tiers is { } tiers)
        {
            SetFee(FeeTier.Reached(tiers, credited.Conversions(figures)));
        }
        Int128? accrued = fee.AccruedBy(Math.Min(to, greatest), out _) - fee.AccruedBy(from, out _);
        return cost.PercentMicros is { } percent && accrued != null && figures != null
            ? accrued + CommissionOf(figures, credited.Within(from, to), percent)
            : accrued;
    }

    /// <summary>The first rate that is missing by an instant, if any is.</summary>
    public (string Currency, string Day)? MissingBy(long instant)
    {
        fee.AccruedBy(instant, out string? day);
        return day == null ? null : (currency, day);
    }

    private Int128? CommissionOf(EntityFigures figures, (int First, int End) panes, long percentMicros)
    {
        if (percentMicros == 0)
        {
            return PerConversion(figures, panes);
        }
        bool isKnown = figures.Orders.Sum(OrderColumns.Authentic + OrderColumns.Unpriced, panes.First, panes.End) == 0;
        return isKnown
            ? Commission.OfRevenue(figures.Revenue.Sum(1, panes.First, panes.End), percentMicros)
                + PerConversion(figures, panes)
            : null;
    }

    /// <summary>Each conversion's amount at the rate of its UTC day.</summary>
    private Int128? PerConversion(EntityFigures figures, (int First, int End) panes)
    {
        if (cost.AmountMicros == 0)
        {
            return 0;
        }
        Int128? sum = 0;
        int day = -1;
        Int128? amount = null;
        PaneSeries<long> orders = figures.Orders;
        for (int at = orders.FirstAtOrAfter(panes.First); at < orders.Count && orders.PaneAt(at) < panes.End; at++)
        {
            long conversions = orders.ValuesAt(at)[OrderColumns.Authentic + OrderColumns.Conversions];
            if (conversions == 0)
            {
                continue;
            }
            long instant = Pane.StartMicros(orders.PaneAt(at));
            if (Rfc3339.DayOf(instant) != day)
            {
                day = Rfc3339.DayOf(instant);
                amount = AmountOn(CostAccrual.UtcDay(instant));
            }
            sum += conversions * amount;
        }
        return sum;
    }

    private Int128? AmountOn(string utcDay)
    {
        if (currency == reporting)
        {
            return cost.AmountMicros;
        }
        return catalog.Rate(currency, utcDay) is { } rate ? Micros.Convert(cost.AmountMicros, rate) : null;
    }

    private void SetFee(long micros)
    {
        if (micros != feeMicros)
        {
            feeMicros = micros;
            fee = MakeFee();
        }
    }

    private FlatCost MakeFee()
    {
        // A part of revenue has the reporting currency already.
        bool needsRates = currency != reporting && (cost.PercentMicros == null || cost.AmountMicros > 0);
        return new FlatCost(feeMicros, start, end, needsRates ? day => catalog.Rate(currency, day) : null);
    }
}
