namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// The blocks of one owner: a task, the rows of a partition, a generation of counts. They are given back together when the
/// owner ends, and those of scopes opened within with them. One thread at a time.
/// </summary>
public sealed class StateScope : IDisposable
{
    private readonly StateMemory memory;
    private readonly StateScope? outer;
    private readonly List<StateBlock> blocks = [];
    private List<StateScope>? inner;
    private int place;
    private bool isOver;

    internal StateScope(StateMemory memory, StateScope? outer = null)
    {
        this.memory = memory;
        this.outer = outer;
        Generation = memory.NextGeneration();
    }

    /// <summary>A number of its own: what was taken from it and is used after its end is told by that.</summary>
    internal int Generation { get; }

    /// <exception cref="ObjectDisposedException" />
    internal void ThrowIfOver() => ObjectDisposedException.ThrowIf(isOver, this);

    /// <summary>Opens a scope that ends with this one, or before.</summary>
    public StateScope Open()
    {
        ThrowIfOver();
        var opened = new StateScope(memory, this) { place = inner?.Count ?? 0 };
        (inner ??= []).Add(opened);
        return opened;
    }

    /// <summary>A block of zeros. Where the disk has no room for it, it is plain memory.</summary>
    public StateBlock Allocate(StatePart part, long length)
    {
        ThrowIfOver();
        StateBlock block = memory.Allocate(part, length);
        block.Place = blocks.Count;
        block.Generation = Generation;
        blocks.Add(block);
        return block;
    }

    /// <summary>Gives a block back before the scope ends. Nothing may point into it any more.</summary>
    public void Free(StateBlock block)
    {
        StateBlock last = blocks[^1];
        blocks[block.Place] = last;
        last.Place = block.Place;
        blocks.RemoveAt(blocks.Count - 1);
        memory.Free(block);
    }

    /// <summary>Gives everything back: after the last turn of the owner's loop.</summary>
    public void Dispose()
    {
        if (isOver)
        {
            return;
        }
        End();
        if (outer?.inner is { } siblings)
        {
            StateScope last = siblings[^1];
            siblings[place] = last;
            last.place = place;
            siblings.RemoveAt(siblings.Count - 1);
        }
    }

    private void End()
    {
        isOver = true;
        foreach (StateScope scope in inner ?? [])
        {
            scope.End();
        }
        inner = null;
        foreach (StateBlock block in blocks)
        {
            memory.Free(block);
        }
        blocks.Clear();
    }
}
