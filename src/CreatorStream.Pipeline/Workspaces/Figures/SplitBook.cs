using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Splits;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>What the touches of each campaign came to by facets, of all time, rolled up through the catalog.</summary>
public sealed class SplitBook(
    WorkspaceCatalog catalog,
    IReadOnlyDictionary<int, PartitionNumbers> numbers,
    StateScope scope
)
{
    /// <summary>Rows last received from each partition: by subject, and in the place of the pane an index of the list below.</summary>
    private readonly Dictionary<int, (CountRows Rows, StateScope Scope)> partitions = [];
    private readonly List<(Facets Facets, int Group)> columns = [];
    private readonly Dictionary<(Facets Facets, int Group), int> columnNumbers = [];
    private readonly Dictionary<string, Dictionary<Facets, long[]>> campaigns = [];

    /// <summary>By facets, columns of all groups of kinds. What touches without facets came to is what is left of all.</summary>
    public IReadOnlyDictionary<Facets, long[]> Of(string campaign) => campaigns.GetValueOrDefault(campaign) ?? [];

    /// <summary>The same of late, in steps.</summary>
    public SplitSteps Steps { get; } = new(catalog, numbers, scope);

    public void Put(int partition, in SplitRow row)
    {
        if (row.Group >= KindColumns.Groups)
        {
            // Kinds of a later version.
            return;
        }
        if (!partitions.TryGetValue(partition, out (CountRows Rows, StateScope Scope) known))
        {
            StateScope ofPartition = scope.Open();
            partitions[partition] = known = (new CountRows(ofPartition), ofPartition);
        }
        if (!columnNumbers.TryGetValue((row.Facets, row.Group), out int column))
        {
            columnNumbers[(row.Facets, row.Group)] = column = columns.Count;
            columns.Add((row.Facets, row.Group));
        }
        TouchCounts deltas = known.Rows.Put(new CountRow(row.Subject, column, row.Counts));
        Span<long> sums = Sums(CampaignOf(partition, row.Subject), column);
        for (int at = 0; at < sums.Length; at++)
        {
            sums[at] += deltas[at];
        }
    }

    /// <summary>A new owner of a partition begins anew.</summary>
    public void Void(int partition)
    {
        Steps.Void(partition);
        if (!partitions.Remove(partition, out (CountRows Rows, StateScope Scope) known))
        {
            return;
        }
        using StateScope ending = known.Scope;
        known.Rows.Void(
            (key, deltas) =>
            {
                Span<long> sums = Sums(CampaignOf(partition, PaneRows.SeriesOf(key)), PaneRows.PaneOf(key));
                for (int at = 0; at < sums.Length; at++)
                {
                    sums[at] += deltas[at];
                }
            }
        );
    }

    /// <summary>A subject is placed elsewhere.</summary>
    public void Move(int partition, int subject, string before, string after)
    {
        Steps.Move();
        if (before == after || !partitions.TryGetValue(partition, out (CountRows Rows, StateScope Scope) known))
        {
            return;
        }
        PaneSeries<long> moved = known.Rows.Of(subject, column => column);
        for (int index = 0; index < moved.Count; index++)
        {
            ReadOnlySpan<long> counts = moved.ValuesAt(index);
            Span<long> from = Sums(before, moved.PaneAt(index));
            Span<long> into = Sums(after, moved.PaneAt(index));
            for (int at = 0; at < counts.Length; at++)
            {
                from[at] -= counts[at];
                into[at] += counts[at];
            }
        }
    }

    private string CampaignOf(int partition, int subject) =>
        catalog.Place(numbers[partition].Subjects[subject]).Campaign;

    private Span<long> Sums(string campaign, int column)
    {
        (Facets facets, int group) = columns[column];
        if (!campaigns.TryGetValue(campaign, out Dictionary<Facets, long[]>? of))
        {
            campaigns[campaign] = of = [];
        }
        if (!of.TryGetValue(facets, out long[]? sums))
        {
            of[facets] = sums = new long[KindColumns.Count];
        }
        return KindColumns.Of(group, sums);
    }
}
