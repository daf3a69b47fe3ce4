using System.Collections.Concurrent;

namespace CreatorStream.Pipeline.Partials;

/// <summary>
/// The rows of a tick by section, and the room that they lie in, so that publishing allocates nothing. Whoever has taken the
/// rows in hands it back (see <see cref="PartialRows.Release"/>), and the task writes a later tick over it. One that is never
/// handed back is left to the garbage collector.
/// </summary>
public sealed class TickRows
{
    /// <summary>A tick with more rows of a kind is one that holds everything: the next ones don't need its room.</summary>
    private const int MostKept = 1 << 20;

    /// <summary>One is written while others wait and are taken in. Those of a backlog are not needed after it.</summary>
    private const int MostFree = 3;

    private readonly ConcurrentQueue<TickRows>? free;
    private RowList?[] lists = new RowList?[16];
    private JourneyTouch[] touches = [];
    private int touchesUsed;
    private byte[] bytes = [];
    private int bytesUsed;

    /// <param name="free">Where it goes when it is handed back; null: nowhere.</param>
    private TickRows(ConcurrentQueue<TickRows>? free) => this.free = free;

    public TickRows()
        : this(null) { }

    /// <summary>The sections that there have been rows of.</summary>
    internal IEnumerable<RowList> Lists => lists.OfType<RowList>();

    public int Count => Lists.Sum(of => of.Count);

    /// <summary>One that was handed back, or a new one.</summary>
    public static TickRows Take(ConcurrentQueue<TickRows> free) =>
        free.TryDequeue(out TickRows? rows) ? rows : new TickRows(free);

    /// <summary>The rows of a section.</summary>
    public List<TRow> Of<TRow>(PartialSection<TRow> section) => ((RowList<TRow>)List(section)).Rows;

    /// <summary>Room for the touches of a journey.</summary>
    public Memory<JourneyTouch> TakeTouches(int count) => Take(ref touches, ref touchesUsed, count);

    /// <summary>Room for bytes that a row refers to.</summary>
    public Memory<byte> TakeBytes(int count) => Take(ref bytes, ref bytesUsed, count);

    /// <summary>Empties it for another tick. From any thread, once.</summary>
    public void Release()
    {
        int most = touches.Length;
        foreach (RowList? list in lists)
        {
            if (list != null)
            {
                list.Clear();
                most = Math.Max(most, list.Capacity);
            }
        }
        touchesUsed = 0;
        bytesUsed = 0;
        if (most <= MostKept && free?.Count < MostFree)
        {
            free.Enqueue(this);
        }
    }

    internal RowList List(PartialSection section)
    {
        if (section.Tag >= lists.Length)
        {
            Array.Resize(ref lists, section.Tag + 1);
        }
        return lists[section.Tag] ??= section.NewList();
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
