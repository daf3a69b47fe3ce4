using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Splits;

/// <summary>
/// Counts touches by subject and facets, of all time: what is shown of a split. Touches that say nothing of themselves cost
/// nothing; what they come to is what is left of all.
/// </summary>
public sealed class SplitContribution(VisitorState state) : IContribution
{
    /// <summary>By number of a subject with facets, and group of kinds.</summary>
    private readonly RowTable<TouchCounts> counts = new(state.Scope, StatePart.Panes);

    public void Add(FactBatch batch)
    {
        if (!batch.Identity.HasFacets)
        {
            return;
        }
        ReadOnlySpan<EventType> types = batch.Events.Types;
        foreach (int row in batch.Accepted)
        {
            if (types[row].IsTouch())
            {
                Count(batch.Subjects[row], types[row], 1, batch.Excluded[row] ? 1 : 0);
            }
        }
    }

    public void Count(int visitor, int all, int excluded)
    {
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            Count(touch.Subject, touch.Kind, all, excluded);
        }
    }

    public void Rebuild(int visitor) => Count(visitor, 1, state.Journeys.IsInauthentic(visitor) ? 1 : 0);

    public void PublishAll() => counts.ChangeAll();

    public void Publish(TickRows into)
    {
        List<SplitRow> rows = into.Of(SplitSection.Rows);
        counts.Flush(
            (key, ref row) =>
            {
                int subject = PaneRows.SeriesOf(key);
                SubjectTable subjects = state.Subjects;
                rows.Add(
                    new SplitRow(subjects.PlainOf(subject), subjects.FacetsOf(subject), PaneRows.PaneOf(key), row)
                );
            }
        );
    }

    private void Count(int subject, EventType kind, int all, int excluded)
    {
        if (state.Subjects.FacetsOf(subject).AreNone)
        {
            return;
        }
        ref TouchCounts row = ref counts.Change(PaneRows.Key(subject, KindColumns.GroupOf(kind)), subject);
        int column = KindColumns.ColumnOf(kind);
        row[column] += all;
        row[column + KindColumns.Excluded] += excluded;
    }
}
