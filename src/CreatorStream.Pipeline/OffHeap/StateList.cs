namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// A growing list in state memory. References and spans into it are valid until it grows: take them anew after adding.
/// </summary>
public sealed unsafe class StateList<T>(StateMemory memory, StatePart part)
    where T : unmanaged
{
    private const int FirstCapacity = 16;

    private StateBlock? block;
    private T* items;
    private int capacity;

    public int Count { get; private set; }

    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return ref items[index];
        }
    }

    public Span<T> Span => new(items, Count);

    /// <summary>Brings an item near that may be needed soon.</summary>
    public void PrefetchItem(int index)
    {
        if (index < Count)
        {
            Prefetch.Line(ref items[index]);
        }
    }

    public void Add(T item)
    {
        if (Count == capacity)
        {
            Reserve(Math.Max(FirstCapacity, capacity * 2));
        }
        items[Count++] = item;
    }

    /// <summary>Adds the same item some times.</summary>
    public void AddRange(T item, int count)
    {
        Reserve(checked(Count + count));
        new Span<T>(items + Count, count).Fill(item);
        Count += count;
    }

    public void AddRange(ReadOnlySpan<T> more)
    {
        Reserve(checked(Count + more.Length));
        more.CopyTo(new Span<T>(items + Count, more.Length));
        Count += more.Length;
    }

    /// <summary>Makes room for so many items, for a list whose length is known.</summary>
    public void Reserve(int count)
    {
        if (count <= capacity)
        {
            return;
        }
        StateBlock larger = memory.Allocate(part, (long)count * sizeof(T));
        Span.CopyTo(new Span<T>(larger.Start, count));
        Free();
        block = larger;
        items = (T*)larger.Start;
        capacity = count;
    }

    /// <summary>Empties it and keeps its memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>Takes it out of memory where it is in a file: nobody needs it for a while.</summary>
    public void Unload() => block?.Unload();

    /// <summary>Gives its memory back, with all that is in it.</summary>
    public void Release()
    {
        Free();
        items = null;
        capacity = 0;
        Count = 0;
    }

    private void Free()
    {
        if (block != null)
        {
            memory.Free(block);
            block = null;
        }
    }
}
