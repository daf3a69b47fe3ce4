using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>What one visitor is evidence of about an order, in the numbering of its partition.</summary>
/// <param name="Number">Its number, under which its touches are found.</param>
/// <param name="Visitor">Its identity.</param>
/// <param name="Conversions">Those of the order.</param>
public sealed record Evidence(
    int Number,
    int Partition,
    ulong Visitor,
    bool Inauthentic,
    IReadOnlyList<ConversionEvent> Conversions
);

/// <summary>What is new in a visitor's journey.</summary>
/// <param name="SinceMicros">
/// From when on its touches are others; the beginning of time where it counts as a person now or no longer. Orders before
/// it have the path that they had. null: none changed.
/// </param>
/// <param name="Touches">Those that were not there, and maybe others. Valid until the next journey.</param>
/// <param name="Added">Conversions, with the places at which they begin.</param>
public readonly record struct JourneyChange(
    long? SinceMicros,
    IReadOnlyList<JourneyTouch> Touches,
    IReadOnlyList<(int At, ConversionEvent Event)> Added,
    IReadOnlyList<ConversionEvent> Removed
);

/// <summary>Who vouches for an order.</summary>
public enum OrderProof : byte
{
    /// <summary>Somebody whom the service knows.</summary>
    Proven,

    /// <summary>Nobody, and it counts all the same: see ClaimBounds.</summary>
    Claimed,

    /// <summary>Nobody, and it waits: it counts nowhere.</summary>
    Waiting,
}

/// <summary>What an order comes to.</summary>
/// <param name="IsConversion">false: there is no conversion event (any more), or it was refunded in full.</param>
/// <param name="Kind">That of its canonical event.</param>
/// <param name="Pane">Of the canonical time.</param>
/// <param name="Path">Its key in the book of paths; 0 while it waits, and where nobody was met.</param>
/// <param name="RevenueMicros">In the reporting currency, null while an exchange rate is missing.</param>
/// <param name="Customer">Who bought, see OrderRules.CustomerOf.</param>
/// <param name="Score">Of a lead that counts, see LeadQuality; 0 of all else.</param>
/// <param name="IsQualified">Whether that reaches the bar of the campaign that it is credited to.</param>
public readonly record struct OrderOutcome(
    bool IsConversion,
    EventType Kind,
    int Pane,
    ulong Path,
    Int128? RevenueMicros,
    OrderProof Proof,
    ulong Customer = 0,
    byte Score = 0,
    bool IsQualified = false
)
{
    public static OrderOutcome None { get; } = new(false, EventType.None, 0, 0, 0, OrderProof.Proven);

    /// <summary>Whether it counts anywhere but among what waits.</summary>
    public bool Counts => IsConversion && Proof != OrderProof.Waiting;
}

/// <summary>Which events an outcome is of: all of them, those of authentic actors, or the same of both.</summary>
[Flags]
public enum OrderSides
{
    All = 1,
    Authentic = 2,
    Both = All | Authentic,
}

/// <summary>Takes what an order came to, to be added or taken back.</summary>
/// <param name="path">The touches that share its credit; empty where nobody was met, and while it waits.</param>
/// <param name="sign">1 or −1.</param>
public delegate void OrderCounter(in OrderOutcome outcome, ReadOnlySpan<PathTouch> path, int sign, OrderSides sides);

/// <summary>An order that nobody proved: the claim that it takes its time and value from, and whose it is.</summary>
public sealed record Claim(ulong Visitor, ConversionEvent Event);

/// <summary>A subject with its place in the catalog of now.</summary>
public readonly record struct PlacedSubject(Subject Subject, Placement Placement);

/// <summary>A conversion, and who told of it.</summary>
public readonly record struct Statement(Evidence From, ConversionEvent Event);

/// <summary>What the evidence of an order comes to, before anybody asks whether it counts and who is credited.</summary>
/// <param name="Outcome">But for its credit and path; of a claim as if it counted.</param>
/// <param name="TimeMicros">The canonical time.</param>
/// <param name="Conversions">All that told of it.</param>
/// <param name="Deciding">Those that codes and named content are taken from.</param>
/// <param name="Claim">Where nobody proved the order, what it rests on.</param>
public sealed record SettledOrder(
    OrderOutcome Outcome,
    long TimeMicros,
    List<Statement> Conversions,
    List<Statement> Deciding,
    OrderValue Value,
    Claim? Claim
)
{
    /// <summary>No conversion, or none any more.</summary>
    public static SettledOrder None { get; } =
        new(OrderOutcome.None, 0, [], [], new OrderValue(0, false, "", [], null), null);

    /// <summary>What decides time, value and currency, also of an order that was refunded in full; null: nobody told of a conversion.</summary>
    public Statement? Canonical { get; init; }

    /// <summary>What took value back, or will where the order has not come yet.</summary>
    public List<Statement> Refunds { get; init; } = [];

    /// <summary>When it stands in the list of orders: also one that counts no more, or not yet. null: nobody vouches that there is any.</summary>
    public long? ListedMicros =>
        Canonical?.Event.TimeMicros ?? (Refunds.Count > 0 ? Refunds.Min(of => of.Event.TimeMicros) : null);

    /// <summary>The rate that it waits for; null where it waits for none, or nobody proved it: strangers may name any currency.</summary>
    public (string Currency, string Day)? MissingRate =>
        Outcome is { IsConversion: true, Proof: OrderProof.Proven } && Value.MissingCurrency is { } currency
            ? (currency, Value.Day)
            : null;
}
