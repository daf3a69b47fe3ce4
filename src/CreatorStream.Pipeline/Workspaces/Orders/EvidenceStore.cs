using System.Runtime.InteropServices;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>The journeys of all visitors who converted, and which orders each is evidence of.</summary>
public sealed class EvidenceStore(StateMemory memory)
{
    private readonly HashIndex index = new(memory, StatePart.Orders);
    private readonly StateList<Row> rows = new(memory, StatePart.Orders);
    private readonly ListArena<JourneyTouch> touches = new(memory, StatePart.Orders);
    private readonly ListArena<byte> conversions = new(memory, StatePart.Orders);
    private readonly ListArena<int> orders = new(memory, StatePart.Orders);

    /// <summary>Takes a visitor's journey in place of the one before.</summary>
    /// <param name="before">Where its conversions are others than before: those of then.</param>
    /// <returns>The visitor's number.</returns>
    public int Put(int partition, JourneyRow journey, out IReadOnlyList<ConversionEvent>? before)
    {
        int number = index.GetOrAdd(journey.Visitor, out bool added);
        if (added)
        {
            rows.Add(default);
        }
        ref Row row = ref rows[number];
        row.Partition = partition;
        row.Inauthentic = journey.Inauthentic;
        touches.Replace(ref row.Touches, journey.Touches);
        Span<byte> bytes = conversions.Items(row.Conversions);
        before = null;
        if (!bytes.SequenceEqual(journey.ConversionBytes))
        {
            before = ConversionEvents.Read(bytes);
            conversions.Replace(ref row.Conversions, journey.ConversionBytes);
        }
        return number;
    }

    public Evidence this[int visitor]
    {
        get
        {
            ref Row row = ref rows[visitor];
            return new Evidence(
                row.Partition,
                index.Keys[visitor],
                row.Inauthentic,
                touches.Items(row.Touches).ToArray(),
                ConversionEvents.Read(conversions.Items(row.Conversions))
            );
        }
    }

    /// <summary>The orders that a visitor is evidence of. Valid until they are set.</summary>
    public ReadOnlySpan<int> Orders(int visitor) => orders.Items(rows[visitor].Orders);

    public void SetOrders(int visitor, ReadOnlySpan<int> numbers) => orders.Replace(ref rows[visitor].Orders, numbers);

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
