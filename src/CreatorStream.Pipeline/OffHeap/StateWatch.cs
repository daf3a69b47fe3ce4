using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>Keeps a process near its budget of memory, and says when state has no room and when it has again.</summary>
public sealed class StateWatch(StateMemory memory, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CollectInterval = TimeSpan.FromSeconds(10);

    private long collectedAt;

    /// <summary>Once a second, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(Interval, time, cancel);
            if (memory.Shortage != null && time.GetElapsedTime(collectedAt) >= CollectInterval)
            {
                // Who takes nothing in allocates little: without this no collection would ever tell that there is room.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                collectedAt = time.GetTimestamp();
            }
            memory.Trim(Environment.WorkingSet);
            if (!memory.Look(Environment.WorkingSet, HeapBytes(), time.GetUtcNow()))
            {
                continue;
            }
            if (memory.Shortage is { } shortage)
            {
                logger.NoInputTaken(shortage.Reason);
            }
            else
            {
                logger.InputTakenAgain();
            }
        }
    }

    /// <summary>Smaller collections leave what they don't look at.</summary>
    private static long HeapBytes()
    {
        GCMemoryInfo blocking = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        GCMemoryInfo background = GC.GetGCMemoryInfo(GCKind.Background);
        GCMemoryInfo newest = blocking.Index > background.Index ? blocking : background;
        return newest.HeapSizeBytes - newest.FragmentedBytes;
    }
}
