using System.Numerics;
using CreatorStream.Analytics.Panes;
using CreatorStream.Analytics.Reach;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>Counts distinct people by entity, window and pane: all, and the inauthentic actors among them.</summary>
public sealed class ReachCounter
{
    private const int NoPane = -1;

    private readonly VisitorState state;
    private readonly KeptPanes kept;
    private readonly NewRuns newRuns;
    private readonly RowTable<ReachSteps> all;

    /// <summary>Few actors are inauthentic: their steps don't widen the rows of all.</summary>
    private readonly RowTable<ReachSteps> excluded;

    private readonly Dictionary<int, int> lastPanes = [];
    private readonly Func<int, EntityLevel, int> entityOf;

    public ReachCounter(VisitorState state, KeptPanes kept)
    {
        this.state = state;
        this.kept = kept;
        newRuns = new NewRuns(Settle);
        entityOf = state.Subjects.Entity;
        all = new RowTable<ReachSteps>(state.Scope, StatePart.Panes);
        excluded = new RowTable<ReachSteps>(state.Scope, StatePart.Panes);
    }

    public int Rows => all.Count;

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<EventType> types = batch.Events.Types;
        ReadOnlySpan<long> times = batch.Events.TimesMicros;
        foreach (int row in batch.Accepted)
        {
            if (!types[row].IsTouch())
            {
                continue;
            }
            int subject = batch.Subjects[row];
            int pane = Pane.Of(times[row]);
            int excluded = batch.Excluded[row] ? 1 : 0;
            int recent = kept.RecentOfSubject(subject);
            for (int level = 0; level < FactBatch.Levels; level++)
            {
                int entity = state.Subjects.Entity(subject, (EntityLevel)level);
                if (entity != SubjectTable.None)
                {
                    bool isOpen = newRuns.Open(entity, pane);
                    var steps = new Steps(this, subject, recent, entity, isOpen ? pane : NoPane, 1, excluded);
                    (int previous, int next) = batch.Neighbours(row, level);
                    RollingReach.Insert(previous, pane, next, ref steps);
                }
            }
        }
    }

    /// <summary>Adds a whole journey, touch by touch in order of time.</summary>
    /// <param name="placed">What a subject counts for at a level, where that isn't what it counts for now.</param>
    public void AddJourney(int visitor, int countAll, int countExcluded, Func<int, EntityLevel, int>? placed = null)
    {
        placed ??= entityOf;
        if (countAll == 0 && countExcluded == 0)
        {
            return;
        }
        lastPanes.Clear();
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            int pane = touch.Pane;
            int recent = kept.RecentOfSubject(touch.Subject);
            for (int level = 0; level < FactBatch.Levels; level++)
            {
                int entity = placed(touch.Subject, (EntityLevel)level);
                if (entity == SubjectTable.None)
                {
                    continue;
                }
                int previous = lastPanes.GetValueOrDefault(entity, RollingReach.None);
                lastPanes[entity] = pane;
                var steps = new Steps(this, touch.Subject, recent, entity, NoPane, countAll, countExcluded);
                RollingReach.Insert(previous, pane, RollingReach.None, ref steps);
            }
        }
    }

    /// <summary>All rows come with the next flush.</summary>
    public void PublishAll()
    {
        newRuns.SettleAll();
        foreach (RowTable<ReachSteps> rows in (ReadOnlySpan<RowTable<ReachSteps>>)[all, excluded])
        {
            for (int row = 0; row < rows.Count; row++)
            {
                rows.At(row).ChangeAll();
            }
            rows.ChangeAll();
        }
    }

    /// <param name="merge">Whether panes have become old.</param>
    /// <param name="into">Takes what changed.</param>
    public void Flush(bool merge, List<ReachRow> into)
    {
        newRuns.SettleAll();
        if (merge)
        {
            all.Merge(kept.OfEntity);
            excluded.Merge(kept.OfEntity);
        }
        excluded.Flush(
            (key, ref row) =>
            {
                all.Change(key).ChangeLike(row);
                row.ClearChanged();
            }
        );
        all.Flush(
            (key, ref row) =>
            {
                ReachSteps excludedOfRow = excluded.Find(key);
                for (int window = 0; window < RollingReach.WindowCount; window++)
                {
                    if (row.IsChanged(window))
                    {
                        int entity = PaneRows.SeriesOf(key);
                        int pane = PaneRows.PaneOf(key);
                        into.Add(new ReachRow(entity, (byte)window, pane, row[window], excludedOfRow[window]));
                    }
                }
                row.HasExcluded = !excludedOfRow.IsZero;
                row.ClearChanged();
            }
        );
        if (merge)
        {
            all.Drop(row => row.IsZero);
            excluded.Drop(row => row.IsZero);
        }
    }

    private void Settle(int entity, int pane, in NewRuns.Runs runs)
    {
        for (int window = 0; window < RollingReach.WindowCount; window++)
        {
            if (runs.Begun[window] != 0)
            {
                all.Change(PaneRows.Key(entity, kept.OfEntity(entity, pane))).Add(window, runs.Begun[window]);
            }
        }
        for (int window = 0; window < RollingReach.AllTime; window++)
        {
            if (runs.Ending[window] != 0)
            {
                int end = kept.OfEntity(entity, pane + RollingReach.Windows[window]);
                all.Change(PaneRows.Key(entity, end)).Add(window, -runs.Ending[window]);
            }
        }
    }

    /// <param name="open">The pane of the touch, where new runs of it are gathered; else none.</param>
    private readonly struct Steps(
        ReachCounter counter,
        int subject,
        int recent,
        int entity,
        int open,
        int countAll,
        int countExcluded
    ) : IReachSteps
    {
        public void Begin(int windows, int pane)
        {
            if (open != NoPane)
            {
                counter.newRuns.Begin(entity, windows, countAll);
            }
            else
            {
                Begin(ref counter.all.Change(Key(pane)), windows, countAll);
            }
            if (countExcluded != 0)
            {
                Begin(ref counter.excluded.Change(Key(pane)), windows, countExcluded);
            }
        }

        public void Add(int window, int pane, int delta)
        {
            // A run that becomes longer takes back its end, which may be anywhere.
            if (
                open != NoPane
                && delta < 0
                && window != RollingReach.AllTime
                && pane == open + RollingReach.Windows[window]
            )
            {
                counter.newRuns.End(entity, window, countAll);
            }
            else
            {
                counter.all.Change(Key(pane)).Add(window, delta * countAll);
            }
            if (countExcluded != 0)
            {
                counter.excluded.Change(Key(pane)).Add(window, delta * countExcluded);
            }
        }

        private static void Begin(ref ReachSteps row, int windows, int count)
        {
            for (; windows != 0; windows &= windows - 1)
            {
                row.Add(BitOperations.TrailingZeroCount(windows), count);
            }
        }

        private ulong Key(int pane) =>
            PaneRows.Key(entity, pane >= recent ? pane : counter.kept.OfSubject(subject, pane));
    }
}
