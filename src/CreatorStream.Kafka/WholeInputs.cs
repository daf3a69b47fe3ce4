using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <summary>Reading of partitions from the first message that they have.</summary>
public static class WholeInputs
{
    /// <summary>How long brokers are waited for, for each partition.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A consumer that has asked where they begin, and reads them.</summary>
    /// <exception cref="LogUnavailableException">Brokers are away, or just going.</exception>
    /// <exception cref="KafkaInputException">There is no such topic, or no right to read it.</exception>
    public static BatchConsumer Open(
        KafkaConnection connection,
        BatchConsumerOptions options,
        IEnumerable<(string Topic, int Partition)> partitions,
        ILogger logger
    )
    {
        var consumer = new BatchConsumer(connection, options, logger);
        try
        {
            consumer.Assign([
                .. partitions.Select(of => new KafkaInput(
                    of.Topic,
                    of.Partition,
                    consumer.WatermarkOffsets(of.Topic, of.Partition, Patience).Low
                )),
            ]);
            return consumer;
        }
        catch
        {
            // Who waits for brokers tries again and again.
            consumer.Dispose();
            throw;
        }
    }
}
