using Confluent.Kafka;
using Confluent.Kafka.Admin;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <summary>Visitor topics that hold what can be made again from others: deleted and made anew each time.</summary>
public sealed class ScratchTopics(KafkaConnection connection, ILogger logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes them empty, with the partitions and the replication that others have.</summary>
    /// <param name="like">The others, which stay as they are.</param>
    /// <param name="time">Brokers delete topics some time after they said so: they are given 30 s.</param>
    /// <exception cref="KafkaFailedException">One to be like is missing, a service keeps its events there, or the brokers
    /// refuse.</exception>
    /// <exception cref="LogUnavailableException">Brokers are away, or not done in time.</exception>
    public async Task ReplaceAsync(TopicSpecs like, TopicSpecs topics, TimeProvider time, CancellationToken ct)
    {
        using var admin = new AdminClientBuilder(connection.Configure(new AdminClientConfig(), "creatorstream-scratch"))
            .SetLogHandler((_, message) => KafkaLog.Write(logger, message))
            .Build();
        var existing = Existing(admin);
        if (existing.ContainsKey(topics.Progress))
            throw new KafkaFailedException(
                $"a service keeps its events in {topics.Clicks} and the others: they are not deleted"
            );
        var wanted = topics.VisitorTopics.Zip(like.VisitorTopics, (name, of) => Like(existing, name, of)).ToList();
        var old = topics.VisitorTopics.Where(existing.ContainsKey).ToList();
        try
        {
            if (old.Count > 0)
                await admin.DeleteTopicsAsync(
                    old,
                    new DeleteTopicsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout }
                );
            var started = time.GetTimestamp();
            while (!await TryCreateAsync(admin, wanted))
            {
                if (time.GetElapsedTime(started) > Timeout)
                    throw new LogUnavailableException($"Kafka doesn't delete {string.Join(", ", old)}");
                await Task.Delay(Pause, time, ct);
            }
        }
        catch (DeleteTopicsException e)
        {
            throw new KafkaFailedException($"topics can't be deleted: {e.Message}", e);
        }
        catch (KafkaException e)
        {
            throw new LogUnavailableException($"Kafka doesn't make topics: {e.Error.Reason}", e);
        }
    }

    private static TopicSpecification Like(Dictionary<string, TopicMetadata> existing, string name, string of)
    {
        if (!existing.TryGetValue(of, out var topic) || topic.Partitions.Count == 0)
            throw new KafkaFailedException($"there is no topic {of}");
        var replication = (short)topic.Partitions.Min(partition => partition.Replicas.Length);
        var spec = new TopicSpecs().All(topic.Partitions.Count)[0];
        return new TopicSpecification
        {
            Name = name,
            NumPartitions = topic.Partitions.Count,
            ReplicationFactor = replication,
            Configs = TopicAdmin.Settings(spec, replication),
        };
    }

    /// <returns>false where the brokers still know one of them as it was.</returns>
    private static async Task<bool> TryCreateAsync(IAdminClient admin, List<TopicSpecification> wanted)
    {
        var existing = Existing(admin);
        var missing = wanted.Where(topic => !existing.ContainsKey(topic.Name)).ToList();
        if (missing.Count < wanted.Count)
            return false;
        try
        {
            await admin.CreateTopicsAsync(
                missing,
                new CreateTopicsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout }
            );
            return true;
        }
        catch (CreateTopicsException e)
        {
            throw new KafkaFailedException(
                "topics can't be made: "
                    + string.Join(
                        "; ",
                        e.Results.Where(r => r.Error.IsError).Select(r => $"{r.Topic}: {r.Error.Reason}")
                    ),
                e
            );
        }
    }

    private static Dictionary<string, TopicMetadata> Existing(IAdminClient admin)
    {
        try
        {
            return admin
                .GetMetadata(Timeout)
                .Topics.Where(topic => !topic.Error.IsError)
                .ToDictionary(topic => topic.Topic);
        }
        catch (KafkaException e)
        {
            throw new LogUnavailableException($"Kafka doesn't tell its topics: {e.Error.Reason}", e);
        }
    }
}
