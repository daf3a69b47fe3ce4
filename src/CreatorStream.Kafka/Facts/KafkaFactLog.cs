using System.Buffers;
using CreatorStream.Events;
using CreatorStream.Kafka.Entries;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Kafka.Facts;

/// <summary>
/// Kafka as the fact log: one JSON message an event, keyed by its visitor, one an entry, keyed by what it is about.
/// Events are read by <see cref="KafkaEventReader"/>.
/// </summary>
public sealed class KafkaFactLog(LogIdentity identity, TopicSpecs topics, FactProducer producer, EntryLog entries)
    : IFactLog
{
    public int Partitions => identity.Partitions;

    public ulong Secret => identity.Secret;

    public Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
    {
        var messages = new List<FactMessage>();
        var batch = new EventBatch();
        var json = new ArrayBufferWriter<byte>(4096);
        foreach (LogAppend record in records)
        {
            if (record.Stream == LogStream.Events)
            {
                EventBatchCodec.Decode(record.Payload.Span, batch);
                for (int row = 0; row < batch.Count; row++)
                {
                    json.ResetWrittenCount();
                    EventBatchJson.Write(batch, row, json);
                    messages.Add(
                        new FactMessage(
                            topics.Of(batch.Types[row]),
                            record.Partition,
                            batch.Bytes(EventField.Visitor, row).ToArray(),
                            json.WrittenSpan.ToArray()
                        )
                    );
                }
            }
            else
            {
                string topic = record.Stream == LogStream.Catalog ? topics.Catalog : topics.Metrics;
                foreach (Range line in record.Payload.Span.Split((byte)'\n'))
                {
                    ReadOnlySpan<byte> entry = record.Payload.Span[line];
                    if (!entry.IsEmpty)
                    {
                        byte[] value = entry.ToArray();
                        messages.Add(new FactMessage(topic, 0, EntryKey.Of(value, record.Stream), value));
                    }
                }
            }
        }
        return producer.ProduceAsync(messages).WaitAsync(cancel);
    }

    /// <exception cref="ArgumentException">Events are not read this way.</exception>
    public ILogReader Read(LogStream stream, int partition, long afterOffset) => entries.Open(stream);

    /// <exception cref="ArgumentException">Events are not counted this way.</exception>
    public long EndOffset(LogStream stream, int partition) => entries.EndOffset(stream);
}
