using System.Buffers;
using CreatorStream.Arrow;
using CreatorStream.Events;
using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Erasures;

namespace CreatorStream.Kafka.Copies;

/// <summary>
/// Makes of a message of a visitor topic what it is in a copy with another number of partitions, and without those who
/// were erased.
/// </summary>
internal sealed class CopyMessages(int partitions, ErasedVisitors erased)
{
    private readonly EventEraser eraser = new(erased);
    private readonly EventParser parser = new();
    private readonly ArrowEventCodec codec = new();
    private readonly EventBatch parsed = new();
    private readonly EventBatch part = new();
    private readonly List<Rejection> rejections = [];
    private readonly RejectedRows rejected = new(EventDecoder.MostBytes, 2 * TopicSpecs.MostMessageBytes);
    private readonly ArrayBufferWriter<byte> json = new(4096);
    private byte[] stream = [];

    /// <summary>
    /// Messages, and rows of messages, that are no events: the new log sets them aside again, but for those left out.
    /// </summary>
    public long Unusable { get; private set; }

    /// <summary>Those of them that are not in the copy: where anybody was erased, nobody can tell whose they are.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Events that no longer tell whose they are.</summary>
    public long Erased { get; private set; }

    public void Add(in ConsumedMessage message, string topic, List<FactMessage> messages)
    {
        parsed.Clear();
        if (ArrowEventCodec.MayBe(message.Value) && ArrowEventCodec.IsMediaType(message.ContentType))
        {
            AddArrow(message, topic, messages);
        }
        // The visitor counts, not the key: producers that set none, or another, are put right here.
        else if (parser.TryParse(message.Value, EventDecoder.NoClock, parsed, out _))
        {
            int home = Partitioner.HomeOf(parsed, 0, partitions);
            EventBatch events = eraser.Erase(parsed);
            Erased += eraser.Erased;
            messages.Add(
                ReferenceEquals(events, parsed)
                    ? Whole(message, topic, home)
                    : Json(events, 0, topic, home, TimeOf(message), message.CopyHeaders())
            );
        }
        else
        {
            AddUnusable(message, topic, messages);
        }
    }

    /// <summary>The same message in a partition.</summary>
    public static FactMessage Whole(in ConsumedMessage message, string topic, int partition) =>
        new(
            topic,
            partition,
            message.HasKey ? message.Key.ToArray() : null,
            message.IsTombstone ? null : message.Value.ToArray(),
            TimestampMs: TimeOf(message),
            Headers: message.CopyHeaders()
        );

    private static long? TimeOf(in ConsumedMessage message) => message.TimestampMs > 0 ? message.TimestampMs : null;

    private void AddUnusable(in ConsumedMessage message, string topic, List<FactMessage> messages)
    {
        Unusable++;
        if (!erased.IsEmpty)
        {
            LeftOut++;
            return;
        }
        int partition = message.HasKey
            ? Partitioner.PartitionOf(message.Key, partitions)
            : message.Partition % partitions;
        messages.Add(Whole(message, topic, partition));
    }

    /// <summary>Rows go each where their visitor lives: what the new tasks would move themselves would get a new time.</summary>
    private void AddArrow(in ConsumedMessage message, string topic, List<FactMessage> messages)
    {
        if (!TryDecode(message))
        {
            AddUnusable(message, topic, messages);
            return;
        }
        long? time = TimeOf(message);
        EventBatch events = eraser.Erase(parsed);
        Erased += eraser.Erased;
        foreach (
            IGrouping<int, int> rows in Enumerable
                .Range(0, events.Count)
                .GroupBy(row => Partitioner.HomeOf(events, row, partitions))
        )
        {
            AddRows(events, rows, topic, time, messages);
        }
        for (int i = 0; i < rejections.Count; i++)
        {
            Unusable++;
            if (!erased.IsEmpty)
            {
                LeftOut++;
            }
            // What JSON can't say stays among the old log's dead letters only.
            else if (rejected.Rows[i] is { } row)
            {
                messages.Add(new FactMessage(topic, message.Partition % partitions, null, row, TimestampMs: time));
            }
        }
    }

    private bool TryDecode(in ConsumedMessage message)
    {
        rejections.Clear();
        try
        {
            int most = ArrowMessageDecoder.MostEvents;
            return codec.Decode(message.Value, parsed, most, EventDecoder.NoClock, rejections, rejected) <= most;
        }
        catch (InvalidDataException)
        {
            // Why it is none is told when the new log sets it aside.
            return false;
        }
    }

    private void AddRows(
        EventBatch events,
        IGrouping<int, int> rows,
        string topic,
        long? time,
        List<FactMessage> messages
    )
    {
        part.Clear();
        foreach (int row in rows)
        {
            part.Append(events, row);
        }
        int length = codec.Encode(part, ref stream);
        if (length <= TopicSpecs.MostMessageBytes)
        {
            byte[] value = stream.AsSpan(0, length).ToArray();
            messages.Add(new FactMessage(topic, rows.Key, null, value, ArrowEventCodec.MediaType, time));
            return;
        }
        for (int row = 0; row < part.Count; row++)
        {
            messages.Add(Json(part, row, topic, rows.Key, time, headers: null));
        }
    }

    private FactMessage Json(
        EventBatch events,
        int row,
        string topic,
        int partition,
        long? time,
        IReadOnlyList<MessageHeader>? headers
    )
    {
        json.ResetWrittenCount();
        EventBatchJson.Write(events, row, json);
        byte[]? key =
            events.Code(EventField.Visitor, row) == 0 ? null : events.Bytes(EventField.Visitor, row).ToArray();
        return new FactMessage(topic, partition, key, json.WrittenSpan.ToArray(), TimestampMs: time, Headers: headers);
    }
}
