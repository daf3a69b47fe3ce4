using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// Writes the ticks of a visitor task, a transaction each: its rows by workspace task, what it set aside, what belongs
/// to other partitions, and its record. All of it becomes visible, or nothing.
/// </summary>
public sealed class PartialsWriter(
    ITaskProducer producer,
    TopicSpecs topics,
    int partition,
    int partitions,
    TaskRecord? former,
    string owner,
    ITaskEvents reader,
    Func<SnapshotManifest?> snapshot,
    PartialsOptions options,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>A generation this much longer than its first tick is begun anew, so that what readers begin with stays short.</summary>
    private const int MostGrowth = 4;

    private readonly PartialSplitter splitter = new(partitions, workspace => TaskNames.TaskOf(workspace, partitions));
    private long generation = former?.Generation ?? 0;

    /// <summary>What was committed last, by whomever; null: nothing.</summary>
    private TaskRecord? committed = former;
    private long firstBytes;
    private long bytesSince;
    private long uncommitted;
    private bool beginsAnew = true;

    /// <summary>Completes with the first tick: what the former owner published is replaced.</summary>
    public bool HasPublished { get; private set; }

    /// <summary>The newest generation has become long: the task should publish all anew.</summary>
    public bool IsLong => bytesSince > Math.Max(options.GrowthBytes, firstBytes * MostGrowth);

    /// <summary>The rows to come are all there are.</summary>
    public void BeginAnew() => beginsAnew = true;

    /// <exception cref="TaskFencedException" />
    public async ValueTask WriteAsync(PartialRows rows, CancellationToken cancel)
    {
        bool anew = beginsAnew;
        PartialRows?[] parts = splitter.Split(rows with { ReplacesAll = anew });
        long written = 0;
        TaskRecord? record = null;
        try
        {
            await producer.TransactAsync(
                () =>
                {
                    // Also when it is done again: pieces that were committed before it failed stay without their last.
                    generation += anew ? 1 : 0;
                    written = Write(parts, cancel);
                    record = WriteRecord(rows);
                },
                time,
                logger,
                cancel
            );
        }
        catch (OperationCanceledException)
        {
            // The task ends. No snapshot of it may reach behind what was set aside, unless the log has that all the same.
            if (IsCommitted())
            {
                reader.ForgetSetAside();
            }
            throw;
        }
        committed = record;
        firstBytes = anew ? written : firstBytes;
        bytesSince = anew ? 0 : bytesSince + written;
        beginsAnew = false;
        reader.ForgetSetAside();
        HasPublished = true;
    }

    private bool IsCommitted()
    {
        try
        {
            return producer.Settle();
        }
        catch (TransactionFailedException error)
        {
            logger.TransactionFails(error.Message);
            return false;
        }
    }

    private long Write(PartialRows?[] parts, CancellationToken cancel)
    {
        long written = 0;
        uncommitted = 0;
        for (int task = 0; task < parts.Length; task++)
        {
            if (parts[task] is { } part)
            {
                using var bytes = new MemoryStream();
                PartialRowsCodec.Write(part, bytes);
                written += bytes.Length;
                Write(task, bytes.GetBuffer().AsSpan(0, (int)bytes.Length), cancel);
            }
        }
        reader.WriteSetAside(producer);
        return written;
    }

    private TaskRecord WriteRecord(PartialRows rows)
    {
        SnapshotManifest? newest = snapshot();
        var record = new TaskRecord(
            TaskNames.OfVisitors(partition),
            generation,
            owner,
            reader.Vector,
            NowMs,
            rows.GreatestMicros / 1000,
            rows.Progress.Counters,
            newest?.SavedMs ?? 0,
            newest?.Bytes ?? 0
        );
        Produce(record);
        return record;
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Produce(TaskRecord record) =>
        producer.Produce(topics.Progress, TaskNames.NumberOfVisitors(partition), record.Key, record.Write());

    private void Write(int task, ReadOnlySpan<byte> all, CancellationToken cancel)
    {
        Span<byte> key = stackalloc byte[PartialsPiece.KeyBytes];
        int pieces = (all.Length + options.PieceBytes - 1) / options.PieceBytes;
        for (int piece = 0; piece < pieces; piece++)
        {
            int start = piece * options.PieceBytes;
            ReadOnlySpan<byte> content = all[start..Math.Min(all.Length, start + options.PieceBytes)];
            new PartialsPiece(partition, generation, piece, piece == pieces - 1).WriteKey(key);
            producer.Produce(topics.Partials, task, key, content);
            uncommitted += content.Length;
            if (uncommitted > options.UncommittedBytes && beginsAnew)
            {
                // Readers have met this generation now, and some may have all that is for them: if this owner ends here, the
                // next one must begin above it, and no earlier.
                TaskRecord reached =
                    committed
                    ?? new(TaskNames.OfVisitors(partition), 0, owner, new Dictionary<string, long>(), 0, 0, null);
                Produce(reached with { Generation = generation, Owner = owner, TimeMs = NowMs, Shown = reader.Vector });
                producer.CommitWhole(logger, cancel);
                producer.Begin();
                uncommitted = 0;
            }
        }
    }
}
