using CreatorStream.Events;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Facts;

/// <summary>
/// The events of one partition of the four visitor topics that are there by now, read once for somebody who asks, beside the task
/// that owns it. What can't be read is that task's to set aside. Topics keep what was told of persons who were erased since: nobody is
/// told it again.
/// </summary>
/// <param name="erased">Nobody else takes in its decisions.</param>
public sealed class EventScan(
    KafkaConnection connection,
    TopicSpecs topics,
    int partitions,
    ErasedVisitors erased,
    ILogger logger
)
{
    private const int MostMessages = 4_096;

    /// <summary>So often nothing comes before brokers are held to be away: ten seconds.</summary>
    private const int MostEmptyReads = 100;

    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="fromMicros">What the log took before may be left out; <see cref="long.MinValue"/>: nothing is.</param>
    /// <returns>A batch that is the next one's, too.</returns>
    /// <exception cref="LogUnavailableException">Brokers are away, or what is read is being removed.</exception>
    public IEnumerable<FactBatch> Read(int partition, long fromMicros)
    {
        erased.TakeIn();
        var eraser = new EventEraser(erased);
        IReadOnlyList<string> names = topics.VisitorTopics;
        using var consumer = new BatchConsumer(connection, new BatchConsumerOptions("creatorstream-cases"), logger);
        (KafkaInput Input, long End)[] inputs = [.. names.Select(name => Range(consumer, name, partition, fromMicros))];
        consumer.Assign([.. inputs.Select(of => of.Input)]);
        var decoder = new EventDecoder(names, partition, partitions);
        var chunk = new EventChunk(names.Count, erased.Secret);
        var batch = new FactBatch(erased.Secret);
        int empty = 0;
        while (inputs.Where((of, input) => consumer.Position(input) < of.End).Any())
        {
            if (Next(consumer) == 0)
            {
                empty++;
                if (empty > MostEmptyReads)
                {
                    throw new LogUnavailableException($"Kafka doesn't answer: {consumer.Trouble ?? "nothing comes"}");
                }
                continue;
            }
            empty = 0;
            for (int i = 0; i < consumer.Count; i++)
            {
                decoder.Take(consumer[i], chunk);
                if (chunk.IsFull)
                {
                    yield return Filled();
                }
            }
            consumer.Release();
        }
        yield return Filled();

        FactBatch Filled()
        {
            Erase(eraser, chunk.Events);
            batch.Exchange(ref chunk.Events, ref chunk.AppendedAtMicros);
            chunk.Clear();
            return batch;
        }
    }

    private static void Erase(EventEraser eraser, EventBatch events)
    {
        EventBatch without = eraser.Erase(events);
        if (without != events)
        {
            events.Clear();
            for (int row = 0; row < without.Count; row++)
            {
                events.Append(without, row);
            }
        }
    }

    private static (KafkaInput Input, long End) Range(
        BatchConsumer consumer,
        string topic,
        int partition,
        long fromMicros
    )
    {
        try
        {
            (long low, long end) = consumer.WatermarkOffsets(topic, partition, Patience);
            long from =
                fromMicros == long.MinValue
                    ? low
                    : consumer.OffsetAt(topic, partition, fromMicros / 1000, Patience) ?? end;
            return (new KafkaInput(topic, partition, from), end);
        }
        catch (Exception error) when (error is OffsetGoneException or KafkaInputException or KafkaFailedException)
        {
            throw new LogUnavailableException(error.Message, error);
        }
    }

    private static int Next(BatchConsumer consumer)
    {
        try
        {
            return consumer.Read(MostMessages, ReadWait);
        }
        catch (Exception error) when (error is OffsetGoneException or KafkaInputException or KafkaFailedException)
        {
            throw new LogUnavailableException(error.Message, error);
        }
    }
}
