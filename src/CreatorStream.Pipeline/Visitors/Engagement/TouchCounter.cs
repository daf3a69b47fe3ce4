using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>Counts touches by subject, pane and kind: all, and those of inauthentic actors.</summary>
public sealed class TouchCounter(VisitorState state, KeptPanes kept)
{
    private readonly RowTable<TouchCounts> counts = new(state.Scope, StatePart.Panes);

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<EventType> types = batch.Events.Types;
        ReadOnlySpan<long> times = batch.Events.TimesMicros;
        ReadOnlySpan<int> subjects = batch.Subjects;
        ReadOnlySpan<bool> excluded = batch.Excluded;
        foreach (int row in batch.Accepted)
        {
            if (types[row].IsTouch())
            {
                Count(subjects[row], Pane.Of(times[row]), types[row], 1, excluded[row] ? 1 : 0);
            }
        }
    }

    public void Count(int subject, int pane, EventType kind, int countAll, int countExcluded)
    {
        ulong key = PaneRows.Key(subject, kept.OfSubject(subject, pane));
        ref TouchCounts row = ref counts.Change(key, subject);
        row[(int)kind - 1] += countAll;
        row[EventTypes.TouchCount + (int)kind - 1] += countExcluded;
    }

    public int Rows => counts.Count;

    /// <summary>All rows come with the next flush.</summary>
    public void PublishAll() => counts.ChangeAll();

    /// <param name="merge">Whether panes have become old.</param>
    /// <param name="rows">Takes what changed.</param>
    public void Flush(bool merge, List<CountRow> rows)
    {
        if (merge)
        {
            counts.Merge(kept.OfSubject);
        }
        counts.Flush((key, ref row) => rows.Add(new CountRow(PaneRows.SeriesOf(key), PaneRows.PaneOf(key), row)));
        if (merge)
        {
            counts.Drop(row => row.IsZero);
        }
    }
}
