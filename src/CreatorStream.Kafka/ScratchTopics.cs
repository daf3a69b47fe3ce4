using Confluent.Kafka;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <summary>Visitor topics that hold what can be made again from others: deleted and made anew each time.</summary>
public sealed class ScratchTopics(KafkaConnection connection, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes them empty, with the partitions and the replication that others have.</summary>
    /// <param name="like">The others, which stay as they are.</param>
    /// <param name="time">Brokers delete topics some time after they said so: they are given 30 s.</param>
    /// <exception cref="KafkaFailedException">One to be like is missing, a service keeps its events there, or the brokers
    /// refuse.</exception>
    /// <exception cref="LogUnavailableException">Brokers are away, or not done in time.</exception>
    public async Task ReplaceAsync(TopicSpecs like, TopicSpecs topics, TimeProvider time, CancellationToken ct)
    {
        using var admin = new TopicAdmin(connection, topics, logger);
        Dictionary<string, TopicMetadata> existing = admin.Existing();
        if (existing.ContainsKey(topics.Progress))
        {
            throw new KafkaFailedException(
                $"a service keeps its events in {topics.Clicks} and the others: they are not deleted"
            );
        }

        var wanted = new List<TopicSpec>();
        short replication = short.MaxValue;
        foreach ((string? name, string? of) in topics.VisitorTopics.Zip(like.VisitorTopics))
        {
            if (!existing.TryGetValue(of, out TopicMetadata? topic) || topic.Partitions.Count == 0)
            {
                throw new KafkaFailedException($"there is no topic {of}");
            }

            wanted.Add(topics.All(topic.Partitions.Count).First(spec => spec.Name == name));
            replication = (short)topic.Partitions.Min(partition => Math.Min(replication, partition.Replicas.Length));
        }
        var old = topics.VisitorTopics.Where(existing.ContainsKey).ToList();
        if (old.Count > 0)
        {
            await admin.DeleteAsync(old);
        }

        long started = time.GetTimestamp();
        while (admin.Existing() is var there && wanted.Exists(spec => there.ContainsKey(spec.Name)))
        {
            if (time.GetElapsedTime(started) > Patience)
            {
                throw new LogUnavailableException($"Kafka doesn't delete {string.Join(", ", old)}");
            }

            await Task.Delay(Pause, time, ct);
        }
        await admin.CreateMissingAsync(admin.Existing(), wanted, replication);
    }
}
