using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Collect;

/// <summary>
/// Takes large bodies of past events so that what is live doesn't wait for them: they go to the log in parts, one body
/// after another, and a part waits until the figures have taken in most of those before it.
/// </summary>
/// <param name="takenIn">The offset up to which a partition's events are in the figures.</param>
internal sealed class PastEvents(IFactLog log, ErasedVisitors erased, Func<int, long> takenIn, TimeProvider time)
    : IDisposable
{
    /// <summary>Past events that the figures have still to take in, beside live ones: some milliseconds' work.</summary>
    private const int MostBesideLive = 2_000;

    /// <summary>The same while nothing live comes: enough to keep the tasks busy.</summary>
    private const int MostAlone = 100_000;

    /// <summary>Events appended at once.</summary>
    private const int MostOfPart = 1_000;

    /// <summary>Bodies that wait, parsed; more are refused.</summary>
    private const int MostWaiting = 16;

    /// <summary>Those that wait may need longer; a sender that gives up after some tries must not do so within seconds.</summary>
    private const int RetryAfterSeconds = 10;

    /// <summary>So long after the last live event nothing live comes any more.</summary>
    private static readonly TimeSpan LiveFor = TimeSpan.FromSeconds(5);

    /// <summary>A part waits no longer: where the machine hardly takes what is live, an import goes on slowly.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly SemaphoreSlim turn = new(1);
    private readonly SemaphoreSlim appending = new(1);
    private readonly PartitionedEvents part = new(log.Partitions, erased);

    /// <summary>Parts that the figures have still to take in: where each partition ended behind them, and their events.</summary>
    private readonly Queue<(long[] Ends, int Events)> underWay = [];
    private int eventsUnderWay;
    private int waiting;
    private long liveAt;

    /// <summary>Live events came.</summary>
    public void NoteLive() => Volatile.Write(ref liveAt, time.GetTimestamp());

    /// <summary>Completes when they are durable.</summary>
    /// <exception cref="RefusedException">Too many bodies wait.</exception>
    public async Task AppendAsync(PartitionedEvents events, int count, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            throw new RefusedException(
                503,
                "Too many requests of past events wait until live ones leave room; nothing was taken. Send it again.",
                "past"
            )
            {
                RetryAfterSeconds = RetryAfterSeconds,
            };
        }
        try
        {
            await turn.WaitAsync(cancel);
            try
            {
                // Each is a write of its own, which only makes sense where somebody may come between.
                int parts = Most == MostAlone ? 1 : (count + MostOfPart - 1) / MostOfPart;
                for (int number = 0; number < parts; number++)
                {
                    await WaitForRoomAsync(cancel);
                    await AppendPartAsync(events, number, parts, cancel);
                }
            }
            finally
            {
                turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>Completes when nothing is being appended that was encoded before this call.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        await appending.WaitAsync(cancel);
        appending.Release();
    }

    public void Dispose()
    {
        turn.Dispose();
        appending.Dispose();
    }

    private int Most =>
        Volatile.Read(ref liveAt) is not 0 and var at && time.GetElapsedTime(at) < LiveFor ? MostBesideLive : MostAlone;

    private async Task WaitForRoomAsync(CancellationToken cancel)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            while (underWay.TryPeek(out (long[] Ends, int Events) first) && AreTakenIn(first.Ends))
            {
                underWay.Dequeue();
                eventsUnderWay -= first.Events;
            }
            if (eventsUnderWay <= Most - MostOfPart || time.GetElapsedTime(began) >= LongestWait)
            {
                return;
            }
            await Task.Delay(Poll, time, cancel);
        }
    }

    private bool AreTakenIn(long[] ends)
    {
        for (int partition = 0; partition < ends.Length; partition++)
        {
            if (takenIn(partition) < ends[partition])
            {
                return false;
            }
        }
        return true;
    }

    private async Task AppendPartAsync(PartitionedEvents events, int number, int parts, CancellationToken cancel)
    {
        await appending.WaitAsync(cancel);
        try
        {
            part.Clear();
            int count = part.AppendPart(events, number, parts);
            await part.AppendToAsync(log, 1, cancel);
            NoteUnderWay(count);
        }
        finally
        {
            appending.Release();
        }
    }

    private void NoteUnderWay(int count)
    {
        try
        {
            underWay.Enqueue(
                (
                    [
                        .. Enumerable
                            .Range(0, log.Partitions)
                            .Select(partition => log.EndOffset(LogStream.Events, partition)),
                    ],
                    count
                )
            );
            eventsUnderWay += count;
        }
        catch (LogUnavailableException)
        {
            // They are durable, which is what the sender must hear; the next part waits for the others only.
        }
    }
}
