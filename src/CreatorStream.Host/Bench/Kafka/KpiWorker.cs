using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Kafka;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Deduplication;

namespace CreatorStream.Host.Bench.Kafka;

/// <summary>
/// The peers' job: for each content item and window of 10 s, events by type and the sum of conversions' value. Beside
/// it, duplicates are removed, which peers don't do.
/// </summary>
internal sealed class KpiWorker : IBenchWorker
{
    /// <summary>Whether an event is ahead of its time is not asked: peers don't ask either.</summary>
    private const long NoClock = long.MaxValue / 2;

    /// <summary>Rows ahead of which the table of fingerprints is asked for.</summary>
    private const int Ahead = 16;

    // That of a bench is no secret.
    private const ulong Secret = 0x5eed;

    private readonly EventParser parser = new();
    private readonly EventBatch batch = new();
    private readonly EventIdentity identity = new(Secret);
    private readonly StateMemory memory = new();
    private readonly FingerprintStore seen;
    private readonly HashIndex contents;
    private readonly RowTable<KpiRow> rows;
    private readonly List<string> names = [];
    private int[] guesses = new int[1024];
    private long duplicates;
    private long damaged;

    private KpiWorker()
    {
        seen = new FingerprintStore(memory, FingerprintStore.MostInTable);
        contents = new HashIndex(memory, StatePart.Panes);
        rows = new RowTable<KpiRow>(memory, StatePart.Panes);
    }

    public static BenchJob Job { get; } = new("kpi", (_, _) => new KpiWorker(), Sum);

    public void Take(BatchConsumer messages)
    {
        batch.Clear();
        for (var i = 0; i < messages.Count; i++)
            if (!parser.TryParse(messages[i].Value, NoClock, batch, out _))
                damaged++;
        identity.Compute(batch);
        var fingerprints = identity.Fingerprints;
        var times = batch.TimesMicros;
        for (var row = 0; row < batch.Count; row++)
        {
            if (row + Ahead < batch.Count)
                seen.PrefetchSlot(fingerprints[row + Ahead]);
            if (!seen.Add(SeenEvent.Of(times[row], fingerprints[row])))
                duplicates++;
            else
                Count(row, times[row]);
        }
    }

    public void Finish() { }

    public void Dispose() => memory.Dispose();

    private static BenchFigures Sum(IReadOnlyList<IBenchWorker> workers)
    {
        // Threads have rows of the same content item and window: they are one row of the result.
        var merged = new Dictionary<(string, int), KpiRow>();
        long duplicates = 0;
        foreach (var worker in workers.Cast<KpiWorker>())
        {
            if (worker.damaged > 0)
                throw new InvalidDataException($"{worker.damaged} messages are no events");
            duplicates += worker.duplicates;
            for (var row = 0; row < worker.rows.Count; row++)
            {
                var key = worker.rows.KeyAt(row);
                var place = (worker.names[PaneRows.SeriesOf(key)], PaneRows.PaneOf(key));
                merged[place] = merged.GetValueOrDefault(place) + worker.rows.At(row);
            }
        }
        var all = merged.Values.Aggregate(default(KpiRow), (sum, row) => sum + row);
        return new(merged.Count, all.Events, all.ValueMicros, all.Events, duplicates);
    }

    private void Count(int row, long time)
    {
        var code = batch.Code(EventField.Content, row);
        var content = contents.GetOrAdd(identity.Strings[code], out var added);
        if (added)
            Learn(content, code);
        rows.Change(PaneRows.Key(content, Pane.Of(time)), ref guesses[content])
            .Add(batch.Types[row], batch.ValuesMicros[row]);
    }

    private void Learn(int content, int code)
    {
        names.Add(batch.Strings.Text(code));
        if (content == guesses.Length)
            Array.Resize(ref guesses, content * 2);
    }
}
