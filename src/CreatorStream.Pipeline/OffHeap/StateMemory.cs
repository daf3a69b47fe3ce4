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
    Snapshots,
}

/// <summary>Why no input is taken, in words that say what to do, and since when.</summary>
public sealed record StateShortage(string Reason, DateTimeOffset Since);

/// <summary>
/// Memory for state that grows with visitors and events, outside the garbage collector's heap. Small blocks are plain
/// memory; large ones are mapped scratch files, so that the system can write cold pages to disk and use the memory for
/// something else, and state may be larger than memory. What lies here is no truth: it is rebuilt from the log.
/// Blocks can be taken and given back by any thread.
/// Where the disk has no room for a file either, a block is plain memory, since what was accepted must be kept; from the
/// moment at which that has led the process above its budget no more input is taken: see <see cref="Look"/>.
/// </summary>
public sealed class StateMemory : IDisposable
{
    private const long SmallestMapped = 1 << 20;

    // Less is not worth the page faults.
    private const long LeastToTrim = 32 << 20;

    private const long Megabyte = 1_000_000;

    private const long MostStale = 16 << 20;

    /// <summary>The room on the disk that there must be at least before input is taken again: pieces of it are small.</summary>
    public const long LeastToGoOn = 64 * Megabyte;

    private readonly string? folder;
    private readonly long budgetBytes;
    private readonly long pauseBytes;
    private readonly Func<long>? freeBytes;
    private readonly Lock gate = new();
    private readonly HashSet<StateBlock> blocks = [];
    private readonly long[] bytes = new long[Enum.GetValues<StatePart>().Length];
    private readonly Queue<StateBlock> stale = [];
    private long staleBytes;
    private long mappedBytes;
    private int generations;

    /// <summary>The largest block that found no room since there was enough for all; 0 where all did.</summary>
    private long missingBytes;

    private volatile StateShortage? shortage;
    private volatile TaskCompletionSource? pause;

    /// <param name="folder">
    /// For scratch files, on a disk with room for the state. Null: plain memory only.
    /// </param>
    /// <param name="budgetBytes">The memory that the process should stay below; see <see cref="Trim"/>.</param>
    /// <param name="acceptedBytes">
    /// How far above it the process may go for what it has accepted itself, and must work through although it takes no
    /// more; 0 where input waits elsewhere.
    /// </param>
    /// <param name="freeBytes">The room in the folder; null: what its disk has.</param>
    public StateMemory(
        string? folder = null,
        long budgetBytes = long.MaxValue,
        long acceptedBytes = 0,
        Func<long>? freeBytes = null
    )
    {
        this.folder = folder;
        this.budgetBytes = budgetBytes;
        pauseBytes = budgetBytes > long.MaxValue - acceptedBytes ? long.MaxValue : budgetBytes + acceptedBytes;
        this.freeBytes = freeBytes;
        if (folder != null)
        {
            Directory.CreateDirectory(folder);
            this.freeBytes ??= () => new DriveInfo(folder).AvailableFreeSpace;
        }
    }

    /// <summary>Why no input is taken; null while there is room for what it would become.</summary>
    public StateShortage? Shortage => shortage;

    /// <summary>Completed while what has been accepted may be worked through; else when it may again.</summary>
    public Task Room => pause?.Task ?? Task.CompletedTask;

    /// <summary>The room left on the disk of scratch files; 0 where it can't be told, or there is no such folder.</summary>
    public long FreeBytes
    {
        get
        {
            try
            {
                return freeBytes?.Invoke() ?? 0;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The folder is gone, or somebody else's: nothing can be put there.
                return 0;
            }
        }
    }

    /// <summary>Bytes taken for a part, in memory or on disk.</summary>
    public long Bytes(StatePart part) => Interlocked.Read(ref bytes[(int)part]);

    /// <summary>Bytes in scratch files.</summary>
    public long MappedBytes => Interlocked.Read(ref mappedBytes);

    /// <summary>Opens a scope for what one owner takes.</summary>
    public StateScope Open() => new(this);

    internal StateBlock Allocate(StatePart part, long length)
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

    internal void Free(StateBlock block)
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
        if (StaleState.IsSought && !block.IsMapped)
        {
            Keep(block);
        }
        else
        {
            block.Release();
        }
    }

    internal int NextGeneration() => Interlocked.Increment(ref generations);

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

    /// <summary>
    /// Judges whether there is room for more. Input is refused from when a block has found no room on the disk and the
    /// process is above its budget, until the disk has 64 MB, and twice the room of the largest such block, or the
    /// process is a tenth below. Blocks that found none stay in memory until their owners give them back. It is refused too
    /// while the managed heap alone is above twice the budget: there are names in such numbers as nobody has without an
    /// attack, and they can't go to the disk.
    /// </summary>
    /// <param name="usedBytes">What the process uses now, after <see cref="Trim"/>.</param>
    /// <param name="heapBytes">The managed heap after its last full collection.</param>
    /// <returns>Whether that has changed.</returns>
    public bool Look(long usedBytes, long heapBytes, DateTimeOffset now)
    {
        long missing = Interlocked.Read(ref missingBytes);
        long free = missing > 0 ? FreeBytes : 0;
        if (missing > 0 && free >= RoomToGoOn(missing))
        {
            Interlocked.CompareExchange(ref missingBytes, 0, missing);
            missing = 0;
        }
        if (IsOver(pauseBytes, pause != null) != null)
        {
            pause ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        else if (pause is { } over)
        {
            pause = null;
            over.SetResult();
        }
        StateShortage? before = shortage;
        shortage = IsOver(budgetBytes, before != null) is { } reason
            ? new StateShortage(reason, before?.Since ?? now)
            : null;
        return (before == null) != (shortage == null);

        string? IsOver(long limit, bool wasOver)
        {
            long most = wasOver ? limit / 10 * 9 : limit;
            return missing > 0 && usedBytes > most
                    ? $"State needs more disk in {folder}: {free / Megabyte} MB are free, and the process is above its {budgetBytes / Megabyte} MB of --memory. It goes on by itself when {RoomToGoOn(missing) / Megabyte} MB are free."
                : heapBytes / 2 > most
                    ? $"State needs more memory: names of content, campaigns and creators, what is counted for each, and actors held to be no people take {heapBytes / Megabyte} MB, and twice the {budgetBytes / Megabyte} MB of --memory at most. See who makes up so many, and restart with more --memory."
                : null;
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
            ReleaseStale(0);
        }
    }

    /// <summary>Keeps a block that was given back, stamped, until so much has come after it.</summary>
    private void Keep(StateBlock block)
    {
        block.Stamp();
        lock (gate)
        {
            stale.Enqueue(block);
            staleBytes += block.Length;
            ReleaseStale(MostStale);
        }
    }

    private void ReleaseStale(long most)
    {
        while (staleBytes > most && stale.TryDequeue(out StateBlock? block))
        {
            staleBytes -= block.Length;
            block.CheckStamp();
            block.Release();
        }
    }

    private static long RoomToGoOn(long missing) => Math.Max(2 * missing, LeastToGoOn);

    private StateBlock? TryMap(StatePart part, long length)
    {
        if (folder == null || length < SmallestMapped)
        {
            return null;
        }
        string path = Path.Combine(folder, $"{Guid.NewGuid():N}.scratch");
        try
        {
            if (FreeBytes >= length)
            {
                return new StateBlock(part, length, path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // As good as no room: somebody was faster, or the folder can't be used.
        }
        NoteMissing(length);
        return null;
    }

    private void NoteMissing(long length)
    {
        long before = Interlocked.Read(ref missingBytes);
        while (before < length)
        {
            long found = Interlocked.CompareExchange(ref missingBytes, length, before);
            if (found == before)
            {
                return;
            }
            before = found;
        }
    }
}
