using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>What becomes of an order.</summary>
public enum OrderState
{
    Counted,

    /// <summary>It counts, and last touch credits no campaign with it.</summary>
    Unattributed,

    /// <summary>It counts, and its value waits for an exchange rate.</summary>
    MissingRate,

    /// <summary>Nobody proved it, and it counts nowhere yet.</summary>
    Waiting,

    /// <summary>Refunded in full: it counts no more.</summary>
    Refunded,

    /// <summary>A refund whose order has not come.</summary>
    RefundOnly,
}

/// <summary>What an event is to its order.</summary>
public enum EventRole
{
    /// <summary>It decides time, value and currency.</summary>
    Canonical,

    /// <summary>It tells of the same order by another mechanism, or again: visitor, code and content count, its value doesn't.</summary>
    Repeat,

    /// <summary>Nobody proved it, and others decide: it adds no more than, perhaps, a path.</summary>
    Unproven,

    /// <summary>It takes value back.</summary>
    Refund,
}

/// <summary>Why the canonical event is canonical.</summary>
public enum CanonicalReason
{
    /// <summary>There is no other that could be.</summary>
    Only,

    /// <summary>It is the shop's.</summary>
    Shop,

    /// <summary>It is the earliest.</summary>
    Earliest,

    /// <summary>It has the ordinally smallest id of those at the earliest time.</summary>
    SmallestId,
}

/// <summary>Why an order counts as it does: its evidence, what was decided by which rule, and who is credited.</summary>
/// <param name="Order">Its id; "" where it has none.</param>
/// <param name="Kind">Of its canonical event.</param>
/// <param name="TimeMicros">The canonical time; of a refund alone, that of the first.</param>
/// <param name="RevenueMicros">In the reporting currency, less refunds; null while a rate is missing.</param>
/// <param name="AuthenticMicros">The same of authentic actors alone.</param>
/// <param name="IsAuthentic">Whether it counts in authentic figures.</param>
/// <param name="IsClaimed">Whether nobody proved it.</param>
/// <param name="AmountsDiffer">Events that decide state different amounts: the canonical one's counts.</param>
/// <param name="MissingRate">Currency and UTC day; null: none is missing.</param>
/// <param name="Code">The known code that counts; null: none was used.</param>
/// <param name="Credited">By last touch; null: it counts nowhere.</param>
/// <param name="Beaten">Whom last touch would credit without the code; null: the same, or nobody.</param>
/// <param name="Events">In order of time; of more than are shown, those that say most.</param>
/// <param name="EventCount">How many there are.</param>
/// <param name="Path">The earliest first; of more than are shown the first and the last.</param>
/// <param name="TouchCount">How many there are.</param>
public sealed record OrderAccount(
    string Order,
    EventType Kind,
    OrderState State,
    long TimeMicros,
    Int128? RevenueMicros,
    Int128? AuthenticMicros,
    bool IsAuthentic,
    bool IsClaimed,
    bool AmountsDiffer,
    CanonicalReason Reason,
    (string Currency, string Day)? MissingRate,
    string? Code,
    PathDecision Decision,
    Credit? Credited,
    Credit? Beaten,
    IReadOnlyList<OrderEvent> Events,
    int EventCount,
    IReadOnlyList<OrderTouch> Path,
    int TouchCount
)
{
    /// <summary>Of many events so many are told.</summary>
    public const int MostEvents = 20;

    /// <summary>The same of touches.</summary>
    public const int MostTouches = 24;
}

/// <summary>An event that tells of an order.</summary>
/// <param name="Visitor">A number within the order, in which visitors first come: it tells whether two events are one person's, and nobody's name.</param>
/// <param name="ValueMicros">In <paramref name="Currency"/>.</param>
public sealed record OrderEvent(
    EventRole Role,
    EventType Type,
    string Id,
    string Source,
    long TimeMicros,
    long ValueMicros,
    string Currency,
    string Code,
    string Content,
    int Visitor,
    bool IsProven,
    bool IsAuthentic
);

/// <summary>A touch on the path of an order, and what each model that shares orders one by one gives it.</summary>
/// <param name="ConversionMicros">By place among AttributionModels.All, in millionths of a conversion.</param>
/// <param name="RevenueMicros">The same; null while a rate is missing.</param>
public sealed record OrderTouch(
    Touch Of,
    bool CreatedLead,
    IReadOnlyList<long> ConversionMicros,
    IReadOnlyList<Int128?> RevenueMicros
);
