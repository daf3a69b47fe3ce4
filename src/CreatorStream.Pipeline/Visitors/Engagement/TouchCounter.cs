using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>Counts touches by subject, pane and kind: all, and those of inauthentic actors.</summary>
public sealed class TouchCounter(VisitorState state, KeptPanes kept)
{
    /// <summary>By group of kinds.</summary>
    private readonly RowTable<TouchCounts>[] counts =
    [
        .. Enumerable.Range(0, KindColumns.Groups).Select(_ => new RowTable<TouchCounts>(state.Scope, StatePart.Panes)),
    ];

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<EventType> types = batch.Events.Types;
        ReadOnlySpan<long> times = batch.Events.TimesMicros;
        ReadOnlySpan<int> subjects = batch.PlainSubjects;
        ReadOnlySpan<bool> excluded = batch.Excluded;
        ReadOnlySpan<int> rows = batch.Accepted;
        for (int i = 0; i < rows.Length; i++)
        {
            if (i % Prefetch.Rows == 0)
            {
                foreach (int far in Prefetch.Ahead(rows, i + (2 * Prefetch.Rows)))
                {
                    counts[KindColumns.GroupOf(types[far])].PrefetchPlace(subjects[far]);
                }
                foreach (int near in Prefetch.Ahead(rows, i + Prefetch.Rows))
                {
                    ulong key = PaneRows.Key(subjects[near], Pane.Of(times[near]));
                    counts[KindColumns.GroupOf(types[near])].Prefetch(key, subjects[near]);
                }
            }
            int row = rows[i];
            if (types[row].IsTouch())
            {
                Count(subjects[row], Pane.Of(times[row]), types[row], 1, excluded[row] ? 1 : 0);
            }
        }
    }

    /// <param name="subject">Without facets.</param>
    public void Count(int subject, int pane, EventType kind, int countAll, int countExcluded)
    {
        ulong key = PaneRows.Key(subject, kept.OfSubject(subject, pane));
        ref TouchCounts row = ref counts[KindColumns.GroupOf(kind)].Change(key, subject);
        int column = KindColumns.ColumnOf(kind);
        row[column] += countAll;
        if (countExcluded != 0)
        {
            row[column + KindColumns.Excluded] += countExcluded;
        }
    }

    public int Rows => counts.Sum(group => group.Count);

    /// <summary>All rows come with the next flush.</summary>
    public void PublishAll() => Array.ForEach(counts, group => group.ChangeAll());

    /// <param name="merge">Whether panes have become old.</param>
    /// <param name="into">Takes what changed.</param>
    public void Flush(bool merge, TickRows into)
    {
        for (int group = 0; group < counts.Length; group++)
        {
            RowTable<TouchCounts> of = counts[group];
            List<CountRow> rows = into.Of(CountSection.Groups[group]);
            if (merge)
            {
                of.Merge(kept.OfSubject);
            }
            of.Flush((key, ref row) => rows.Add(new CountRow(PaneRows.SeriesOf(key), PaneRows.PaneOf(key), row)));
            if (merge)
            {
                of.Drop(row => row.IsZero);
            }
        }
    }
}
