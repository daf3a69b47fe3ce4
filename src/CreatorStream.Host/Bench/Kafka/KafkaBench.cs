using CreatorStream.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Bench.Kafka;

/// <summary>Does a job once over all that the visitor topics hold, and measures what it costs this process.</summary>
internal sealed class KafkaBench(KafkaConnection connection, int threads, TimeProvider time)
{
    /// <exception cref="InvalidDataException">The topics don't hold what the job needs.</exception>
    public async Task<KafkaBenchResult> Run(BenchJob job, CancellationToken ct)
    {
        var topics = new TopicSpecs().VisitorTopics;
        var partitions = CountPartitions(topics);
        // A thread has the same partitions of all topics: all that a visitor did.
        var readers = Enumerable
            .Range(0, Math.Min(threads, partitions))
            .Select(thread => new BenchReader(
                connection,
                topics,
                Enumerable.Range(0, partitions).Where(partition => partition % threads == thread),
                partitions,
                job
            ))
            .ToList();
        try
        {
            return await Run(job, readers, ct);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    private async Task<KafkaBenchResult> Run(BenchJob job, List<BenchReader> readers, CancellationToken ct)
    {
        var events = readers.Sum(reader => reader.Events);
        if (events == 0)
            throw new InvalidDataException("the topics are empty: fill them first, such as by peers.sh generate");
        var steady = new SteadyState(events);
        var collections = GC.CollectionCount(2);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = time.GetTimestamp();
        await Task.WhenAll(
            readers.Select(reader =>
                Task.Factory.StartNew(
                    () => reader.Run(steady, ct),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
            )
        );
        var wall = time.GetElapsedTime(started);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        var allocated = steady.AllocatedBytesPerEvent();
        collections = GC.CollectionCount(2) - collections;
        var figures = job.Sum([.. readers.Select(reader => reader.Worker)]);
        return new(job.Name, events, wall, cpu, figures, allocated, collections);
    }

    private int CountPartitions(IReadOnlyList<string> topics)
    {
        using var admin = new TopicAdmin(connection, new TopicSpecs(), NullLogger.Instance);
        var counts = admin.PartitionCounts();
        if (topics.FirstOrDefault(topic => !counts.ContainsKey(topic)) is { } missing)
            throw new InvalidDataException(
                $"there is no topic {missing} at {connection.Servers}: fill the topics first, such as by peers.sh generate"
            );
        var partitions = counts[topics[0]];
        return topics.All(topic => counts[topic] == partitions)
            ? partitions
            : throw new InvalidDataException($"{string.Join(", ", topics)} have different numbers of partitions");
    }
}
