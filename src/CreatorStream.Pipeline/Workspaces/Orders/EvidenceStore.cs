using System.Runtime.InteropServices;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>The journeys of all visitors who converted, and which orders each is evidence of.</summary>
public sealed class EvidenceStore(StateScope scope)
{
    private readonly KeyedRows<Row> rows = new(scope, StatePart.Orders);
    private readonly ListArena<JourneyTouch> touches = new(scope, StatePart.Orders);
    private readonly ListArena<byte> conversions = new(scope, StatePart.Orders);
    private readonly ListArena<int> orders = new(scope, StatePart.Orders);

    /// <summary>Takes a visitor's journey in place of the one before.</summary>
    /// <returns>The visitor's number.</returns>
    public int Put(int partition, JourneyRow journey, out JourneyChange change)
    {
        int number = rows.GetOrAdd(journey.Visitor, out _);
        ref Row row = ref rows[number];
        ReadOnlySpan<JourneyTouch> were = touches.Items(row.Touches);
        ReadOnlySpan<JourneyTouch> are = journey.Touches.Span;
        int same = were.CommonPrefixLength(are);
        long? since =
            row.Inauthentic != journey.Inauthentic ? long.MinValue
            : same == were.Length && same == are.Length ? null
            : Math.Min(TimeOf(were, same), TimeOf(are, same));
        row.Partition = partition;
        row.Inauthentic = journey.Inauthentic;
        touches.Replace(ref row.Touches, journey.Touches.Span);
        ReadOnlySpan<byte> before = conversions.Items(row.Conversions);
        ReadOnlySpan<byte> now = journey.ConversionBytes.Span;
        // A task adds behind those that were there; another order comes only from a task that began anew.
        change = now.StartsWith(before)
            ? new JourneyChange(since, same, ConversionEvents.Read(now[before.Length..]), [])
            : new JourneyChange(since, same, ConversionEvents.Read(now), ConversionEvents.Read(before));
        conversions.Replace(ref row.Conversions, now);
        return number;
    }

    /// <param name="keyOf">OrderRules.KeyOf.</param>
    public Evidence Read(int visitor, Func<ConversionEvent, ulong> keyOf)
    {
        ref Row row = ref rows[visitor];
        return new Evidence(
            row.Partition,
            rows.Key(visitor),
            row.Inauthentic,
            touches.Items(row.Touches).ToArray(),
            ConversionEvents.Read(conversions.Items(row.Conversions)).ToLookup(keyOf)
        );
    }

    /// <summary>The orders that a visitor is evidence of. Valid until they are set.</summary>
    public ReadOnlySpan<int> Orders(int visitor) => orders.Items(rows[visitor].Orders);

    public void SetOrders(int visitor, ReadOnlySpan<int> numbers) => orders.Replace(ref rows[visitor].Orders, numbers);

    private static long TimeOf(ReadOnlySpan<JourneyTouch> touches, int index) =>
        index < touches.Length ? touches[index].TimeMicros : long.MaxValue;

    [StructLayout(LayoutKind.Auto)]
    private struct Row
    {
        public ListRange Touches;
        public ListRange Conversions;
        public ListRange Orders;
        public int Partition;
        public bool Inauthentic;
    }
}
