using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>Events from a log whose records are batches in the form of <see cref="EventBatchCodec"/>.</summary>
public sealed class RecordReader(IFactLog log, int partition, ILogger logger) : IEventReader
{
    /// <summary>What a vector calls them.</summary>
    public const string Input = "events";

    private ILogReader? records;
    private long undecodable;

    public IReadOnlyDictionary<string, long> Vector => new Dictionary<string, long> { [Input] = Offset };

    public long Offset => records!.Offset;

    public long Unreadable => undecodable + records!.DamagedFacts;

    public bool IsBehindFormerOwner => false;

    public Task Arrival => records!.Appended;

    public bool Holds(IReadOnlyDictionary<string, long> vector) =>
        vector.GetValueOrDefault(Input) <= log.EndOffset(LogStream.Events, partition);

    public void Open(IReadOnlyDictionary<string, long> vector) =>
        records = log.Read(LogStream.Events, partition, vector.GetValueOrDefault(Input));

    /// <summary>All events of a partition that the log has by now behind an offset; the batch is the next one's, too.</summary>
    public static IEnumerable<FactBatch> ReadAll(IFactLog log, int partition, long afterOffset, ILogger logger)
    {
        using var reader = new RecordReader(log, partition, logger);
        reader.Open(new Dictionary<string, long> { [Input] = afterOffset });
        var batch = new FactBatch(log.Secret);
        while (reader.TryRead(batch))
        {
            yield return batch;
        }
    }

    public bool TryRead(FactBatch batch)
    {
        while (records!.TryRead(out LogRecord record))
        {
            try
            {
                EventBatchCodec.Decode(record.Payload, batch.Events);
            }
            catch (InvalidDataException error)
            {
                undecodable += record.Facts;
                logger.RecordLeftOut(error, record.Offset, partition, record.Facts);
                continue;
            }
            batch.AppendedToFill().Fill(record.AppendedAtMicros);
            return true;
        }
        return false;
    }

    public void Dispose() => records?.Dispose();
}
