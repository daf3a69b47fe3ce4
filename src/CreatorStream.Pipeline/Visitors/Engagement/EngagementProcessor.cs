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
    private readonly Dictionary<int, int> mergedTo = [];
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
        bool merged = Merge();
        var countRows = new List<CountRow>();
        counts.Flush((key, row) => countRows.Add(new CountRow((int)(key >> 32), (int)(uint)key, row)));
        var reachRows = new List<ReachRow>();
        reach.Flush(
            (key, row) =>
            {
                int series = (int)(key >> 32);
                reachRows.Add(
                    new ReachRow(
                        series / RollingReach.WindowCount,
                        (byte)(series % RollingReach.WindowCount),
                        (int)(uint)key,
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
        ref TouchCounts row = ref counts.Change(Key(subject, Kept(subject, pane)));
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

    /// <summary>Moves rows whose panes have become old into the pane of their minute or hour.</summary>
    /// <returns>Whether anything was due.</returns>
    private bool Merge()
    {
        bool due = false;
        for (int workspace = 0; workspace < state.Subjects.Workspaces.Count; workspace++)
        {
            int cut = Pane.MinuteCut(Greatest(workspace));
            due |= cut != mergedTo.GetValueOrDefault(workspace);
            mergedTo[workspace] = cut;
        }
        if (!due)
        {
            return false;
        }
        int before = counts.Count;
        for (int row = 0; row < before; row++)
        {
            ulong key = counts.KeyAt(row);
            int kept = Kept((int)(key >> 32), (int)(uint)key);
            if (kept != (int)(uint)key && !counts.At(row).IsZero)
            {
                TouchCounts moved = counts.At(row);
                counts.Change(key) = default;
                ref TouchCounts into = ref counts.Change(Key((int)(key >> 32), kept));
                for (int column = 0; column < 2 * EventTypes.TouchCount; column++)
                {
                    into[column] += moved[column];
                }
            }
        }
        before = reach.Count;
        for (int row = 0; row < before; row++)
        {
            ulong key = reach.KeyAt(row);
            int series = (int)(key >> 32);
            ReachCounts moved = reach.At(row);
            string workspace = state.Subjects.Entities[series / RollingReach.WindowCount].Workspace;
            int kept = Pane.Keep((int)(uint)key, Greatest(state.Subjects.WorkspaceNumber(workspace)));
            if (kept != (int)(uint)key && !moved.IsZero)
            {
                reach.Change(key) = default;
                ref ReachCounts into = ref reach.Change(Key(series, kept));
                into.All += moved.All;
                into.Excluded += moved.Excluded;
            }
        }
        return true;
    }

    private int Kept(int subject, int pane) => Pane.Keep(pane, Greatest(state.Subjects.Workspace(subject)));

    private int Greatest(int workspace)
    {
        long micros = state.GreatestMicros(workspace);
        return micros == 0 ? 0 : Pane.Of(micros);
    }

    private static ulong Key(int series, int pane) => ((ulong)(uint)series << 32) | (uint)pane;

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
            ref ReachCounts row = ref processor.reach.Change(Key(series, processor.Kept(subject, pane)));
            row.All += delta * countAll;
            row.Excluded += delta * countExcluded;
        }
    }
}
