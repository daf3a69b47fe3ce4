using System.Runtime.CompilerServices;
using System.Text;
using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.DeadLetters;

/// <summary>Reads the topic dead-letters: each message that was set aside, once.</summary>
public sealed class DeadLetterLog(KafkaConnection connection, TopicSpecs topics, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(50);

    /// <summary>Messages whose key doesn't say where they came from: not written by a task. Left out.</summary>
    public long Foreign { get; private set; }

    /// <summary>
    /// All that are there at the start, oldest first. A task that was rebuilt from the log sets the same message aside
    /// again: what lies at the same place of the same topic, for the same reason, comes once.
    /// </summary>
    /// <exception cref="LogUnavailableException">Brokers are away, or don't answer for half a minute.</exception>
    /// <exception cref="KafkaInputException">There is no such topic, or no right to read it.</exception>
    public async IAsyncEnumerable<StoredDeadLetter> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        Foreign = 0;
        var met = new HashSet<(string, int, long, string)>();
        using var consumer = new BatchConsumer(
            connection,
            new BatchConsumerOptions("creatorstream-dead-letters"),
            logger
        );
        (long low, long end) = consumer.WatermarkOffsets(topics.DeadLetters, 0, Patience);
        consumer.Assign([new KafkaInput(topics.DeadLetters, 0, low)]);
        long heard = time.GetTimestamp();
        var letters = new List<StoredDeadLetter>();
        while (consumer.Position(0) < end)
        {
            cancel.ThrowIfCancellationRequested();
            // The consumer waits for brokers; whoever takes the letters need not.
            if (await Task.Run(() => Take(consumer, letters), cancel) > 0 || consumer.AtEnd(0))
            {
                heard = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(heard) > Patience)
            {
                throw new LogUnavailableException(
                    $"topic {topics.DeadLetters} can't be read: {consumer.Trouble ?? "the brokers don't answer"}"
                );
            }
            foreach (StoredDeadLetter letter in letters)
            {
                if (met.Add((letter.Origin.Topic, letter.Origin.Partition, letter.Origin.Offset, letter.Reason)))
                {
                    yield return letter;
                }
            }
        }
    }

    private int Take(BatchConsumer consumer, List<StoredDeadLetter> into)
    {
        into.Clear();
        int count = consumer.Read(1_000, ReadWait);
        for (int i = 0; i < count; i++)
        {
            ConsumedMessage message = consumer[i];
            if (DeadLetterKey.Read(message.Key) is { } origin)
            {
                into.Add(
                    new StoredDeadLetter(
                        message.Offset,
                        message.TimestampMs,
                        origin,
                        message.Value.ToArray(),
                        Encoding.UTF8.GetString(message.ContentType)
                    )
                );
            }
            else
            {
                Foreign++;
            }
        }
        consumer.Release();
        return count;
    }
}
