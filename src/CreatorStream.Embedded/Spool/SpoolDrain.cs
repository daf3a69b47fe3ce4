using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Embedded.Spool;

/// <summary>Sends what is spooled to the log: each lane by itself and in its order, for as long as it holds something.</summary>
/// <param name="erased">By all decisions of that log.</param>
internal sealed class SpoolDrain(
    FactSpool spool,
    SpoolLanes lanes,
    IFactLog log,
    ErasedVisitors erased,
    TimeProvider time,
    ILogger logger
) : IAsyncDisposable
{
    /// <summary>Under way to the log at once, of all lanes together: as JSON it is several times as much.</summary>
    private const int MostBytes = 4 << 20;
    private const int LeastGroupBytes = 32 << 10;
    private const int MostGroupBytes = 512 << 10;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly HashSet<Task> running = [];

    /// <summary>Ends only with a failure after which a lane would not be drained.</summary>
    public Task Failed => failed.Task;

    /// <summary>Drains a lane, which the caller has taken for it, until it is empty.</summary>
    public void Begin(SpoolLane lane)
    {
        lock (gate)
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }
            running.RemoveWhere(task => task.IsCompleted);
            running.Add(Task.Run(() => DrainAsync(lane)));
        }
    }

    /// <summary>May be called again, as by whoever holds the log it is part of.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] last;
        lock (gate)
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }
            stop.Cancel();
            last = [.. running];
        }
        await Task.WhenAll(last);
        stop.Dispose();
    }

    private async Task DrainAsync(SpoolLane lane)
    {
        try
        {
            // What was sent and could not be removed, because the disk is full, is not sent again.
            SpooledGroup? sent = null;
            int mostBytes = Math.Clamp(MostBytes / lanes.Count, LeastGroupBytes, MostGroupBytes);
            while (true)
            {
                try
                {
                    int seen = lanes.Failures;
                    sent = await SendAsync(lane, sent, mostBytes);
                    long removed = await spool.RemoveAsync(lane.Stream, lane.Partition, sent);
                    // Offsets may begin anew behind it.
                    sent = null;
                    if (!lanes.Remove(lane, removed, seen))
                    {
                        return;
                    }
                }
                catch (LogUnavailableException error) when (error.InnerException is not InvalidDataException)
                {
                    lanes.NoteAway(error.Message);
                    await Task.Delay(RetryPause, time, stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The orderly end: the rest is for the next start.
        }
        catch (Exception error)
        {
            // A damaged file among them: it is set aside at the next start.
            failed.TrySetException(error);
        }
    }

    /// <returns>What has been sent, with what had been before.</returns>
    private async Task<SpooledGroup> SendAsync(SpoolLane lane, SpooledGroup? before, int mostBytes)
    {
        SpooledGroup group = spool.Read(lane.Stream, lane.Partition, before?.UpTo ?? 0, mostBytes);
        try
        {
            await AppendAsync(group.Records);
        }
        catch (InvalidDataException) when (group.Records.Count > 1)
        {
            // One of them can't be decoded: the others are sent without it.
            foreach (LogAppend record in group.Records)
            {
                await AppendSoundAsync(record);
            }
        }
        catch (InvalidDataException error)
        {
            LogUndecodable(group.Records[0], error);
        }
        return group with { DamagedFacts = group.DamagedFacts + (before?.DamagedFacts ?? 0) };
    }

    private async Task AppendSoundAsync(LogAppend record)
    {
        try
        {
            await AppendAsync([record]);
        }
        catch (InvalidDataException error)
        {
            LogUndecodable(record, error);
        }
    }

    private async Task AppendAsync(IReadOnlyList<LogAppend> records)
    {
        if (records.Count > 0)
        {
            IReadOnlyList<LogAppend> sent = ErasedRecords.Without(erased, records);
            await log.AppendAsync(Redivision.For(log.Partitions, spool.Partitions, sent), stop.Token);
        }
    }

    private void LogUndecodable(LogAppend record, InvalidDataException error) =>
        logger.SpooledNotDecoded(error, record.Facts, record.Stream, record.Partition);
}
