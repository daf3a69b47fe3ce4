using CreatorStream.Arrow;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Facts;

namespace CreatorStream.Bench.Kafka;

/// <summary>
/// Does nothing with what it reads: what reading itself costs. Of Arrow messages it looks at the header that says how
/// many rows there are.
/// </summary>
internal sealed class ConsumeWorker(EventFormat format) : IBenchWorker
{
    public static BenchJob Job(EventFormat format) => new("consume", (_, _) => new ConsumeWorker(format), _ => default);

    public long Take(BatchConsumer batch)
    {
        if (format == EventFormat.Json)
        {
            return batch.Count;
        }

        long events = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            events += ArrowEventCodec.CountRows(batch[i].Value);
        }

        return events;
    }

    public void Finish() { }

    public void Dispose() { }
}
