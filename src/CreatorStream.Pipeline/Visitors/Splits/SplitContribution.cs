using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Splits;

/// <summary>
/// Counts touches by subject and facets, of all time: what is shown of a split; and of the newest two days by step, too: what
/// explains alerts. Touches that say nothing of themselves cost nothing; what they come to is what is left of all.
/// </summary>
public sealed class SplitContribution(VisitorState state) : IContribution
{
    /// <summary>By number of a subject with facets, and group of kinds.</summary>
    private readonly RowTable<TouchCounts> counts = new(state.Scope, StatePart.Panes);

    /// <summary>By number of a subject with facets, and step.</summary>
    private readonly RowTable<StepCounts> steps = new(state.Scope, StatePart.Panes);
    private readonly KeptPanes kept = new(state);

    public void Add(FactBatch batch)
    {
        if (!batch.Identity.HasFacets)
        {
            return;
        }
        ReadOnlySpan<EventType> types = batch.Events.Types;
        ReadOnlySpan<long> times = batch.Events.TimesMicros;
        ReadOnlySpan<int> subjects = batch.Subjects;
        ReadOnlySpan<int> plain = batch.PlainSubjects;
        ReadOnlySpan<int> rows = batch.Accepted;
        for (int i = 0; i < rows.Length; i++)
        {
            if (i + Prefetch.Near < rows.Length && rows[i + Prefetch.Near] is var near && subjects[near] != plain[near])
            {
                int subject = subjects[near];
                counts.Prefetch(PaneRows.Key(subject, KindColumns.GroupOf(types[near])), subject);
                steps.Prefetch(PaneRows.Key(subject, Step.Of(Pane.Of(times[near]))), subject);
            }
            int row = rows[i];
            if (subjects[row] != plain[row] && types[row].IsTouch())
            {
                Count(subjects[row], Pane.Of(times[row]), types[row], 1, batch.Excluded[row] ? 1 : 0);
            }
        }
    }

    public void Count(int visitor, int all, int excluded)
    {
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            Count(touch.Subject, touch.Pane, touch.Kind, all, excluded);
        }
    }

    public void Rebuild(int visitor) => Count(visitor, 1, state.Journeys.IsInauthentic(visitor) ? 1 : 0);

    public void PublishAll()
    {
        counts.ChangeAll();
        steps.ChangeAll();
    }

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
        PublishSteps(into.Of(SplitStepSection.Rows));
    }

    private void PublishSteps(List<SplitStepRow> rows)
    {
        bool isDue = kept.AreDue(steps.Count);
        for (int row = 0; isDue && row < steps.Count; row++)
        {
            ulong key = steps.KeyAt(row);
            if (!kept.IsRecent(PaneRows.SeriesOf(key), PaneRows.PaneOf(key) * Step.Panes))
            {
                steps.ChangeAt(row) = default;
            }
        }
        steps.Flush(
            (key, ref row) =>
            {
                int subject = PaneRows.SeriesOf(key);
                SubjectTable subjects = state.Subjects;
                rows.Add(
                    new SplitStepRow(subjects.PlainOf(subject), subjects.FacetsOf(subject), PaneRows.PaneOf(key), row)
                );
            }
        );
        if (isDue)
        {
            steps.Drop(row => row.IsZero);
            kept.Merged(steps.Count);
        }
    }

    private void Count(int subject, int pane, EventType kind, int all, int excluded)
    {
        if (state.Subjects.FacetsOf(subject).AreNone)
        {
            return;
        }
        ref TouchCounts row = ref counts.Change(PaneRows.Key(subject, KindColumns.GroupOf(kind)), subject);
        int column = KindColumns.ColumnOf(kind);
        row[column] += all;
        row[column + KindColumns.Excluded] += excluded;
        // What is older explains nothing, and nobody asks for it: so what was dropped is not counted again, either.
        if (kept.IsRecent(subject, pane))
        {
            steps.Change(PaneRows.Key(subject, Step.Of(pane)), subject).Add(kind, all, excluded);
        }
    }
}
