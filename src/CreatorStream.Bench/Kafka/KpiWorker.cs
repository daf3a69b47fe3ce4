using CreatorStream.Arrow;
using CreatorStream.Events;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Bench.Kafka;

/// <summary>
/// The peers' job: for each content item and window of 10 s, events by type and the sum of conversions' value. Beside
/// it, duplicates are removed, which peers don't do.
/// </summary>
internal sealed class KpiWorker : IBenchWorker
{
    /// <summary>Whether an event is ahead of its time is not asked: peers don't ask either.</summary>
    private const long NoClock = long.MaxValue / 2;

    // That of a bench is no secret.
    private const ulong Secret = 0x5eed;

    private readonly EventFormat format;
    private readonly EventParser parser = new(VisitorColumns.Read);
    private readonly ArrowEventCodec codec = new(VisitorColumns.Read);
    private readonly List<Rejection> rejections = [];
    private readonly EventBatch batch = new(Secret);
    private readonly StateMemory memory = new();
    private readonly KpiTable table;
    private long damaged;

    private KpiWorker(EventFormat format)
    {
        this.format = format;
        table = new KpiTable(memory.Open(), Secret);
    }

    public static BenchJob Job(EventFormat format) => new("kpi", (_, _) => new KpiWorker(format), Sum);

    public long Take(BatchConsumer messages)
    {
        if (format == EventFormat.Arrow)
        {
            return TakeArrow(messages);
        }

        batch.Clear();
        for (int i = 0; i < messages.Count; i++)
        {
            if (!parser.TryParse(messages[i].Value, NoClock, batch, out _))
            {
                damaged++;
            }
        }

        table.Add(batch);
        return messages.Count;
    }

    public void Finish() { }

    public void Dispose() => memory.Dispose();

    /// <summary>One by one: the columns of a message stay in the cache from one step to the next.</summary>
    private long TakeArrow(BatchConsumer messages)
    {
        long events = 0;
        for (int i = 0; i < messages.Count; i++)
        {
            batch.Clear();
            rejections.Clear();
            int met = codec.Decode(messages[i].Value, batch, Rebatch.MostEvents, NoClock, rejections);
            if (met > Rebatch.MostEvents)
            {
                throw new InvalidDataException($"a message has more than {Rebatch.MostEvents} events");
            }

            events += met;
            damaged += rejections.Count;
            table.Add(batch);
        }
        return events;
    }

    private static BenchFigures Sum(IReadOnlyList<IBenchWorker> workers)
    {
        var merged = new Dictionary<(string Content, int Pane), KpiRow>();
        long duplicates = 0;
        foreach (KpiWorker worker in workers.Cast<KpiWorker>())
        {
            if (worker.damaged > 0)
            {
                throw new InvalidDataException(
                    $"{worker.damaged} events can't be used: the topics aren't the generator's"
                );
            }

            duplicates += worker.table.Duplicates;
            worker.table.AddTo(merged);
        }
        KpiRow all = merged.Values.Aggregate(default(KpiRow), (sum, row) => sum + row);
        return new(merged.Count, all.Events, all.ValueMicros, all.Events, duplicates);
    }
}
