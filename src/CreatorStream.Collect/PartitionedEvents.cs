using System.Diagnostics;
using CreatorStream.Events;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Collect;

/// <summary>Events by the partition of their visitor, which become a record each. Used again and again; not thread-safe.</summary>
/// <param name="erased">Persons of whom no record tells.</param>
internal sealed class PartitionedEvents(int partitions, ErasedVisitors erased)
{
    private readonly EventBatch[] batches = [.. Enumerable.Range(0, partitions).Select(_ => new EventBatch())];
    private readonly byte[][] buffers = [.. Enumerable.Range(0, partitions).Select(_ => Array.Empty<byte>())];
    private readonly List<LogAppend> records = [];
    private EventEraser? eraser;

    public void Clear()
    {
        foreach (EventBatch batch in batches)
        {
            batch.Clear();
        }
    }

    public void Append(EventRow row) =>
        batches[Partitioner.PartitionOf(row.Bytes(EventField.Visitor), batches.Length)].Append(row);

    /// <summary>Copies the events of another, which has as many partitions.</summary>
    public void Append(PartitionedEvents from)
    {
        for (int partition = 0; partition < batches.Length; partition++)
        {
            EventBatch batch = from.batches[partition];
            for (int row = 0; row < batch.Count; row++)
            {
                batches[partition].Append(batch, row);
            }
        }
    }

    /// <summary>Copies one of so many parts of another, which has as many partitions, of which each gives its share.</summary>
    /// <returns>How many events it has.</returns>
    public int AppendPart(PartitionedEvents from, int number, int parts)
    {
        int count = 0;
        for (int partition = 0; partition < batches.Length; partition++)
        {
            EventBatch batch = from.batches[partition];
            int end = (int)((long)batch.Count * (number + 1) / parts);
            for (int row = (int)((long)batch.Count * number / parts); row < end; row++, count++)
            {
                batches[partition].Append(batch, row);
            }
        }
        return count;
    }

    /// <summary>Appends a record of each partition that has events; nothing may be changed before it completes.</summary>
    /// <param name="bodies">Of how many requests they are.</param>
    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    public async Task AppendToAsync(IFactLog log, int bodies, CancellationToken cancel)
    {
        using Activity? append = Traces.Begin("append");
        IReadOnlyList<LogAppend> encoded = Encode();
        append?.SetTag("creatorstream.bodies", bodies).SetTag("creatorstream.events", encoded.Sum(of => of.Facts));
        try
        {
            await log.AppendAsync(encoded, cancel);
        }
        catch (LogUnavailableException)
        {
            append?.SetStatus(ActivityStatusCode.Error, "the log is unavailable");
            throw;
        }
    }

    private List<LogAppend> Encode()
    {
        records.Clear();
        for (int partition = 0; partition < batches.Length; partition++)
        {
            if (batches[partition].Count > 0)
            {
                EventBatch batch = WithoutErased(batches[partition]);
                int length = EventBatchCodec.Encode(batch, ref buffers[partition]);
                records.Add(
                    new LogAppend(LogStream.Events, partition, buffers[partition].AsMemory(0, length), batch.Count)
                );
            }
        }
        return records;
    }

    /// <summary>Who was erased stays so, whatever is sent later: an old file again, or the same browser.</summary>
    private EventBatch WithoutErased(EventBatch batch) =>
        erased.IsEmpty ? batch : (eraser ??= new EventEraser(erased)).Erase(batch);
}
