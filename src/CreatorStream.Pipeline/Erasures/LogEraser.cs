using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline.Erasures;

/// <summary>How far the erasures of a log are.</summary>
/// <param name="Pending">Persons whose events are not all rewritten.</param>
/// <param name="RecordsRead">By the pass under way, which reads all of the partitions concerned.</param>
public sealed record ErasureProgress(int Pending, long RecordsRead)
{
    public static ErasureProgress None { get; } = new(0, 0);
}

/// <summary>
/// Rewrites the records of a log that tell of erased visitors. Figures rest on nothing that goes, so tasks notice
/// nothing. An erasure that a crash interrupts is done again at the next start.
/// </summary>
/// <param name="settled">Completes when whatever collectors parsed before they could know of an erasure is in the log, or never comes.</param>
public sealed class LogEraser(
    IRewritableLog log,
    ErasedVisitors erased,
    Func<CancellationToken, Task> settled,
    TimeProvider time,
    ILogger<LogEraser> logger
)
{
    private const long MostBytesTogether = 4 << 20;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly EventEraser eraser = new(erased);
    private readonly EventBatch batch = new();
    private readonly List<ReadErasure> pending = [];
    private long rewrittenTo;
    private volatile ErasureProgress progress = ErasureProgress.None;

    /// <summary>Counts a decision from when it is durable on, so that who decided it can wait for the end.</summary>
    public ErasureProgress Progress =>
        log.EndOffset(LogStream.Decisions, 0) > log.ErasedTo
            ? progress with
            {
                Pending = Math.Max(progress.Pending, 1),
            }
            : ErasureProgress.None;

    /// <summary>Takes in what was decided, so that collectors know of it. Before the first event is taken, and from then on by <see cref="EraseAsync"/>.</summary>
    public void TakeIn()
    {
        pending.AddRange(erased.TakeIn().Where(of => of.Offset > log.ErasedTo));
        progress = progress with { Pending = pending.Count };
    }

    /// <summary>Erases whatever is decided, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await EraseAsync(cancel);
                await erased.Arrival.WaitAsync(cancel);
            }
            catch (LogUnavailableException error)
            {
                logger.ErasingWaits(error.Message);
                await Task.Delay(RetryInterval, time, cancel);
            }
        }
    }

    /// <summary>Takes in what was decided and goes once through the partitions of those concerned.</summary>
    /// <exception cref="LogUnavailableException">It is not done: call it again.</exception>
    public async Task EraseAsync(CancellationToken cancel)
    {
        TakeIn();
        long upTo = erased.Offset;
        if (upTo <= log.ErasedTo)
        {
            return;
        }
        if (pending.Count == 0)
        {
            // There are decisions about other things, too, and nobody has to wait for them.
            await log.PassErasuresAsync(upTo);
            return;
        }
        if (rewrittenTo < upTo)
        {
            await RewriteAsync(cancel);
            rewrittenTo = upTo;
        }
        await log.FinishErasuresAsync(upTo);
        pending.RemoveAll(of => of.Offset <= upTo);
    }

    private async Task RewriteAsync(CancellationToken cancel)
    {
        await settled(cancel);
        int[] partitions = [.. pending.Select(of => of.Person.HomeOf(log.Partitions)).Distinct()];
        long[] ends = [.. partitions.Select(partition => log.EndOffset(LogStream.Events, partition))];
        progress = new ErasureProgress(pending.Count, 0);
        long events = 0;
        for (int i = 0; i < partitions.Length; i++)
        {
            events += await RewriteAsync(partitions[i], ends[i], cancel);
        }
        logger.PersonsErased(pending.Count, events);
    }

    /// <returns>The events that told of somebody.</returns>
    private async Task<long> RewriteAsync(int partition, long end, CancellationToken cancel)
    {
        var replacements = new List<LogReplacement>();
        long events = 0;
        using ILogReader reader = log.Read(LogStream.Events, partition, 0);
        bool more = true;
        while (more)
        {
            cancel.ThrowIfCancellationRequested();
            long bytes = 0;
            while (bytes < MostBytesTogether && (more = reader.TryRead(out LogRecord record) && record.Offset <= end))
            {
                progress = progress with { RecordsRead = progress.RecordsRead + 1 };
                if (Rewritten(record.Payload) is { } payload)
                {
                    replacements.Add(new LogReplacement(record.Offset, payload));
                    events += eraser.Erased;
                    bytes += payload.Length;
                }
            }
            if (replacements.Count > 0)
            {
                await log.ReplaceAsync(partition, replacements);
                replacements.Clear();
            }
        }
        return events;
    }

    /// <returns>The record as it is to be, or null where it tells of nobody.</returns>
    private byte[]? Rewritten(ReadOnlySpan<byte> payload)
    {
        try
        {
            EventBatchCodec.Decode(payload, batch);
        }
        catch (InvalidDataException)
        {
            // Who reads it says so, and leaves it out.
            return null;
        }
        EventBatch without = eraser.Erase(batch);
        if (ReferenceEquals(without, batch))
        {
            return null;
        }
        byte[] buffer = [];
        int length = EventBatchCodec.Encode(without, ref buffer);
        return buffer[..length];
    }
}
