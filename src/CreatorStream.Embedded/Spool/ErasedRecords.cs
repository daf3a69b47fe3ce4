using CreatorStream.Events;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Embedded.Spool;

/// <summary>Who was erased while their events waited is told of to no log.</summary>
internal static class ErasedRecords
{
    /// <returns>The records, those of erased visitors without them.</returns>
    /// <exception cref="InvalidDataException">A batch can't be decoded.</exception>
    public static IReadOnlyList<LogAppend> Without(ErasedVisitors erased, IReadOnlyList<LogAppend> records)
    {
        if (erased.IsEmpty)
        {
            return records;
        }
        var eraser = new EventEraser(erased);
        var batch = new EventBatch();
        return [.. records.Select(Without)];

        LogAppend Without(LogAppend record)
        {
            if (record.Stream != LogStream.Events)
            {
                return record;
            }
            EventBatchCodec.Decode(record.Payload.Span, batch);
            EventBatch without = eraser.Erase(batch);
            if (ReferenceEquals(without, batch))
            {
                return record;
            }
            byte[] payload = [];
            int length = EventBatchCodec.Encode(without, ref payload);
            return record with { Payload = payload.AsMemory(0, length) };
        }
    }
}
