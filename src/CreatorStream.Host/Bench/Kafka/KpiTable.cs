using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Deduplication;

namespace CreatorStream.Host.Bench.Kafka;

/// <summary>Events by type and the sum of conversions' value, for each content item and window of 10 s; duplicates are left out.</summary>
internal sealed class KpiTable
{
    /// <summary>How many rows ahead memory is asked for: a look-up takes less time than the answer of far memory.</summary>
    private const int Far = 32;
    private const int Near = 16;

    /// <summary>Rows that have changed are handed on when there are so many; nobody takes them.</summary>
    private const int MostChanged = 1 << 15;
    private static readonly Action<ulong, KpiRow> Drop = (_, _) => { };

    /// <summary>
    /// All there are: in a replay partitions advance unevenly, so events far behind the newest are the rule here, and
    /// nothing could be sealed that isn't looked up again.
    /// </summary>
    private const int FingerprintsInTable = 1 << 28;

    /// <summary>Windows of a content item whose rows are remembered: events of a batch are of few.</summary>
    private const int Guesses = 4;
    private const int Unknown = -1;

    private readonly EventIdentity identity;
    private readonly FingerprintStore seen;
    private readonly HashIndex contents;
    private readonly RowTable<KpiRow> rows;
    private readonly List<string> names = [];
    private int[] numbers = [];
    private int[] guesses = [];
    private int[] accepted = [];
    private ulong[] keys = [];
    private int[] places = [];

    public KpiTable(StateMemory memory, ulong secret)
    {
        identity = new EventIdentity(secret);
        seen = new FingerprintStore(memory, FingerprintsInTable);
        contents = new HashIndex(memory, StatePart.Panes);
        rows = new RowTable<KpiRow>(memory, StatePart.Panes);
    }

    /// <summary>Events met again.</summary>
    public long Duplicates { get; private set; }

    public void Add(EventBatch batch)
    {
        identity.ComputeFingerprints(batch);
        Count(batch, Deduplicate(batch));
        if (rows.ChangedCount >= MostChanged)
            rows.Flush(Drop);
    }

    /// <summary>Adds its rows to those of other threads, which may have rows of the same content item and window.</summary>
    public void AddTo(Dictionary<(string Content, int Pane), KpiRow> merged)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var key = rows.KeyAt(row);
            var place = (names[PaneRows.SeriesOf(key)], PaneRows.PaneOf(key));
            merged[place] = merged.GetValueOrDefault(place) + rows.At(row);
        }
    }

    /// <summary>Puts the rows that are new into <see cref="accepted"/>.</summary>
    private ReadOnlySpan<int> Deduplicate(EventBatch batch)
    {
        if (accepted.Length < batch.Count)
            accepted = new int[batch.Count * 2];
        var times = batch.TimesMicros;
        var fingerprints = identity.Fingerprints[..times.Length];
        var count = 0;
        for (var row = 0; row < times.Length; row++)
        {
            if (row + Far < times.Length)
                seen.PrefetchSlot(fingerprints[row + Far]);
            accepted[count] = row;
            count += seen.Add(SeenEvent.Of(times[row], fingerprints[row])) ? 1 : 0;
        }
        Duplicates += times.Length - count;
        return accepted.AsSpan(0, count);
    }

    private void Count(EventBatch batch, ReadOnlySpan<int> accepted)
    {
        FindPlaces(batch, accepted);
        var types = batch.Types;
        var values = batch.ValuesMicros;
        for (var i = 0; i < accepted.Length; i++)
        {
            if (i + Near < accepted.Length)
                rows.PrefetchGuess(guesses[places[i + Near]]);
            var row = accepted[i];
            rows.Change(keys[i], ref guesses[places[i]]).Add(types[row], values[row]);
        }
    }

    /// <summary>Finds out where each event is counted, and where the number of that row is remembered.</summary>
    private void FindPlaces(EventBatch batch, ReadOnlySpan<int> accepted)
    {
        if (keys.Length < accepted.Length)
        {
            keys = new ulong[accepted.Length * 2];
            places = new int[accepted.Length * 2];
        }
        if (numbers.Length <= batch.Strings.Count)
            numbers = new int[batch.Strings.Count * 2 + 1];
        numbers.AsSpan(0, batch.Strings.Count + 1).Fill(Unknown);
        var codes = batch.Codes(EventField.Content);
        var times = batch.TimesMicros;
        for (var i = 0; i < accepted.Length; i++)
        {
            var row = accepted[i];
            var code = codes.IsEmpty ? 0 : codes[row];
            var content = numbers[code];
            if (content == Unknown)
                content = numbers[code] = Number(batch, code);
            var pane = Pane.Of(times[row]);
            keys[i] = PaneRows.Key(content, pane);
            places[i] = content * Guesses + (pane & (Guesses - 1));
        }
    }

    /// <summary>The content item's number; once a batch.</summary>
    private int Number(EventBatch batch, int code)
    {
        var content = contents.GetOrAdd(identity.Strings[code], out var added);
        if (!added)
            return content;
        names.Add(batch.Strings.Text(code));
        if (guesses.Length < names.Count * Guesses)
            Array.Resize(ref guesses, names.Count * Guesses * 2);
        return content;
    }
}
