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
    private const int NoPlace = -1;

    private readonly VisitorState state;
    private readonly KeptPanes kept;
    private readonly NewRuns newRuns;
    private readonly RowTable<ReachSteps> all;

    /// <summary>Few actors are inauthentic: their steps don't widen the rows of all.</summary>
    private readonly RowTable<ReachSteps> excluded;

    private readonly Dictionary<int, int> lastPanes = [];
    private readonly Func<int, EntityLevel, int> entityOf;
    private readonly Action<int> prefetch;

    public ReachCounter(VisitorState state, KeptPanes kept)
    {
        this.state = state;
        this.kept = kept;
        newRuns = new NewRuns(Settle);
        prefetch = PrefetchRows;
        entityOf = state.Subjects.Entity;
        all = new RowTable<ReachSteps>(state.Scope, StatePart.Panes);
        excluded = new RowTable<ReachSteps>(state.Scope, StatePart.Panes);
    }

    public int Rows => all.Count;

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<EventType> types = batch.Events.Types;
        ReadOnlySpan<long> times = batch.Events.TimesMicros;
        ReadOnlySpan<int> rows = batch.Accepted;
        for (int i = 0; i < rows.Length; i++)
        {
            if (i + Prefetch.Near < rows.Length)
            {
                // There are few campaigns and creators: they are near.
                int near = batch.Subjects[rows[i + Prefetch.Near]];
                newRuns.PrefetchOf(state.Subjects.Entity(near, EntityLevel.Content));
            }
            int row = rows[i];
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
                    AddTouch(batch.Neighbours(row, level), subject, pane, recent, entity, excluded);
                }
            }
        }
    }

    private void AddTouch((int Previous, int Next) met, int subject, int pane, int recent, int entity, int excluded)
    {
        if (met.Previous == pane || met.Next == pane)
        {
            return;
        }
        int place = newRuns.Open(entity, pane);
        if (met == (RollingReach.None, RollingReach.None) && excluded == 0)
        {
            newRuns.Meet(place);
            return;
        }
        var steps = new Steps(this, subject, recent, entity, place, pane, 1, excluded);
        RollingReach.Insert(met.Previous, pane, met.Next, ref steps);
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
                var steps = new Steps(this, touch.Subject, recent, entity, NoPlace, pane, countAll, countExcluded);
                RollingReach.Insert(previous, pane, RollingReach.None, ref steps);
            }
        }
    }

    /// <summary>All rows come with the next flush.</summary>
    public void PublishAll()
    {
        newRuns.SettleAll(prefetch);
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
        newRuns.SettleAll(prefetch);
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
            newRuns.ForgetRows();
        }
    }

    private void Settle(int place)
    {
        NewRuns.Runs runs = newRuns.Take(place);
        int pane = newRuns.PaneOf(place);
        if (((ReadOnlySpan<int>)runs.Begun).ContainsAnyExcept(0))
        {
            ref ReachSteps row = ref Row(place, RollingReach.AllTime, pane);
            for (int window = 0; window < RollingReach.WindowCount; window++)
            {
                if (runs.Begun[window] != 0)
                {
                    row.Add(window, runs.Begun[window]);
                }
            }
        }
        for (int window = 0; window < RollingReach.AllTime; window++)
        {
            if (runs.Ending[window] != 0)
            {
                Row(place, window, pane + RollingReach.Windows[window]).Add(window, -runs.Ending[window]);
            }
        }
    }

    /// <summary>The row that runs go to, looked up the first time.</summary>
    private ref ReachSteps Row(int place, int window, int pane)
    {
        ref int number = ref newRuns.RowsOf(place)[window];
        if (number == 0)
        {
            int entity = NewRuns.EntityOf(place);
            number = all.NumberOf(PaneRows.Key(entity, kept.OfEntity(entity, pane))) + 1;
        }
        return ref all.ChangeAt(number - 1);
    }

    /// <summary>Brings near what a place settles to.</summary>
    private void PrefetchRows(int place)
    {
        NewRuns.Rows rows = newRuns.RowsOf(place);
        for (int window = 0; window < RollingReach.WindowCount; window++)
        {
            if (rows[window] != 0)
            {
                all.PrefetchAt(rows[window] - 1);
            }
            else
            {
                int length = window == RollingReach.AllTime ? 0 : RollingReach.Windows[window];
                all.PrefetchSlot(PaneRows.Key(NewRuns.EntityOf(place), newRuns.PaneOf(place) + length));
            }
        }
    }

    /// <param name="place">Where new runs of the touch's pane are gathered, or none.</param>
    /// <param name="open">The touch's pane.</param>
    private readonly struct Steps(
        ReachCounter counter,
        int subject,
        int recent,
        int entity,
        int place,
        int open,
        int countAll,
        int countExcluded
    ) : IReachSteps
    {
        public void Begin(int windows, int pane)
        {
            if (place != NoPlace)
            {
                counter.newRuns.Begin(place, windows, countAll);
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
                place != NoPlace
                && delta < 0
                && window != RollingReach.AllTime
                && pane == open + RollingReach.Windows[window]
            )
            {
                counter.newRuns.End(place, window, countAll);
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
