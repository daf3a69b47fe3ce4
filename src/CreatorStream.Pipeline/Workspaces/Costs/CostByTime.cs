using CreatorStream.Analytics.Money;
using CreatorStream.Pipeline.Catalog;

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
    private readonly FlatCost accrual;

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
        accrual = new FlatCost(
            cost.AmountMicros,
            CostAccrual.StartOfDay(cost.From, zone),
            CostAccrual.StartOfDay(cost.To, zone, addDays: 1),
            currency == reporting ? null : day => catalog.Rate(currency, day)
        );
    }

    /// <summary>Whether it is of these, and of the rates of now.</summary>
    public bool Holds(CostEntry of, string inZone, string inCurrency, string inReporting) =>
        ReferenceEquals(cost, of)
        && zone == inZone
        && currency == inCurrency
        && reporting == inReporting
        && (currency == reporting || rates == catalog.RateChanges);

    /// <inheritdoc cref="FlatCost.AccruedBy"/>
    /// <param name="missing">The first rate that is.</param>
    public Int128? AccruedBy(long instant, out (string Currency, string Day)? missing)
    {
        Int128? sum = accrual.AccruedBy(instant, out string? day);
        missing = day == null ? null : (currency, day);
        return sum;
    }
}
