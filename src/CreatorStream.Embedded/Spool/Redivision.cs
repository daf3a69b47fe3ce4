using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Embedded.Spool;

/// <summary>Events that were spooled for a log of other partitions, by those of the log they are sent to: a collector may
/// begin on a repartitioned log with a spool that still holds something.</summary>
internal static class Redivision
{
    /// <exception cref="InvalidDataException">A batch can't be decoded.</exception>
    public static IReadOnlyList<LogAppend> For(int partitions, int spooledBy, IReadOnlyList<LogAppend> records)
    {
        if (partitions == spooledBy)
        {
            return records;
        }
        var redivided = new List<LogAppend>();
        var batch = new EventBatch();
        foreach (LogAppend record in records)
        {
            if (record.Stream != LogStream.Events)
            {
                redivided.Add(record);
                continue;
            }
            EventBatchCodec.Decode(record.Payload.Span, batch);
            var parts = new SortedDictionary<int, EventBatch>();
            for (int row = 0; row < batch.Count; row++)
            {
                int partition = Partitioner.HomeOf(batch, row, partitions);
                if (!parts.TryGetValue(partition, out EventBatch? part))
                {
                    parts.Add(partition, part = new EventBatch());
                }
                part.Append(batch, row);
            }
            foreach ((int partition, EventBatch part) in parts)
            {
                byte[] payload = [];
                int length = EventBatchCodec.Encode(part, ref payload);
                redivided.Add(new LogAppend(LogStream.Events, partition, payload.AsMemory(0, length), part.Count));
            }
        }
        return redivided;
    }
}
