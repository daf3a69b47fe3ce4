using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Tasks;

/// <summary>How far visitor tasks are behind the log, by what brokers say of its ends. For one thread at a time.</summary>
public sealed class VisitorLag(KafkaConnection connection, TopicSpecs topics, int partitions, ILogger logger)
    : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly BatchConsumer consumer = new(connection, new BatchConsumerOptions("creatorstream-lag"), logger);

    /// <param name="vectorOf">By partition, what its task committed last; null where it never did.</param>
    /// <returns>By partition, the messages behind that; empty where brokers don't answer within a second.</returns>
    public IReadOnlyDictionary<int, long> Ask(Func<int, IReadOnlyDictionary<string, long>?> vectorOf)
    {
        var lags = new Dictionary<int, long>();
        try
        {
            for (int partition = 0; partition < partitions; partition++)
            {
                IReadOnlyDictionary<string, long>? vector = vectorOf(partition);
                lags[partition] = topics.VisitorTopics.Sum(topic => Behind(topic, partition, vector));
            }
            return lags;
        }
        catch (KafkaException)
        {
            // What is half known would look like less.
            return new Dictionary<int, long>();
        }
    }

    public void Dispose() => consumer.Dispose();

    private long Behind(string topic, int partition, IReadOnlyDictionary<string, long>? vector)
    {
        (long low, long end) = consumer.WatermarkOffsets(topic, partition, Patience);
        return Math.Max(0, end - (vector?.TryGetValue(topic, out long reached) == true ? reached : low));
    }
}
