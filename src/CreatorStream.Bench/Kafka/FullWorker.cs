using CreatorStream.Kafka;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Bench.Kafka;

/// <summary>
/// All of stage 1, as a visitor task does it: duplicates, journeys, counts, reach, sessions, authenticity, attribution,
/// and a tick every 100 ms whose rows nobody takes. Each partition has a state and a flow of its own.
/// </summary>
internal sealed class FullWorker : IBenchWorker
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TaskProgress NoProgress = new(0, 0, 0, default);

    private readonly StateMemory memory = new();
    private readonly TimeProvider time;
    private readonly FullPartition[] byInput;
    private readonly FullPartition[] partitions;
    private long lastTick;
    private long rows;

    private FullWorker(IReadOnlyList<KafkaInput> inputs, int partitions, TimeProvider time)
    {
        this.time = time;
        string[] topics = [.. inputs.Select(input => input.Topic)];
        this.partitions =
        [
            .. inputs
                .Select(input => input.Partition)
                .Distinct()
                .Select(number => new FullPartition(number, partitions, topics, memory)),
        ];
        byInput = [.. inputs.Select(input => this.partitions.Single(of => of.Number == input.Partition))];
        lastTick = time.GetTimestamp();
    }

    public static BenchJob Job(TimeProvider time) =>
        new("full", (inputs, partitions) => new FullWorker(inputs, partitions, time), Sum);

    public long Take(BatchConsumer batch)
    {
        long events = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            ConsumedMessage message = batch[i];
            events += byInput[message.Input].Take(message);
        }
        foreach (FullPartition partition in partitions)
        {
            events += partition.Next();
        }

        if (time.GetElapsedTime(lastTick) >= TickInterval)
        {
            Tick();
        }

        return events;
    }

    public void Finish() => Tick();

    public void Dispose() => memory.Dispose();

    private static BenchFigures Sum(IReadOnlyList<IBenchWorker> workers)
    {
        var figures = new BenchFigures();
        foreach (FullWorker worker in workers.Cast<FullWorker>())
        {
            figures = figures with { Rows = figures.Rows + worker.rows };
            foreach (FullPartition partition in worker.partitions)
            {
                partition.Check();
                Acceptance seen = partition.State.Acceptance;
                figures = figures with
                {
                    Counted = figures.Counted + partition.Counted,
                    ValueMicros = figures.ValueMicros + partition.ValueMicros,
                    Distinct = figures.Distinct + seen.Count,
                    Duplicates = figures.Duplicates + seen.Duplicates,
                };
            }
        }
        return figures;
    }

    private void Tick()
    {
        lastTick = time.GetTimestamp();
        foreach (FullPartition partition in partitions)
        {
            PartialRows changed = partition.Flow.Tick(partition.Number, NoProgress);
            rows += changed.Rows.Count;
            changed.Release();
        }
    }
}
