using CreatorStream.Analytics.Attribution;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>A visitor's evidence of an order: its journey, in the numbering of its partition.</summary>
public sealed record Evidence(
    int Partition,
    ulong Visitor,
    bool Inauthentic,
    JourneyTouch[] Touches,
    IReadOnlyList<ConversionEvent> Conversions
);

/// <summary>What an order comes to.</summary>
/// <param name="IsConversion">false: there is no conversion event (any more), or it was refunded in full.</param>
/// <param name="Pane">Of the canonical time.</param>
/// <param name="RevenueMicros">In the reporting currency, null while an exchange rate is missing.</param>
public readonly record struct OrderOutcome(bool IsConversion, int Pane, Credit Credit, long? RevenueMicros)
{
    public static OrderOutcome None { get; } = new(false, 0, Credit.Unattributed, 0);
}
