using CreatorStream.Kafka;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Simulation;

/// <summary>An owner of a visitor task, as OwnedVisitors is one: fences the former, restores, is silent until it has caught up.</summary>
internal sealed class SimulatedVisitors : IDisposable
{
    private readonly SimulatedBrokers brokers;
    private readonly Random random;
    private readonly int partition;
    private readonly int epoch;
    private readonly SimulatedInputs reader;
    private readonly VisitorTask task;
    private readonly PartialSplitter splitter;
    private long generation;
    private long verdictsRead;
    private bool beginsAnew = true;

    public SimulatedVisitors(
        int process,
        int partition,
        SimulatedLog log,
        SimulatedBrokers brokers,
        SimulatedSnapshots snapshots,
        EngineOptions options,
        StateMemory memory,
        SimulatedTime time,
        Random random
    )
    {
        Process = process;
        this.partition = partition;
        this.brokers = brokers;
        this.random = random;
        epoch = brokers.Fence(Name);
        TaskRecord? former = brokers.Record(Name);
        generation = former?.Generation ?? 0;
        reader = new SimulatedInputs(log, partition, former?.Vector, random);
        splitter = new PartialSplitter(log.Partitions, workspace => TaskNames.TaskOf(workspace, log.Partitions));
        task = new VisitorTask(
            partition,
            log,
            reader,
            new FencedSnapshots(this, snapshots),
            (_, _) => throw new NotSupportedException("Turns publish."),
            options,
            memory,
            time,
            NullLogger.Instance
        );
        try
        {
            task.Open();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Process { get; }

    private string Name => TaskNames.OfVisitors(partition);

    /// <returns>Whether it may have more to read at once.</returns>
    public bool Turn()
    {
        SimulatedTopic<Verdict> verdicts = brokers.Verdicts[partition];
        for (; verdictsRead < verdicts.End; verdictsRead++)
        {
            task.Verdicts.Put(verdicts.Read(verdictsRead));
        }
        bool more = task.TakeIn();
        // As one whose rows have grown long.
        if (!beginsAnew && random.Next(20) == 0)
        {
            task.PublishAll();
            beginsAnew = true;
        }
        if (task.TickIfDue() is { } rows)
        {
            Publish(rows);
        }
        task.SaveIfDue();
        return more;
    }

    /// <summary>The orderly end saves a snapshot.</summary>
    public void Close() => task.Close();

    public void Dispose() => task.Dispose();

    private void Publish(PartialRows rows)
    {
        bool anew = beginsAnew;
        PartialRows?[] parts = splitter.Split(rows with { ReplacesAll = anew });
        while (true)
        {
            // Also when it is done again: pieces that were committed before it failed stay without their last.
            generation += anew ? 1 : 0;
            try
            {
                Write(parts, rows, anew);
                break;
            }
            catch (TransactionFailedException)
            {
                // Done again, as TransactAsync does.
            }
        }
        beginsAnew = false;
        rows.Release();
    }

    private void Write(PartialRows?[] parts, PartialRows rows, bool anew)
    {
        var writes = new List<Action>();
        int most = random.Next(4) == 0 ? random.Next(100, 10_000) : PartialsPiece.MostBytes;
        for (int of = 0; of < parts.Length; of++)
        {
            if (parts[of] is not { } part)
            {
                continue;
            }
            using var bytes = new MemoryStream();
            PartialRowsCodec.Write(part, bytes);
            byte[][] pieces = [.. bytes.ToArray().Chunk(most)];
            for (int piece = 0; piece < pieces.Length; piece++)
            {
                byte[] key = new byte[PartialsPiece.KeyBytes];
                new PartialsPiece(partition, generation, piece, piece == pieces.Length - 1).WriteKey(key);
                SimulatedTopic<(byte[], byte[])> topic = brokers.Partials[of];
                byte[] content = pieces[piece];
                writes.Add(() => topic.Add((key, content)));
                if (anew && random.Next(8) == 0)
                {
                    // A long first tick is committed in parts.
                    brokers.Commit(Name, epoch, writes, record: null);
                    writes.Clear();
                }
            }
        }
        brokers.Commit(
            Name,
            epoch,
            writes,
            new TaskRecord(Name, generation, $"process-{Process}", reader.Vector, 0, 0, rows.Progress.Counters)
        );
    }

    /// <summary>Written by the task's producer: a former owner can neither add nor delete.</summary>
    private sealed class FencedSnapshots(SimulatedVisitors owner, SimulatedSnapshots store) : ISnapshotStore
    {
        public Task PutAsync(string task, IReadOnlyList<SnapshotSegment> segments)
        {
            owner.brokers.CheckFence(owner.Name, owner.epoch);
            return store.PutAsync(task, segments);
        }

        public Task SaveAsync(string task, SnapshotManifest manifest)
        {
            owner.brokers.CheckFence(owner.Name, owner.epoch);
            return store.SaveAsync(task, manifest);
        }

        public IReadOnlyList<SnapshotManifest> Manifests(string task) => store.Manifests(task);

        public byte[]? Segment(string task, string name) => store.Segment(task, name);
    }
}
