using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>Journeys as a snapshot has them, of visitors who did something since it was begun.</summary>
internal sealed class KeptJourneys(StateScope scope)
{
    private readonly KeyedRows<ListRange> visitors = new(scope, StatePart.Snapshots);
    private readonly ListArena<byte> journeys = new(scope, StatePart.Snapshots);

    /// <summary>Of all that were kept.</summary>
    public long Bytes { get; private set; }

    public bool Has(int visitor) => visitors.Find((ulong)visitor) >= 0;

    public void Add(int visitor, ReadOnlySpan<byte> journey)
    {
        int number = visitors.GetOrAdd((ulong)visitor, out _);
        journeys.Replace(ref visitors[number], journey);
        Bytes += journey.Length;
    }

    /// <returns>The journey, or nothing where it is as it was.</returns>
    public ReadOnlySpan<byte> Find(int visitor) =>
        visitors.Find((ulong)visitor) is >= 0 and var number ? journeys.Items(visitors[number]) : default;
}
