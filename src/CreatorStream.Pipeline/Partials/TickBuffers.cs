using System.Collections.Concurrent;

namespace CreatorStream.Pipeline.Partials;

/// <summary>
/// What the rows of a tick lie in, so that publishing allocates nothing. Whoever has taken the rows in hands it back (see
/// <see cref="PartialRows.Release"/>), and the task writes a later tick over it. One that is never handed back is left to
/// the garbage collector.
/// </summary>
public sealed class TickBuffers
{
    /// <summary>A tick with more rows of a kind is one that holds everything: the next ones don't need its room.</summary>
    private const int MostKept = 1 << 20;

    private readonly ConcurrentQueue<TickBuffers> free;
    private JourneyTouch[] touches = [];
    private int touchesUsed;
    private byte[] conversions = [];
    private int conversionsUsed;

    private TickBuffers(ConcurrentQueue<TickBuffers> free) => this.free = free;

    public List<CountRow> Counts { get; } = [];
    public List<ReachRow> Reach { get; } = [];
    public List<SessionRow> Sessions { get; } = [];
    public List<JourneyRow> Journeys { get; } = [];

    /// <summary>One that was handed back, or a new one.</summary>
    public static TickBuffers Take(ConcurrentQueue<TickBuffers> free) =>
        free.TryDequeue(out TickBuffers? buffers) ? buffers : new TickBuffers(free);

    /// <summary>Room for the touches of a journey.</summary>
    public Memory<JourneyTouch> TakeTouches(int count) => Take(ref touches, ref touchesUsed, count);

    /// <summary>Room for the conversions of a journey, in bytes.</summary>
    public Memory<byte> TakeConversions(int count) => Take(ref conversions, ref conversionsUsed, count);

    /// <summary>Empties it for another tick. From any thread, once.</summary>
    public void Release()
    {
        Counts.Clear();
        Reach.Clear();
        Sessions.Clear();
        Journeys.Clear();
        touchesUsed = 0;
        conversionsUsed = 0;
        int most = Math.Max(Math.Max(Counts.Capacity, Reach.Capacity), Math.Max(Sessions.Capacity, touches.Length));
        if (most <= MostKept)
        {
            free.Enqueue(this);
        }
    }

    /// <summary>What was taken before stays where it is.</summary>
    private static Memory<T> Take<T>(ref T[] items, ref int used, int count)
    {
        if (count > items.Length - used)
        {
            items = new T[Math.Max(count, items.Length * 2)];
            used = 0;
        }
        used += count;
        return items.AsMemory(used - count, count);
    }
}
