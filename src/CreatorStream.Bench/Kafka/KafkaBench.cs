using CreatorStream.Kafka;
using CreatorStream.Kafka.Facts;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Bench.Kafka;

/// <summary>Does a job once over all that the visitor topics hold, and measures what it costs this process.</summary>
internal sealed class KafkaBench(KafkaConnection connection, TopicSpecs specs, int threads, TimeProvider time)
{
    private SteadyState? steady;

    /// <summary>Read so far. Any thread.</summary>
    public long Events => steady?.Events ?? 0;

    /// <param name="warmUp">The job runs unmeasured for so long before, so that nothing is still being compiled.</param>
    /// <exception cref="InvalidDataException">The topics don't hold what the job needs.</exception>
    public async Task<KafkaBenchResult> Run(BenchJob job, TimeSpan warmUp, CancellationToken ct)
    {
        await WarmUp(job, warmUp, ct);
        // What the warm-up left is not this run's to collect.
        GC.Collect();
        List<BenchReader> readers = Open(job);
        try
        {
            int collections = GC.CollectionCount(2);
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long started = time.GetTimestamp();
            SteadyState read = await Read(readers, ct);
            TimeSpan wall = time.GetElapsedTime(started);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            double allocated = read.AllocatedBytesPerEvent();
            collections = GC.CollectionCount(2) - collections;
            BenchFigures figures = job.Sum([.. readers.Select(reader => reader.Worker)]);
            return new(job.Name, read.Events, wall, cpu, figures, allocated, collections);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    private async Task WarmUp(BenchJob job, TimeSpan warmUp, CancellationToken ct)
    {
        using var enough = new CancellationTokenSource(warmUp, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, ct);
        while (warmUp > TimeSpan.Zero && !enough.IsCancellationRequested)
        {
            List<BenchReader> readers = Open(job);
            try
            {
                await Read(readers, either.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // Warm enough.
                return;
            }
            finally
            {
                readers.ForEach(reader => reader.Dispose());
            }
        }
    }

    private List<BenchReader> Open(BenchJob job)
    {
        IReadOnlyList<string> topics = specs.VisitorTopics;
        int partitions = CountPartitions(topics);
        // A thread has the same partitions of all topics: all that a visitor did.
        return
        [
            .. Enumerable
                .Range(0, Math.Min(threads, partitions))
                .Select(thread => new BenchReader(
                    connection,
                    topics,
                    Enumerable.Range(0, partitions).Where(partition => partition % threads == thread),
                    partitions,
                    job
                )),
        ];
    }

    private async Task<SteadyState> Read(List<BenchReader> readers, CancellationToken ct)
    {
        long messages = readers.Sum(reader => reader.Messages);
        if (messages == 0)
        {
            throw new InvalidDataException($"{specs.Clicks} and the others are empty: {Fill}");
        }

        SteadyState read = steady = new SteadyState(messages);
        await Task.WhenAll(
            readers.Select(reader =>
                Task.Factory.StartNew(
                    () => reader.Run(read, ct),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
            )
        );
        return read;
    }

    private string Fill =>
        $"fill the topics first, such as by {BenchTopics.Filling(specs == BenchTopics.Arrow ? EventFormat.Arrow : EventFormat.Json)}";

    private int CountPartitions(IReadOnlyList<string> topics)
    {
        using var admin = new TopicAdmin(connection, specs, NullLogger.Instance);
        IReadOnlyDictionary<string, int> counts = admin.PartitionCounts();
        if (topics.FirstOrDefault(topic => !counts.ContainsKey(topic)) is { } missing)
        {
            throw new InvalidDataException($"there is no topic {missing} at {connection.Servers}: {Fill}");
        }

        int partitions = counts[topics[0]];
        return topics.All(topic => counts[topic] == partitions)
            ? partitions
            : throw new InvalidDataException($"{string.Join(", ", topics)} have different numbers of partitions");
    }
}
