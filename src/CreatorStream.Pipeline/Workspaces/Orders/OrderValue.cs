using CreatorStream.Analytics.Money;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>What an order is worth: its canonical value less refunds, each at its currency's rate of the canonical day.</summary>
/// <param name="RevenueMicros">In the reporting currency, rounded once; null while a rate is missing.</param>
/// <param name="IsTakenBack">Refunds have taken all of it back.</param>
/// <param name="Day">The UTC day of its rates.</param>
/// <param name="AskedCurrencies">Those that a rate was asked for, found or not.</param>
/// <param name="MissingCurrency">The ordinally smallest without a rate.</param>
public readonly record struct OrderValue(
    Int128? RevenueMicros,
    bool IsTakenBack,
    string Day,
    IReadOnlyCollection<string> AskedCurrencies,
    string? MissingCurrency
)
{
    private static readonly Int128 GreatestScaled = (Int128)Micros.Greatest * Micros.GreatestRate;

    /// <param name="reporting">The reporting currency.</param>
    public static OrderValue Of(
        ConversionEvent canonical,
        List<Statement> refunds,
        string reporting,
        WorkspaceCatalog catalog
    )
    {
        var rates = new RatesOfDay(catalog, reporting, CostAccrual.UtcDay(canonical.TimeMicros));
        string currency = canonical.Currency.Length > 0 ? canonical.Currency : reporting;
        Int128 inCurrency = canonical.ValueMicros;
        Int128? elsewhere = 0;
        bool refunded = false;
        foreach ((_, ConversionEvent refund) in refunds)
        {
            refunded |= refund.ValueMicros > 0;
            // One that names no currency is in its order's.
            string refundCurrency = refund.Currency.Length > 0 ? refund.Currency : currency;
            if (refundCurrency == currency)
            {
                inCurrency -= refund.ValueMicros;
            }
            else
            {
                // There may be any number of them, but no order is worth more.
                elsewhere =
                    rates.Scaled(refund.ValueMicros, refundCurrency) is { } amount && elsewhere is { } before
                        ? Int128.Min(before + amount, GreatestScaled)
                        : null;
            }
        }
        if (refunded && inCurrency <= 0)
        {
            // All of it came back in its own currency: no rate is needed to know.
            return rates.Value(0, isTakenBack: true);
        }
        Int128? left = rates.Scaled(inCurrency, currency) - elsewhere;
        return rates.Value(
            left is { } scaled ? Micros.DivideHalfEven(Int128.Max(0, scaled), Micros.PerUnit) : null,
            isTakenBack: refunded && left <= 0
        );
    }

    /// <summary>Rates of one day, with what was asked of them.</summary>
    private struct RatesOfDay(WorkspaceCatalog catalog, string reporting, string day)
    {
        private HashSet<string>? asked;
        private string? missing;

        /// <summary>An amount in the reporting currency, times a million; null while the rate is missing.</summary>
        public Int128? Scaled(Int128 micros, string currency)
        {
            if (micros == 0 || currency == reporting)
            {
                return micros * Micros.PerUnit;
            }
            (asked ??= []).Add(currency);
            if (catalog.Rate(currency, day) is { } rate)
            {
                return micros * rate;
            }
            missing = missing == null || string.CompareOrdinal(currency, missing) < 0 ? currency : missing;
            return null;
        }

        public readonly OrderValue Value(Int128? revenueMicros, bool isTakenBack) =>
            new(revenueMicros, isTakenBack, day, asked ?? (IReadOnlyCollection<string>)[], missing);
    }
}
