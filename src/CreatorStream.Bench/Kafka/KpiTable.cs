using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Bench.Kafka;

/// <summary>Events by type and the sum of conversions' value, for each content item and window of 10 s; duplicates are left out.</summary>
internal sealed class KpiTable
{
    /// <summary>How many rows ahead memory is asked for: first where something is looked up, then what is found there.</summary>
    private const int Far = 32;
    private const int Near = 16;

    /// <summary>Rows that have changed are handed on when there are so many; nobody takes them.</summary>
    private const int MostChanged = 1 << 15;
    private static readonly RowTable<KpiRow>.Emit Drop = (_, ref _) => { };

    private const int Unknown = -1;

    private readonly EventIdentity identity;
    private readonly SeenByPane seen;
    private readonly KeyedRows<int> contents;
    private readonly RowTable<KpiRow> rows;
    private readonly List<string> names = [];
    private int[] numbers = [];
    private int[] accepted = [];
    private int[] panes = [];
    private int[] tables = [];
    private ulong[] keys = [];

    public KpiTable(StateScope scope, ulong secret)
    {
        identity = new EventIdentity(secret);
        seen = new SeenByPane(scope);
        contents = new KeyedRows<int>(scope, StatePart.Panes);
        rows = new RowTable<KpiRow>(scope, StatePart.Panes);
    }

    /// <summary>Events met again.</summary>
    public long Duplicates { get; private set; }

    public void Add(EventBatch batch)
    {
        MakeRoom(batch.Count);
        identity.ComputeFingerprints(batch);
        ReadOnlySpan<int> fresh = Deduplicate(batch);
        FindRows(batch, fresh);
        Count(batch, fresh);
        if (rows.ChangedCount >= MostChanged)
        {
            rows.Flush(Drop);
        }
    }

    /// <summary>Adds its rows to those of other threads, which may have rows of the same content item and window.</summary>
    public void AddTo(Dictionary<(string Content, int Pane), KpiRow> merged)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            ulong key = rows.KeyAt(row);
            (string, int) place = (names[PaneRows.SeriesOf(key)], PaneRows.PaneOf(key));
            merged[place] = merged.GetValueOrDefault(place) + rows.At(row);
        }
    }

    /// <returns>The rows that are new.</returns>
    private ReadOnlySpan<int> Deduplicate(EventBatch batch)
    {
        ReadOnlySpan<long> times = batch.TimesMicros;
        for (int row = 0; row < times.Length; row++)
        {
            int pane = Pane.Of(times[row]);
            panes[row] = pane;
            tables[row] = seen.TableOf(pane);
        }
        ReadOnlySpan<ulong> fingerprints = identity.Fingerprints[..times.Length];
        int count = 0;
        for (int row = 0; row < times.Length; row++)
        {
            if (row + Far < times.Length)
            {
                seen.PrefetchSlot(tables[row + Far], fingerprints[row + Far]);
            }

            accepted[count] = row;
            count += seen.Add(tables[row], fingerprints[row]) ? 1 : 0;
        }
        Duplicates += times.Length - count;
        return accepted.AsSpan(0, count);
    }

    /// <summary>Finds out where each event is counted.</summary>
    private void FindRows(EventBatch batch, ReadOnlySpan<int> fresh)
    {
        if (numbers.Length <= batch.Strings.Count)
        {
            numbers = new int[batch.Strings.Count * 2 + 1];
        }

        numbers.AsSpan(0, batch.Strings.Count + 1).Fill(Unknown);
        ReadOnlySpan<int> codes = batch.Codes(EventField.Content);
        for (int i = 0; i < fresh.Length; i++)
        {
            int row = fresh[i];
            int code = codes.IsEmpty ? 0 : codes[row];
            int content = numbers[code];
            if (content == Unknown)
            {
                content = numbers[code] = Number(batch, code);
            }

            keys[i] = PaneRows.Key(content, panes[row]);
        }
    }

    private void Count(EventBatch batch, ReadOnlySpan<int> fresh)
    {
        ReadOnlySpan<EventType> types = batch.Types;
        ReadOnlySpan<long> values = batch.ValuesMicros;
        for (int i = 0; i < fresh.Length; i++)
        {
            if (i + Far < fresh.Length)
            {
                rows.PrefetchSlot(keys[i + Far]);
            }

            if (i + Near < fresh.Length)
            {
                rows.PrefetchRow(keys[i + Near]);
            }

            int row = fresh[i];
            rows.Change(keys[i]).Add(types[row], values[row]);
        }
    }

    /// <summary>The content item's number; once a batch.</summary>
    private int Number(EventBatch batch, int code)
    {
        int content = contents.GetOrAdd(identity.Strings[code], out bool added);
        if (added)
        {
            names.Add(batch.Strings.Text(code));
        }

        return content;
    }

    private void MakeRoom(int count)
    {
        if (accepted.Length >= count)
        {
            return;
        }

        accepted = new int[count * 2];
        panes = new int[count * 2];
        tables = new int[count * 2];
        keys = new ulong[count * 2];
    }
}
