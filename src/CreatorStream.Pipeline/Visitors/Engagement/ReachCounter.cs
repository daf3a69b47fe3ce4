using System.Numerics;
using CreatorStream.Analytics.Panes;
using CreatorStream.Analytics.Reach;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>Counts distinct people by entity, window and pane: all, and the inauthentic actors among them.</summary>
public sealed class ReachCounter(VisitorState state, KeptPanes kept)
{
    /// <summary>Runs begin in one pane, and end in another in each of the finite windows.</summary>
    private const int PlacesPerEntity = 1 + RollingReach.AllTime;

    private readonly KeptPanes kept = kept;
    private readonly RowTable<ReachSteps> all = new(state.Memory, StatePart.Panes);

    /// <summary>Few actors are inauthentic: their steps don't widen the rows of all.</summary>
    private readonly RowTable<ReachSteps> excluded = new(state.Memory, StatePart.Panes);

    private readonly Dictionary<int, int> lastPanes = [];

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
                    var steps = new Steps(this, subject, recent, entity, 1, excluded);
                    (int previous, int next) = batch.Neighbours(row, level);
                    RollingReach.Insert(previous, pane, next, ref steps);
                }
            }
        }
    }

    /// <summary>Adds a whole journey, touch by touch in order of time.</summary>
    public void AddJourney(int visitor, int countAll, int countExcluded)
    {
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
                int entity = state.Subjects.Entity(touch.Subject, (EntityLevel)level);
                if (entity == SubjectTable.None)
                {
                    continue;
                }
                int previous = lastPanes.GetValueOrDefault(entity, RollingReach.None);
                lastPanes[entity] = pane;
                var steps = new Steps(this, touch.Subject, recent, entity, countAll, countExcluded);
                RollingReach.Insert(previous, pane, RollingReach.None, ref steps);
            }
        }
    }

    public void Clear()
    {
        all.Clear();
        excluded.Clear();
    }

    /// <summary>All rows come with the next flush.</summary>
    public void PublishAll()
    {
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
    public IReadOnlyList<ReachRow> Flush(bool merge, List<ReachRow> into)
    {
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
        return into;
    }

    private readonly struct Steps(
        ReachCounter counter,
        int subject,
        int recent,
        int entity,
        int countAll,
        int countExcluded
    ) : IReachSteps
    {
        public void Begin(int windows, int pane)
        {
            ulong key = Key(pane);
            Begin(ref counter.all.Change(key, entity * PlacesPerEntity), windows, countAll);
            if (countExcluded != 0)
            {
                Begin(ref counter.excluded.Change(key), windows, countExcluded);
            }
        }

        public void Add(int window, int pane, int delta)
        {
            ulong key = Key(pane);
            // A run that becomes longer takes back its end, which may be anywhere.
            bool isNewEnd = delta < 0 && window != RollingReach.AllTime;
            ref ReachSteps row = ref isNewEnd
                ? ref counter.all.Change(key, (entity * PlacesPerEntity) + 1 + window)
                : ref counter.all.Change(key);
            row.Add(window, delta * countAll);
            if (countExcluded != 0)
            {
                counter.excluded.Change(key).Add(window, delta * countExcluded);
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
