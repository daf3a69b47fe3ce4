using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>A message copied out of its batch.</summary>
internal sealed record Received(
    int Input,
    int Partition,
    long Offset,
    string? Key,
    string? Value,
    string ContentType,
    long TimestampMs
);

internal static class Reading
{
    /// <summary>For calls that want a limit: none that a slow machine meets.</summary>
    public static readonly TimeSpan Deadline = Eventually.Limit;

    public static byte[] Bytes(this string text) => Encoding.UTF8.GetBytes(text);

    public static BatchConsumer Consumer(this KafkaConnection connection, params KafkaInput[] inputs)
    {
        var consumer = new BatchConsumer(connection, new BatchConsumerOptions("test"), NullLogger.Instance);
        consumer.Assign(inputs);
        return consumer;
    }

    public static FactProducer Facts(this KafkaConnection connection, TimeSpan? timeout = null) =>
        new(connection, new FactProducerOptions("test", timeout ?? Deadline), NullLogger.Instance);

    public static TaskProducer Task(this KafkaConnection connection, string task) =>
        new(connection, task, NullLogger.Instance);

    /// <summary>What comes next, at least one: a read may end for less, such as the end of a partition.</summary>
    public static int ReadSome(this BatchConsumer consumer, int most)
    {
        var wait = new Eventually.Wait("messages come");
        while (true)
        {
            if (consumer.Read(most, TimeSpan.FromMilliseconds(20)) is > 0 and var count)
            {
                return count;
            }
            wait.GoOn($"none came; trouble: {consumer.Trouble}");
        }
    }

    /// <summary>All messages until the condition holds.</summary>
    public static List<Received> ReadUntil(this BatchConsumer consumer, Func<List<Received>, bool> enough)
    {
        var received = new List<Received>();
        var wait = new Eventually.Wait("messages come");
        while (!enough(received))
        {
            wait.GoOn($"{received.Count} messages came; trouble: {consumer.Trouble}");
            int count = consumer.Read(100, TimeSpan.FromMilliseconds(20));
            for (int i = 0; i < count; i++)
            {
                received.Add(Copy(consumer[i]));
            }
        }
        return received;
    }

    public static List<Received> ReadToEnd(this BatchConsumer consumer) =>
        consumer.ReadUntil(_ => Enumerable.Range(0, consumer.Inputs.Count).All(consumer.AtEnd));

    private static Received Copy(ConsumedMessage message) =>
        new(
            message.Input,
            message.Partition,
            message.Offset,
            message.HasKey ? Encoding.UTF8.GetString(message.Key) : null,
            message.IsTombstone ? null : Encoding.UTF8.GetString(message.Value),
            Encoding.UTF8.GetString(message.ContentType),
            message.TimestampMs
        );
}
