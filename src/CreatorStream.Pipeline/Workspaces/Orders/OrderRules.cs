using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>
/// From all evidence of an order to what it comes to, by the counting rules of docs/metrics.md. A pure function of the
/// evidence, the catalog and the reporting currency.
/// </summary>
/// <param name="secret">The log's: keys the hashes of order ids, so that no sender can make two orders one.</param>
public sealed class OrderRules(WorkspaceCatalog catalog, ulong secret)
{
    /// <summary>The reporting currency.</summary>
    public string Currency { get; set; } = "EUR";

    /// <param name="evidence">Of all visitors who told of the order.</param>
    /// <param name="authenticOnly">Leaves out conversions and touches of inauthentic actors; refunds count all the same.</param>
    public SettledOrder Settle(IReadOnlyList<Evidence> evidence, bool authenticOnly)
    {
        var conversions = new List<Statement>();
        var refunds = new List<Statement>();
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
                        refunds.Add(new Statement(from, conversion));
                    }
                }
                else
                {
                    wasProven |= !conversion.IsClaim;
                    if (!authenticOnly || !from.Inauthentic)
                    {
                        conversions.Add(new Statement(from, conversion));
                    }
                }
            }
        }
        bool isProven = conversions.Exists(of => !of.Event.IsClaim);
        // Where an inauthentic actor proved it, no stranger's word takes that place.
        if (conversions.Count == 0 || (wasProven && !isProven))
        {
            return SettledOrder.None with { Refunds = refunds };
        }
        // Claims lend a proven order their visitors, and nothing else.
        List<Statement> deciding = isProven ? conversions.FindAll(of => !of.Event.IsClaim) : conversions;
        Statement canonical = deciding[0];
        foreach (Statement other in deciding)
        {
            canonical = CompareCanonical(other, canonical) < 0 ? other : canonical;
        }
        if (!isProven)
        {
            // Where nobody proved it, it is one visitor's: whoever claims it later adds nothing.
            deciding = conversions.FindAll(of => of.From.Visitor == canonical.From.Visitor);
        }
        var value = OrderValue.Of(canonical.Event, refunds, Currency, catalog);
        if (value.IsTakenBack)
        {
            return SettledOrder.None with
            {
                Value = value,
                Canonical = canonical,
                Conversions = conversions,
                Deciding = deciding,
                Refunds = refunds,
            };
        }
        long timeMicros = canonical.Event.TimeMicros;
        return new SettledOrder(
            new OrderOutcome(
                true,
                canonical.Event.Type,
                Pane.Of(timeMicros),
                0,
                value.RevenueMicros,
                isProven ? OrderProof.Proven : OrderProof.Claimed,
                CustomerOf(canonical)
            ),
            timeMicros,
            conversions,
            deciding,
            value,
            isProven ? null : new Claim(canonical.From.Visitor, canonical.Event)
        )
        {
            Canonical = canonical,
            Refunds = refunds,
        };
    }

    /// <summary>The person that a visitor is; where nobody tells of any other, itself.</summary>
    public Func<ulong, ulong> WhoIs { get; set; } = visitor => visitor;

    /// <summary>Who bought: the person of the canonical event.</summary>
    private ulong CustomerOf(in Statement canonical) => WhoIs(canonical.From.Visitor);

    /// <summary>A hash of the order's id, or the event's own fingerprint where it has none.</summary>
    public ulong KeyOf(ConversionEvent conversion) =>
        conversion.Order.Length > 0 ? Hash64.Compute(conversion.Order, secret) : conversion.Fingerprint;

    /// <summary>
    /// The shop before others – a stranger who says that he is it is not –, then the earliest, then the ordinally smallest
    /// id; then by content, so that the set decides.
    /// </summary>
    private static int CompareCanonical(Statement left, Statement right)
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
        if (order == 0)
        {
            order = a.Type.CompareTo(b.Type);
        }
        if (order == 0)
        {
            order = CompareLeads(a.Lead, b.Lead);
        }
        if (order == 0)
        {
            order = left.From.Visitor.CompareTo(right.From.Visitor);
        }
        return order != 0 ? order : a.Fingerprint.CompareTo(b.Fingerprint);
    }

    /// <summary>By what they say, so that of two that differ in nothing else the set decides.</summary>
    private static int CompareLeads(in LeadWords a, in LeadWords b)
    {
        int order = Nullable.Compare(a.Completeness, b.Completeness);
        return order != 0 ? order : a.Address.CompareTo(b.Address);
    }

    /// <summary>Whether a lead with a score is a qualified one of the campaign that it is credited to.</summary>
    public bool IsQualified(int score, string campaign) => campaign.Length > 0 && score >= catalog.LeadBarOf(campaign);

    /// <summary>Whether the shop told of it, and no stranger who says that he is it.</summary>
    public static bool IsShop(ConversionEvent of) => of.Source == "shop" && !of.IsClaim;
}
