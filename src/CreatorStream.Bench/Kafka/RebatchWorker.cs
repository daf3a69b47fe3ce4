using CreatorStream.Arrow;
using CreatorStream.Events;
using CreatorStream.Kafka;

namespace CreatorStream.Bench.Kafka;

/// <summary>
/// Writes the events of JSON messages as Arrow messages into the same partitions of other topics, in their order. The
/// figures' rows are the messages written.
/// </summary>
internal sealed class RebatchWorker : IBenchWorker
{
    /// <summary>Whether an event is ahead of its time is who reads it to say.</summary>
    private const long NoClock = long.MaxValue / 2;

    /// <summary>Below what the producer takes, with room for a batch of each input.</summary>
    private const long MostWaitingBytes = 24_000_000;

    private readonly EventParser parser = new();
    private readonly ArrowEventCodec codec = new();
    private readonly Queue<(Task Written, int Bytes)> underWay = new();
    private readonly IReadOnlyList<KafkaInput> inputs;
    private readonly string[] targets;
    private readonly EventBatch[] batches;
    private readonly FactProducer producer;
    private readonly int eventsPerMessage;
    private byte[] stream = [];
    private long bytesUnderWay;

    private RebatchWorker(
        IReadOnlyList<KafkaInput> inputs,
        FactProducer producer,
        Func<string, string> target,
        int eventsPerMessage
    )
    {
        this.inputs = inputs;
        targets = [.. inputs.Select(input => target(input.Topic))];
        this.producer = producer;
        this.eventsPerMessage = eventsPerMessage;
        batches = [.. inputs.Select(_ => new EventBatch())];
    }

    public long Messages { get; private set; }

    /// <summary>Of keys and values read, uncompressed.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Of values written, uncompressed.</summary>
    public long BytesWritten { get; private set; }

    /// <param name="target">The topic that a topic's events are written to.</param>
    /// <param name="eventsPerMessage">At most; the last of a partition has what is left.</param>
    public static BenchJob Job(FactProducer producer, Func<string, string> target, int eventsPerMessage) =>
        new(
            "rebatch",
            (inputs, _) => new RebatchWorker(inputs, producer, target, eventsPerMessage),
            workers => new(workers.Cast<RebatchWorker>().Sum(worker => worker.Messages), 0, 0, 0, 0)
        );

    /// <exception cref="InvalidDataException">A message is no event: the topics aren't the generator's.</exception>
    public long Take(BatchConsumer batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            ConsumedMessage message = batch[i];
            EventBatch events = batches[message.Input];
            if (!parser.TryParse(message.Value, NoClock, events, out Rejection rejection))
            {
                throw new InvalidDataException(
                    $"{inputs[message.Input].Topic}/{message.Partition}, offset {message.Offset} is no event: {rejection.Field} {rejection.Reason}"
                );
            }

            BytesRead += message.Key.Length + message.Value.Length;
            if (events.Count >= eventsPerMessage)
            {
                Write(message.Input);
            }
        }
        return batch.Count;
    }

    public void Finish()
    {
        for (int input = 0; input < batches.Length; input++)
        {
            if (batches[input].Count > 0)
            {
                Write(input);
            }
        }

        while (underWay.Count > 0)
        {
            Settle();
        }
    }

    public void Dispose() { }

    private void Write(int input)
    {
        int length = codec.Encode(batches[input], ref stream);
        batches[input].Clear();
        var message = new FactMessage(
            targets[input],
            inputs[input].Partition,
            null,
            stream.AsSpan(0, length).ToArray(),
            ArrowEventCodec.MediaType
        );
        while (bytesUnderWay > MostWaitingBytes)
        {
            Settle();
        }

        underWay.Enqueue((producer.ProduceAsync([message]), length));
        bytesUnderWay += length;
        Messages++;
        BytesWritten += length;
    }

    /// <summary>Waits until the oldest message under way is written.</summary>
    /// <exception cref="Pipeline.Ports.LogUnavailableException">Kafka didn't take it.</exception>
    private void Settle()
    {
        (Task? written, int bytes) = underWay.Dequeue();
        written.GetAwaiter().GetResult();
        bytesUnderWay -= bytes;
    }
}
