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

    /// <summary>How many rows ahead memory is asked for: first where a row is looked up, then what is found there.</summary>
    private const int Far = 16;
    private const int Near = 8;

    /// <summary>Rows that have changed are handed on when there are so many; nobody takes them.</summary>
    private const int MostChanged = 1 << 15;
    private static readonly Action<ulong, KpiRow> Drop = (_, _) => { };

    /// <summary>
    /// More than usual: in a replay partitions advance unevenly, so events far behind the newest are the rule here.
    /// </summary>
    private const int FingerprintsInTable = 1 << 22;

    // That of a bench is no secret.
    private const ulong Secret = 0x5eed;

    private readonly EventParser parser = new(VisitorColumns.Read);
    private readonly EventBatch batch = new(Secret);
    private readonly EventIdentity identity = new(Secret);
    private readonly StateMemory memory = new();
    private readonly FingerprintStore seen;
    private readonly HashIndex contents;
    private readonly RowTable<KpiRow> rows;
    private readonly List<string> names = [];
    private ulong[] keys = [];
    private int[] accepted = [];
    private long duplicates;
    private long damaged;

    private KpiWorker()
    {
        seen = new FingerprintStore(memory, FingerprintsInTable);
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
        identity.ComputeFingerprints(batch);
        Count(Deduplicate());
        if (rows.ChangedCount >= MostChanged)
            rows.Flush(Drop);
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

    /// <summary>Puts the rows that are new into <see cref="accepted"/>, and where each is counted into <see cref="keys"/>.</summary>
    /// <returns>How many.</returns>
    private int Deduplicate()
    {
        if (accepted.Length < batch.Count)
        {
            accepted = new int[batch.Count * 2];
            keys = new ulong[batch.Count * 2];
        }
        var fingerprints = identity.Fingerprints;
        var times = batch.TimesMicros;
        var hashes = identity.Strings;
        var count = 0;
        for (var row = 0; row < times.Length; row++)
        {
            if (row + Far < times.Length)
                seen.PrefetchSlot(fingerprints[row + Far]);
            if (!seen.Add(SeenEvent.Of(times[row], fingerprints[row])))
            {
                duplicates++;
                continue;
            }
            var code = batch.Code(EventField.Content, row);
            var content = contents.GetOrAdd(hashes[code], out var added);
            if (added)
                names.Add(batch.Strings.Text(code));
            keys[count] = PaneRows.Key(content, Pane.Of(times[row]));
            accepted[count++] = row;
        }
        return count;
    }

    private void Count(int count)
    {
        var types = batch.Types;
        var values = batch.ValuesMicros;
        for (var i = 0; i < count; i++)
        {
            if (i + Far < count)
            {
                rows.PrefetchSlot(keys[i + Far]);
                rows.PrefetchRow(keys[i + Near]);
            }
            var row = accepted[i];
            rows.Change(keys[i]).Add(types[row], values[row]);
        }
    }
}
