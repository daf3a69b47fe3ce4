using CreatorStream.Analytics.Panes;
using CreatorStream.Analytics.Reach;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>
/// Counts touches by subject and pane, and distinct people by entity: all, and the inauthentic among them. Everything
/// here is a sum over journeys, so late events, verdicts and new placements amend it in place.
/// </summary>
public sealed class EngagementProcessor(VisitorState state) : IProcessor<EngagementRows>
{
    private readonly RowTable<TouchCounts> counts = new(state.Memory, StatePart.Panes);
    private readonly RowTable<ReachCounts> reach = new(state.Memory, StatePart.Panes);
    private readonly Dictionary<int, int> lastPanes = [];
    private readonly KeptPanes kept = new(state);
    private int entitiesSent;
    private bool replacesReach;

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<EventType> types = batch.Events.Types;
        foreach (int row in batch.Accepted)
        {
            if (!types[row].IsTouch())
            {
                continue;
            }
            int visitor = batch.Visitors[row];
            int subject = batch.Subjects[row];
            int pane = Pane.Of(batch.Events.TimesMicros[row]);
            bool excluded = state.Journeys.IsInauthentic(visitor);
            CountTouch(subject, pane, types[row], countAll: 1, countExcluded: excluded ? 1 : 0);
            for (int level = 0; level < FactBatch.Levels; level++)
            {
                int entity = state.Subjects.Entity(subject, (EntityLevel)level);
                if (entity != SubjectTable.None)
                {
                    var steps = new Steps(this, subject, entity, 1, excluded ? 1 : 0);
                    (int previous, int next) = batch.Neighbours(row, level);
                    RollingReach.Insert(previous, pane, next, ref steps);
                }
            }
        }
    }

    /// <summary>An actor was found to be no person, or was cleared.</summary>
    public void SetInauthentic(int visitor, bool inauthentic)
    {
        int sign = inauthentic ? 1 : -1;
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            CountTouch(touch.Subject, touch.Pane, touch.Kind, 0, sign);
        }
        AddRuns(visitor, countAll: 0, countExcluded: sign);
    }

    /// <summary>Measures reach anew after the catalog placed content elsewhere.</summary>
    public void ReplaceReach()
    {
        replacesReach = true;
        reach.Clear();
        for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
        {
            AddRuns(visitor, 1, state.Journeys.IsInauthentic(visitor) ? 1 : 0);
        }
    }

    /// <summary>Counts everything from the journeys: after a restore.</summary>
    public void Rebuild()
    {
        for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
        {
            int excluded = state.Journeys.IsInauthentic(visitor) ? 1 : 0;
            foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
            {
                CountTouch(touch.Subject, touch.Pane, touch.Kind, 1, excluded);
            }
        }
        ReplaceReach();
    }

    public EngagementRows Flush()
    {
        bool merged = kept.AreDue();
        if (merged)
        {
            counts.Merge(kept.OfSubject);
            reach.Merge((series, pane) => kept.OfEntity(series / RollingReach.WindowCount, pane));
        }
        var countRows = new List<CountRow>();
        counts.Flush((key, row) => countRows.Add(new CountRow(PaneRows.SeriesOf(key), PaneRows.PaneOf(key), row)));
        var reachRows = new List<ReachRow>();
        reach.Flush(
            (key, row) =>
            {
                int series = PaneRows.SeriesOf(key);
                reachRows.Add(
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
        if (merged)
        {
            counts.Drop(row => row.IsZero);
            reach.Drop(row => row.IsZero);
        }
        IReadOnlyList<Entity> newEntities = [.. state.Subjects.Entities.Skip(entitiesSent)];
        entitiesSent = state.Subjects.Entities.Count;
        var rows = new EngagementRows(newEntities, replacesReach, countRows, reachRows);
        replacesReach = false;
        return rows;
    }

    private void CountTouch(int subject, int pane, EventType kind, int countAll, int countExcluded)
    {
        ref TouchCounts row = ref counts.Change(PaneRows.Key(subject, kept.OfSubject(subject, pane)));
        row[(int)kind - 1] += countAll;
        row[EventTypes.TouchCount + (int)kind - 1] += countExcluded;
    }

    /// <summary>Adds a whole journey, touch by touch in order of time.</summary>
    private void AddRuns(int visitor, int countAll, int countExcluded)
    {
        if (countAll == 0 && countExcluded == 0)
        {
            return;
        }
        lastPanes.Clear();
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            int pane = touch.Pane;
            for (int level = 0; level < FactBatch.Levels; level++)
            {
                int entity = state.Subjects.Entity(touch.Subject, (EntityLevel)level);
                if (entity == SubjectTable.None)
                {
                    continue;
                }
                int previous = lastPanes.GetValueOrDefault(entity, RollingReach.None);
                lastPanes[entity] = pane;
                var steps = new Steps(this, touch.Subject, entity, countAll, countExcluded);
                RollingReach.Insert(previous, pane, RollingReach.None, ref steps);
            }
        }
    }

    private readonly struct Steps(
        EngagementProcessor processor,
        int subject,
        int entity,
        int countAll,
        int countExcluded
    ) : IReachSteps
    {
        public void Add(int window, int pane, int delta)
        {
            int series = (entity * RollingReach.WindowCount) + window;
            ref ReachCounts row = ref processor.reach.Change(
                PaneRows.Key(series, processor.kept.OfSubject(subject, pane))
            );
            row.All += delta * countAll;
            row.Excluded += delta * countExcluded;
        }
    }
}
