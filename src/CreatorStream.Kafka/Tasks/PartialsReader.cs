using System.Threading.Channels;
using CreatorStream.Pipeline.Partials;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// What visitor tasks publish for one workspace task, put together by <see cref="PartialsAssembly"/>, at most some ticks
/// ahead of the task. Begun, a thread of its own takes one turn after another.
/// </summary>
public sealed class PartialsReader(
    IPartialsSource source,
    int task,
    int partitions,
    PartialsOptions options,
    TimeProvider time,
    ILogger logger
) : IDisposable
{
    private const int MostWaitingTicks = 8;
    private const int MessagesPerTurn = 1_000;

    private readonly PartialsAssembly assembly = new(partitions);
    private readonly Channel<PartialRows> rows = Channel.CreateBounded<PartialRows>(
        new BoundedChannelOptions(MostWaitingTicks) { SingleReader = true }
    );
    private readonly CancellationTokenSource stop = new();
    private readonly long beganMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private Task reading = Task.CompletedTask;
    private bool isPastStart;
    private long ticks;
    private long ticksAtStart = long.MaxValue;
    private long position = source.Begin;
    private long trimmedAt = time.GetTimestamp();
    private long trimmedTo;

    /// <summary>Completes, with the reason, when it can't read on.</summary>
    public ChannelReader<PartialRows> Rows => rows.Reader;

    /// <summary>Everything that was there at the start has been taken by the task, whatever has come since.</summary>
    public bool HasReachedStart =>
        Interlocked.Read(ref ticks) - rows.Reader.Count >= Interlocked.Read(ref ticksAtStart);

    /// <summary>How far it has read of what was there at the start.</summary>
    public CatchUp CatchUp => new(Position, Math.Max(0, source.End - Position), source.End - source.Begin, beganMs);

    /// <summary>The offset up to which it has read.</summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>Begins to read in a thread of its own.</summary>
    public void Start() => reading = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);

    public void Dispose()
    {
        stop.Cancel();
        ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        source.Dispose();
        stop.Dispose();
    }

    /// <summary>Hands on what is whole, and reads on where nothing of that is left.</summary>
    /// <param name="messages">To read at most.</param>
    /// <returns>false when there is no room: the task is behind.</returns>
    public bool Turn(int messages)
    {
        while (HandOn())
        {
            Volatile.Write(ref position, source.Position);
            if (!isPastStart && source.Position >= source.End)
            {
                assembly.PassStart();
                isPastStart = true;
                continue;
            }
            if (isPastStart && ticksAtStart == long.MaxValue)
            {
                // All that was held back has been handed on.
                Interlocked.Exchange(ref ticksAtStart, ticks);
            }
            if (messages-- == 0 || !source.TryRead(out PartialsMessage message))
            {
                TrimIfDue();
                return true;
            }
            if (!assembly.Take(message))
            {
                logger.RowsLeftOut(message.Offset, task);
            }
        }
        return false;
    }

    /// <returns>Whether all of it is handed on.</returns>
    private bool HandOn()
    {
        while (assembly.HasWhole)
        {
            if (rows.Reader.Count >= MostWaitingTicks)
            {
                return false;
            }
            if (assembly.TakeOut() is { } read)
            {
                rows.Writer.TryWrite(read);
                // After it is there: counted before, it would pass for taken.
                Interlocked.Increment(ref ticks);
            }
        }
        return true;
    }

    private void Read()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (!Turn(MessagesPerTurn))
                {
                    // Blocks this thread while the task is behind: then no more is fetched.
                    rows.Writer.WaitToWriteAsync(stop.Token).AsTask().GetAwaiter().GetResult();
                }
            }
            rows.Writer.TryComplete();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            rows.Writer.TryComplete();
        }
        catch (Exception error)
        {
            // The task hears of it at its next read.
            rows.Writer.TryComplete(error);
        }
    }

    private void TrimIfDue()
    {
        if (!source.IsAtEnd || time.GetElapsedTime(trimmedAt) < options.TrimInterval)
        {
            return;
        }
        trimmedAt = time.GetTimestamp();
        long before = assembly.NeededFrom;
        if (before > trimmedTo)
        {
            trimmedTo = before;
            _ = TrimAsync(before);
        }
    }

    private async Task TrimAsync(long before)
    {
        try
        {
            await source.DeleteBeforeAsync(before);
        }
        catch (Exception error)
        {
            // Tried again with the next generation; it only saves room.
            logger.RowsNotDeleted(error, before, task);
        }
    }
}
