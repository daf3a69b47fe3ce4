using System.Numerics;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// A growing list in state memory: one piece that doubles, then pieces of 2 to 4 MB, so that a long list neither moves nor
/// holds much room that it doesn't need. References into a short one are valid until it grows: take them anew after
/// adding.
/// </summary>
public sealed unsafe class StateList<T>(StateScope scope, StatePart part)
    where T : unmanaged
{
    private const int FirstCapacity = 16;

    private static readonly int PieceShift = BitOperations.Log2((uint)((4 << 20) / sizeof(T)));
    private static readonly int PieceItems = 1 << PieceShift;

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
            Prefetch.Line(ref this[index]);
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

    private void Grow()
    {
        int items = capacity >= PieceItems ? PieceItems : Math.Max(FirstCapacity, capacity * 2);
        StateBlock block = scope.Allocate(part, (long)items * sizeof(T));
        if (capacity < PieceItems)
        {
            if (blocks.Count > 0)
            {
                blocks[0].Bytes.CopyTo(block.Bytes);
                scope.Free(blocks[0]);
                blocks.Clear();
            }
            capacity = 0;
        }
        if (blocks.Count == pieces.Length)
        {
            Array.Resize(ref pieces, pieces.Length * 2);
        }
        pieces[blocks.Count] = (nint)block.Start;
        blocks.Add(block);
        capacity = checked(capacity + items);
    }
}
