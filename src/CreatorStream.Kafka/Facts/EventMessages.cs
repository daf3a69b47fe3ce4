using System.Buffers;
using CreatorStream.Arrow;
using CreatorStream.Events;

namespace CreatorStream.Kafka.Facts;

/// <summary>Makes messages of events. Keeps its scratch memory: reuse it. Not thread-safe.</summary>
internal sealed class EventMessages(TopicSpecs topics, EventFormat format)
{
    private const int MostEvents = 1_000;

    /// <summary>Of a message with several events: below the million bytes that tools and clusters take by default.</summary>
    private const int MostBytes = 900_000;

    private readonly ArrowEventCodec codec = new();
    private readonly ArrayBufferWriter<byte> json = new(4096);
    private readonly EventBatch part = new();
    private readonly List<int> rows = [];
    private byte[] stream = [];

    /// <summary>Adds the messages of a batch of one partition.</summary>
    public void Add(EventBatch batch, int partition, List<FactMessage> messages)
    {
        if (format == EventFormat.Json)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                messages.Add(Json(batch, row, partition));
            }
            return;
        }
        foreach (string topic in topics.VisitorTopics)
        {
            rows.Clear();
            for (int row = 0; row < batch.Count; row++)
            {
                if (topics.Of(batch.Types[row]) == topic)
                {
                    rows.Add(row);
                }
            }
            AddArrow(batch, 0, rows.Count, topic, partition, messages);
        }
    }

    private FactMessage Json(EventBatch batch, int row, int partition)
    {
        json.ResetWrittenCount();
        EventBatchJson.Write(batch, row, json);
        return new FactMessage(
            topics.Of(batch.Types[row]),
            partition,
            batch.Code(EventField.Visitor, row) == 0 ? null : batch.Bytes(EventField.Visitor, row).ToArray(),
            json.WrittenSpan.ToArray()
        );
    }

    /// <summary>Adds some of the rows, in their order: as one message, or halved until each is small enough.</summary>
    private void AddArrow(
        EventBatch batch,
        int first,
        int count,
        string topic,
        int partition,
        List<FactMessage> messages
    )
    {
        if (count == 0)
        {
            return;
        }
        if (count <= MostEvents)
        {
            part.Clear();
            for (int i = first; i < first + count; i++)
            {
                part.Append(batch, rows[i]);
            }
            int length = codec.Encode(part, ref stream);
            if (length <= MostBytes || count == 1)
            {
                byte[] value = stream.AsSpan(0, length).ToArray();
                messages.Add(new FactMessage(topic, partition, null, value, ArrowEventCodec.MediaType));
                return;
            }
        }
        int half = count / 2;
        AddArrow(batch, first, half, topic, partition, messages);
        AddArrow(batch, first + half, count - half, topic, partition, messages);
    }
}
