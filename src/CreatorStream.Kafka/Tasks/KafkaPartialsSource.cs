using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Tasks;

/// <summary>A partition of the topic partials, by librdkafka.</summary>
public sealed class KafkaPartialsSource : IPartialsSource
{
    private const int MostMessages = 1_000;

    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string topic;
    private readonly int partition;
    private readonly TopicAdmin admin;
    private readonly BatchConsumer consumer;
    private int next;

    public KafkaPartialsSource(
        KafkaConnection connection,
        string topic,
        int partition,
        TopicAdmin admin,
        ILogger logger
    )
    {
        this.topic = topic;
        this.partition = partition;
        this.admin = admin;
        consumer = new BatchConsumer(
            connection,
            new BatchConsumerOptions($"creatorstream-workspaces-{partition}"),
            logger
        );
        try
        {
            (Begin, End) = consumer.WatermarkOffsets(topic, partition, Patience);
            consumer.Assign([new KafkaInput(topic, partition, Begin)]);
        }
        catch
        {
            consumer.Dispose();
            throw;
        }
        Position = Begin;
    }

    public long Begin { get; }

    public long End { get; }

    public long Position { get; private set; }

    public bool IsAtEnd => next == consumer.Count && consumer.AtEnd(0);

    public bool TryRead(out PartialsMessage message)
    {
        if (next == consumer.Count)
        {
            next = 0;
            consumer.Read(MostMessages, ReadWait);
        }
        if (next == consumer.Count)
        {
            // Over what transactions aborted, too.
            Position = consumer.Position(0);
            message = default;
            return false;
        }
        ConsumedMessage read = consumer[next++];
        message = new PartialsMessage(read.Offset, read.Key, read.Value);
        Position = read.Offset + 1;
        return true;
    }

    public Task DeleteBeforeAsync(long offset) => admin.DeleteRecordsAsync(topic, partition, offset);

    public void Dispose() => consumer.Dispose();
}
