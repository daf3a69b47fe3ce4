using System.Numerics;
using System.Runtime.CompilerServices;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// A growing list in state memory: pieces of 4 to 8 MB, of which the last grows, so that a long list doesn't move and holds
/// little room that it doesn't need. References are valid until it grows: take them anew after adding.
/// </summary>
public sealed unsafe class StateList<T>(StateScope scope, StatePart part)
    where T : unmanaged
{
    private const int FirstCapacity = 16;

    /// <summary>From here on a list grows by an eighth: of many lists of this size the room that they don't need yet shows.</summary>
    private const int LargeBytes = 1 << 18;

    private static readonly int PieceShift = BitOperations.Log2((uint)(((4 << 20) - 1) / sizeof(T))) + 1;
    private static readonly int PieceItems = 1 << PieceShift;

    /// <summary>So many fill a huge page.</summary>
    private static readonly int HugePageItems = (StateBlock.HugePageBytes + sizeof(T) - 1) / sizeof(T);

    private readonly List<StateBlock> blocks = [];
    private nint[] pieces = new nint[1];
    private int capacity;

    public int Count { get; private set; }

    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            if (StaleState.IsSought)
            {
                scope.ThrowIfOver();
            }
            return ref ((T*)pieces[index >> PieceShift])[index & (PieceItems - 1)];
        }
    }

    /// <summary>Brings an item near that may be needed soon.</summary>
    public void PrefetchItem(int index)
    {
        if (index < Count)
        {
            ref byte first = ref Unsafe.As<T, byte>(ref this[index]);
            Prefetch.Line(ref first);
            if (Prefetch.LineBytes % sizeof(T) != 0)
            {
                // Some lie in two lines.
                Prefetch.Line(ref Unsafe.Add(ref first, sizeof(T) - 1));
            }
        }
    }

    public void Add(T item)
    {
        if (Count == capacity)
        {
            Grow();
        }
        Count++;
        this[Count - 1] = item;
    }

    /// <summary>
    /// By half, once it is large by an eighth, and by one huge page at most. Behind full ones the last piece grows; of a list of eight
    /// huge pages and more it is made of these.
    /// </summary>
    private void Grow()
    {
        int full = capacity / PieceItems * PieceItems;
        int before = capacity - full;
        int more =
            capacity == 0 ? FirstCapacity
            : capacity < LargeBytes / sizeof(T) ? capacity / 2
            : Math.Min(HugePageItems, capacity / 8);
        int items = Math.Min(PieceItems, before + more);
        StateBlock block = scope.Allocate(part, (long)items * sizeof(T));
        if (before > 0)
        {
            blocks[^1].Bytes.CopyTo(block.Bytes);
            scope.Free(blocks[^1]);
            blocks.RemoveAt(blocks.Count - 1);
        }
        if (blocks.Count == pieces.Length)
        {
            Array.Resize(ref pieces, pieces.Length * 2);
        }
        pieces[blocks.Count] = (nint)block.Start;
        blocks.Add(block);
        capacity = checked(full + items);
    }
}
