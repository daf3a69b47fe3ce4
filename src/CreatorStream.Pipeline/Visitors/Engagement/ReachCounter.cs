using CreatorStream.Analytics.Panes;
using CreatorStream.Analytics.Reach;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>Counts distinct people by entity, window and pane: all, and the inauthentic actors among them.</summary>
public sealed class ReachCounter(VisitorState state, KeptPanes kept)
{
    private readonly KeptPanes kept = kept;
    private readonly RowTable<ReachCounts> reach = new(state.Memory, StatePart.Panes);

    // Runs of reach begin in one pane and end in another.
    private readonly RowGuesses begins = new();
    private readonly RowGuesses ends = new();
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

    public void Clear() => reach.Clear();

    /// <summary>All rows come with the next flush.</summary>
    public void PublishAll() => reach.ChangeAll();

    /// <param name="merge">Whether panes have become old.</param>
    /// <param name="rows">Takes what changed.</param>
    public IReadOnlyList<ReachRow> Flush(bool merge, List<ReachRow> rows)
    {
        if (merge)
        {
            reach.Merge((series, pane) => kept.OfEntity(series / RollingReach.WindowCount, pane));
        }
        reach.Flush(
            (key, row) =>
            {
                int series = PaneRows.SeriesOf(key);
                rows.Add(
                    new ReachRow(
                        series / RollingReach.WindowCount,
                        (byte)(series % RollingReach.WindowCount),
                        PaneRows.PaneOf(key),
                        row.All,
                        row.Excluded
                    )
                );
            }
        );
        if (merge)
        {
            reach.Drop(row => row.IsZero);
        }
        return rows;
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
        public void Add(int window, int pane, int delta)
        {
            int series = (entity * RollingReach.WindowCount) + window;
            ref int guess = ref (delta > 0 ? counter.begins : counter.ends).Of(series);
            int keptAs = pane >= recent ? pane : counter.kept.OfSubject(subject, pane);
            ulong key = PaneRows.Key(series, keptAs);
            ref ReachCounts row = ref counter.reach.Change(key, ref guess);
            row.All += delta * countAll;
            row.Excluded += delta * countExcluded;
        }
    }
}
