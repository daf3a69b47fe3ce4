using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Bench.Kafka;

/// <summary>
/// Every fingerprint ever seen, in a table for each pane: a fingerprint includes its event's time, so a repeat is of the
/// same pane. Events that lie next to each other in the log are of few panes, whose tables stay in the cache; one table
/// for all misses it at every event.
/// </summary>
internal sealed class SeenByPane(StateScope scope)
{
    /// <summary>Panes whose tables are found without a search.</summary>
    private const int Near = 64;

    private readonly Dictionary<int, int> numbers = [];
    private readonly List<FingerprintSet> tables = [];
    private readonly (int Pane, int Table)[] near = [.. Enumerable.Repeat((-1, 0), Near)];

    /// <summary>The number of a pane's table.</summary>
    /// <param name="pane">Not negative.</param>
    public int TableOf(int pane)
    {
        ref (int Pane, int Table) known = ref near[pane & (Near - 1)];
        if (known.Pane != pane)
        {
            known = (pane, Find(pane));
        }

        return known.Table;
    }

    /// <returns>false where it was there already.</returns>
    public bool Add(int table, ulong fingerprint) => tables[table].Add(fingerprint);

    /// <summary>Brings near where a fingerprint is looked up.</summary>
    public void PrefetchSlot(int table, ulong fingerprint) => tables[table].PrefetchSlot(fingerprint);

    private int Find(int pane)
    {
        if (!numbers.TryGetValue(pane, out int table))
        {
            table = tables.Count;
            numbers.Add(pane, table);
            tables.Add(new FingerprintSet(scope));
        }
        return table;
    }
}
