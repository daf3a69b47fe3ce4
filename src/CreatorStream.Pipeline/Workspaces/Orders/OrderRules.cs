using System.Text;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Money;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>
/// From all evidence of an order to its value and credit, by the counting rules of docs/metrics.md. A pure function of
/// the evidence and the catalog.
/// </summary>
/// <param name="secret">The log's: keys the hashes of order ids, so that no sender can make two orders one.</param>
public sealed class OrderRules(WorkspaceCatalog catalog, Func<int, int, PlacedSubject> place, ulong secret)
{
    private static readonly Int128 GreatestScaled = (Int128)Micros.Greatest * Micros.GreatestRate;

    private readonly CreditRules credits = new(catalog, place);

    // Of the order settled last.
    private readonly List<(Evidence From, ConversionEvent Event)> conversions = [];
    private List<(Evidence From, ConversionEvent Event)> deciding = [];
    private long timeMicros;
    private Credit? credit;

    public string Currency { get; set; } = "EUR";

    /// <summary>
    /// The rate that the order settled last waits for: of several the ordinally smallest currency. null where it waits for
    /// none, or nobody proved it: strangers may name any currency.
    /// </summary>
    public (string Currency, string Day)? MissingRate { get; private set; }

    /// <summary>Currencies and days for which a rate was asked, found or not; cleared by the caller.</summary>
    public HashSet<(string Currency, string Day)> AskedRates { get; } = [];

    /// <summary>What an order comes to, but for its credit.</summary>
    /// <param name="evidence">Of all visitors who told of the order.</param>
    /// <param name="authenticOnly">Leaves out conversions and touches of inauthentic actors; refunds count all the same.</param>
    /// <param name="claim">Where nobody proved the order, what it rests on.</param>
    public OrderOutcome Settle(IReadOnlyList<Evidence> evidence, bool authenticOnly, out Claim? claim)
    {
        claim = null;
        MissingRate = null;
        credit = null;
        conversions.Clear();
        var refunds = new List<ConversionEvent>();
        bool wasProven = false;
        foreach (Evidence from in evidence)
        {
            foreach (ConversionEvent conversion in from.Conversions)
            {
                if (conversion.Type == EventType.Refund)
                {
                    // A stranger takes nothing back.
                    if (!conversion.IsClaim)
                    {
                        refunds.Add(conversion);
                    }
                }
                else
                {
                    wasProven |= !conversion.IsClaim;
                    if (!authenticOnly || !from.Inauthentic)
                    {
                        conversions.Add((from, conversion));
                    }
                }
            }
        }
        bool isProven = conversions.Exists(of => !of.Event.IsClaim);
        // Where an inauthentic actor proved it, no stranger's word takes that place.
        if (conversions.Count == 0 || (wasProven && !isProven))
        {
            return OrderOutcome.None;
        }
        // Claims lend a proven order their visitors, and nothing else.
        deciding = isProven ? conversions.FindAll(of => !of.Event.IsClaim) : conversions;
        (Evidence From, ConversionEvent Event) canonical = deciding[0];
        foreach ((Evidence From, ConversionEvent Event) other in deciding)
        {
            canonical = CompareCanonical(other, canonical) < 0 ? other : canonical;
        }
        if (!TryValue(canonical.Event, refunds, out Int128? revenue, out string? missing))
        {
            return OrderOutcome.None;
        }
        MissingRate = isProven && missing != null ? (missing, CostAccrual.UtcDay(canonical.Event.TimeMicros)) : null;
        claim = isProven ? null : new Claim(canonical.From.Visitor, canonical.Event);
        timeMicros = canonical.Event.TimeMicros;
        return new OrderOutcome(
            true,
            Pane.Of(timeMicros),
            Credit.Unattributed,
            revenue,
            isProven ? OrderProof.Proven : OrderProof.Claimed
        );
    }

    /// <summary>Who is credited with the order settled last.</summary>
    /// <param name="journeys">What its visitors met.</param>
    public Credit Decide(EvidenceStore journeys) =>
        credit ??= credits.Decide(journeys, conversions, deciding, timeMicros);

    /// <summary>A hash of the order's id, or the event's own fingerprint where it has none.</summary>
    public ulong KeyOf(ConversionEvent conversion) =>
        conversion.Order.Length > 0
            ? Hash64.Compute(Encoding.UTF8.GetBytes(conversion.Order), secret)
            : conversion.Fingerprint;

    /// <summary>
    /// The shop before others – a stranger who says that he is it is not –, then the earliest, then the ordinally smallest
    /// id; then by content, so that the set decides.
    /// </summary>
    private static int CompareCanonical(
        (Evidence From, ConversionEvent Event) left,
        (Evidence From, ConversionEvent Event) right
    )
    {
        (ConversionEvent a, ConversionEvent b) = (left.Event, right.Event);
        int order = IsShop(b).CompareTo(IsShop(a));
        if (order == 0)
        {
            order = a.TimeMicros.CompareTo(b.TimeMicros);
        }
        if (order == 0)
        {
            order = string.CompareOrdinal(a.Id, b.Id);
        }
        if (order == 0)
        {
            order = a.ValueMicros.CompareTo(b.ValueMicros);
        }
        if (order == 0)
        {
            order = string.CompareOrdinal(a.Currency, b.Currency);
        }
        return order != 0 ? order : left.From.Visitor.CompareTo(right.From.Visitor);

        static bool IsShop(ConversionEvent of) => of.Source == "shop" && !of.IsClaim;
    }

    /// <summary>Value less refunds, each at its currency's rate of the canonical day, rounded once.</summary>
    /// <param name="missing">The smallest currency without a rate.</param>
    /// <returns>false where refunds have taken all of it back.</returns>
    private bool TryValue(
        ConversionEvent canonical,
        List<ConversionEvent> refunds,
        out Int128? revenueMicros,
        out string? missing
    )
    {
        missing = null;
        string day = CostAccrual.UtcDay(canonical.TimeMicros);
        string currency = canonical.Currency.Length > 0 ? canonical.Currency : Currency;
        Int128 inCurrency = canonical.ValueMicros;
        Int128? elsewhere = 0;
        bool refunded = false;
        foreach (ConversionEvent refund in refunds)
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
                    Scaled(refund.ValueMicros, refundCurrency, day, ref missing) is { } amount
                    && elsewhere is { } before
                        ? Int128.Min(before + amount, GreatestScaled)
                        : null;
            }
        }
        if (refunded && inCurrency <= 0)
        {
            // All of it came back in its own currency: no rate is needed to know.
            revenueMicros = 0;
            return false;
        }
        Int128? left = Scaled(inCurrency, currency, day, ref missing) - elsewhere;
        revenueMicros = left is { } scaled ? Micros.DivideHalfEven(Int128.Max(0, scaled), Micros.PerUnit) : null;
        return !refunded || left is not { } rest || rest > 0;
    }

    /// <summary>An amount in the reporting currency, times a million; null while the rate is missing.</summary>
    private Int128? Scaled(Int128 micros, string currency, string day, ref string? missing)
    {
        if (micros == 0 || currency == Currency)
        {
            return micros * Micros.PerUnit;
        }
        AskedRates.Add((currency, day));
        if (catalog.Rate(currency, day) is { } rate)
        {
            return micros * rate;
        }
        missing = missing == null || string.CompareOrdinal(currency, missing) < 0 ? currency : missing;
        return null;
    }
}

/// <summary>A subject with its place in the catalog of now.</summary>
public readonly record struct PlacedSubject(Subject Subject, Placement Placement);
