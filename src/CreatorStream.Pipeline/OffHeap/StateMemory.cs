namespace CreatorStream.Pipeline.OffHeap;

/// <summary>What state memory is used for, as the metrics name it.</summary>
public enum StatePart
{
    Visitors,
    Journeys,
    Conversions,
    Fingerprints,
    Panes,
    Orders,
}

/// <summary>
/// Memory for state that grows with visitors and events, outside the garbage collector's heap. Small blocks are plain
/// memory; large ones are mapped scratch files, so that the system can write cold pages to disk and use the memory for
/// something else, and state may be larger than memory. What lies here is no truth: it is rebuilt from the log.
/// Blocks can be taken and given back by any thread.
/// </summary>
public sealed class StateMemory : IDisposable
{
    private const long SmallestMapped = 1 << 20;

    // Less is not worth the page faults.
    private const long LeastToTrim = 32 << 20;

    private readonly string? folder;
    private readonly long budgetBytes;
    private readonly Lock gate = new();
    private readonly HashSet<StateBlock> blocks = [];
    private readonly long[] bytes = new long[Enum.GetValues<StatePart>().Length];
    private long mappedBytes;

    /// <param name="folder">
    /// For scratch files, on a disk with room for the state. Null: plain memory only.
    /// </param>
    /// <param name="budgetBytes">The memory that the process should stay below; see <see cref="Trim"/>.</param>
    public StateMemory(string? folder = null, long budgetBytes = long.MaxValue)
    {
        this.folder = folder;
        this.budgetBytes = budgetBytes;
        if (folder != null)
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>Bytes taken for a part, in memory or on disk.</summary>
    public long Bytes(StatePart part) => Interlocked.Read(ref bytes[(int)part]);

    /// <summary>Bytes in scratch files.</summary>
    public long MappedBytes => Interlocked.Read(ref mappedBytes);

    /// <summary>A block of zeros. Where the disk has no room for it, it is plain memory.</summary>
    public StateBlock Allocate(StatePart part, long length)
    {
        StateBlock block = TryMap(part, length) ?? new StateBlock(part, length);
        lock (gate)
        {
            blocks.Add(block);
        }
        Interlocked.Add(ref bytes[(int)part], length);
        Interlocked.Add(ref mappedBytes, block.IsMapped ? length : 0);
        return block;
    }

    /// <summary>Gives a block back. Nothing may point into it any more.</summary>
    public void Free(StateBlock block)
    {
        lock (gate)
        {
            if (!blocks.Remove(block))
            {
                return;
            }
        }
        Interlocked.Add(ref bytes[(int)block.Part], -block.Length);
        Interlocked.Add(ref mappedBytes, block.IsMapped ? -block.Length : 0);
        block.Release();
    }

    /// <summary>
    /// Where the process uses more memory than its budget: takes mapped pages out of it. They stay in the system's page
    /// cache as long as nobody else needs the memory, so those in use come back at the cost of a page fault each.
    /// </summary>
    /// <param name="usedBytes">What the process uses now.</param>
    public void Trim(long usedBytes)
    {
        if (usedBytes <= budgetBytes || MappedBytes < LeastToTrim)
        {
            return;
        }
        lock (gate)
        {
            foreach (StateBlock block in blocks)
            {
                block.Unload();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (StateBlock block in blocks)
            {
                block.Release();
            }
            blocks.Clear();
        }
    }

    private StateBlock? TryMap(StatePart part, long length)
    {
        if (folder == null || length < SmallestMapped)
        {
            return null;
        }
        string path = Path.Combine(folder, $"{Guid.NewGuid():N}.scratch");
        try
        {
            return new StateBlock(part, length, path);
        }
        catch (IOException)
        {
            // No room on the disk: the log, which lives there too, refuses more soon.
            return null;
        }
    }
}
