using System.Threading.Channels;
using CreatorStream.Pipeline.Partials;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// What visitor tasks publish for one workspace task, put together by <see cref="PartialsAssembly"/>. A thread of its own
/// reads, at most some ticks ahead.
/// </summary>
public sealed class PartialsReader : IDisposable
{
    private const int MostWaitingTicks = 32;

    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(60);

    private readonly string topic;
    private readonly int task;
    private readonly BatchConsumer consumer;
    private readonly PartialsAssembly assembly;
    private readonly Func<long, Task> trim;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Channel<PartialRows> rows = Channel.CreateBounded<PartialRows>(
        new BoundedChannelOptions(MostWaitingTicks) { SingleReader = true }
    );
    private readonly CancellationTokenSource stop = new();
    private readonly Task reading;
    private bool isPastStart;
    private long ticks;
    private long ticksAtStart = long.MaxValue;
    private readonly long begin;
    private readonly long end;
    private readonly long beganMs;
    private long position;
    private long trimmedAt;
    private long trimmedTo;

    /// <param name="trim">Deletes records of the task's partition before an offset: older generations that nobody needs.</param>
    public PartialsReader(
        KafkaConnection connection,
        TopicSpecs topics,
        int task,
        int partitions,
        Func<long, Task> trim,
        TimeProvider time,
        ILogger logger
    )
    {
        topic = topics.Partials;
        this.task = task;
        this.trim = trim;
        this.time = time;
        this.logger = logger;
        assembly = new PartialsAssembly(partitions);
        consumer = new BatchConsumer(connection, new BatchConsumerOptions($"creatorstream-workspaces-{task}"), logger);
        (long low, end) = consumer.WatermarkOffsets(topic, task, Patience);
        begin = low;
        beganMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        position = low;
        consumer.Assign([new KafkaInput(topic, task, low)]);
        trimmedAt = time.GetTimestamp();
        reading = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
    }

    /// <summary>Completes, with the reason, when it can't read on.</summary>
    public ChannelReader<PartialRows> Rows => rows.Reader;

    /// <summary>Everything that was there at the start has been taken by the task, whatever has come since.</summary>
    public bool HasReachedStart =>
        Interlocked.Read(ref ticks) - rows.Reader.Count >= Interlocked.Read(ref ticksAtStart);

    /// <summary>How far it has read of what was there at the start.</summary>
    public CatchUp CatchUp => new(Position, Math.Max(0, end - Position), end - begin, beganMs);

    /// <summary>The offset up to which it has read.</summary>
    public long Position => Volatile.Read(ref position);

    public void Dispose()
    {
        stop.Cancel();
        ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        consumer.Dispose();
        stop.Dispose();
    }

    private void Read()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                int count = consumer.Read(1_000, ReadWait);
                for (int i = 0; i < count; i++)
                {
                    Take(consumer[i]);
                }
                consumer.Release();
                Volatile.Write(ref position, consumer.Position(0));
                if (!isPastStart && consumer.Position(0) >= end)
                {
                    assembly.PassStart(Deliver);
                    isPastStart = true;
                    Interlocked.Exchange(ref ticksAtStart, ticks);
                }
                if (consumer.AtEnd(0))
                {
                    TrimIfDue();
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

    private void Take(in ConsumedMessage message)
    {
        if (!assembly.Take(message.Key, message.Offset, message.Value, Deliver))
        {
            logger.RowsLeftOut(message.Offset, topic, task);
        }
    }

    private void Deliver(PartialRows read)
    {
        // Blocks this thread when the task is behind: then no more is fetched.
        rows.Writer.WriteAsync(read, stop.Token).AsTask().GetAwaiter().GetResult();
        // After it is there: counted before, it would pass for taken.
        Interlocked.Increment(ref ticks);
    }

    private void TrimIfDue()
    {
        if (time.GetElapsedTime(trimmedAt) < TrimInterval)
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
            await trim(before);
        }
        catch (Exception error)
        {
            // Tried again with the next generation; it only saves room.
            logger.RowsNotDeleted(error, before, topic, task);
        }
    }
}
