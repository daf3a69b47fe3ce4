using System.Buffers;
using System.Runtime.InteropServices;
using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>Settles the type of rows that no column doubts, and what rests on it.</summary>
/// <param name="first">The first of the rows, which reach to the batch's end.</param>
internal readonly ref struct ArrowSettling(EventBatch batch, int first, long nowMicros)
{
    /// <summary>Kinds that need nothing but what all need, and of which neither action nor engaged time is kept, nor what leads say.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create([
        .. EventTypes
            .All.Where(kind => kind.Class != EventClass.Refund && !kind.Type.IsOfSession() && !kind.Type.IsLead())
            .Select(kind => (byte)kind.Type),
    ]);

    private readonly ReadOnlySpan<int> ids = batch.Codes(EventField.Id);
    private readonly ReadOnlySpan<int> visitors = batch.Codes(EventField.Visitor);
    private readonly ReadOnlySpan<int> erased = batch.Codes(EventField.ErasedVisitor);
    private readonly ReadOnlySpan<int> orders = batch.Codes(EventField.Order);
    private readonly Span<int> actions = batch.Has(EventField.Action) ? batch.CodesToFill(EventField.Action) : default;
    private readonly Span<int> addresses = batch.Has(EventField.Address)
        ? batch.CodesToFill(EventField.Address)
        : default;
    private readonly Span<EventType> types = batch.TypesToFill;
    private readonly ReadOnlySpan<long> times = batch.TimesMicros;
    private readonly Span<int> engaged = batch.EngagedToFill;
    private readonly Span<byte> completeness = batch.CompletenessToFill;
    private readonly StringTable strings = batch.Strings;

    /// <summary>Settles all rows at once, column by column, where each is plainly a good one that is no visit.</summary>
    /// <returns>false where a row must be looked at by itself; none is changed then.</returns>
    public bool TrySettleAll()
    {
        ReadOnlySpan<byte> kinds = MemoryMarshal.AsBytes(types[first..]);
        if (kinds.ContainsAnyExcept(Plain) || !AreThere(ids) || !AreThere(visitors) || !erased.IsEmpty)
        {
            return false;
        }
        long latest = Math.Min(Rfc3339.LatestMicros, nowMicros + EventParser.MostAheadMicros);
        long earliest = long.MaxValue;
        long newest = long.MinValue;
        foreach (long time in times[first..])
        {
            earliest = Math.Min(earliest, time);
            newest = Math.Max(newest, time);
        }
        if (earliest < Rfc3339.EarliestMicros || newest > latest)
        {
            return false;
        }
        engaged[first..].Clear();
        if (!actions.IsEmpty)
        {
            actions[first..].Clear();
        }
        completeness[first..].Clear();
        if (!addresses.IsEmpty)
        {
            addresses[first..].Clear();
        }
        return true;
    }

    /// <returns>The field at fault and why, or (null, null).</returns>
    public (string? Field, string? Reason) Settle(int at)
    {
        EventType type = types[at];
        bool needsAction = type is EventTypes.Engagement or EventTypes.Conversion;
        if (needsAction)
        {
            type = EventTypes.Settle(type, actions.IsEmpty ? default : strings[actions[at]]);
            types[at] = type;
        }
        if (!type.IsOfSession())
        {
            engaged[at] = 0;
            if (!actions.IsEmpty)
            {
                actions[at] = 0;
            }
        }
        if (!type.IsLead())
        {
            completeness[at] = 0;
            if (!addresses.IsEmpty)
            {
                addresses[at] = 0;
            }
        }
        uint present =
            Bit(ids, at, EventField.Id)
            | Bit(visitors, at, EventField.Visitor)
            | Bit(erased, at, EventField.ErasedVisitor)
            | Bit(orders, at, EventField.Order);
        return EventValidator.CheckWhole(type, needsAction, times[at], present, nowMicros);
    }

    private bool AreThere(ReadOnlySpan<int> codes) => !codes.IsEmpty && !codes[first..].Contains(0);

    private static uint Bit(ReadOnlySpan<int> codes, int at, EventField field) =>
        !codes.IsEmpty && codes[at] != 0 ? 1u << (int)field : 0;
}
