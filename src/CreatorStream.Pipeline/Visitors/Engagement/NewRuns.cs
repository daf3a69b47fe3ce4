using System.Numerics;
using System.Runtime.CompilerServices;
using CreatorStream.Analytics.Reach;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>
/// Runs of rolling reach that begin in the pane in which an entity is being counted, until they are taken to its rows:
/// mostly thousands begin in one pane, and each would go to four rows, of which three are of the panes in which it ends
/// by itself.
/// </summary>
/// <param name="settle">Takes what was gathered to the rows.</param>
public sealed class NewRuns(NewRuns.Settle settle)
{
    private readonly List<int> entities = [];
    private Runs[] byEntity = new Runs[64];

    /// <summary>Takes the runs of an entity to the rows of panes.</summary>
    public delegate void Settle(int entity, int pane, in Runs runs);

    /// <summary>
    /// Whether runs of an entity that begin in a pane can be gathered now. Those of an earlier pane are settled for it, but
    /// only at the second in turn: a clock that is wrong must not keep those of all others away.
    /// </summary>
    public bool Open(int entity, int pane)
    {
        if (entity >= byEntity.Length)
        {
            Array.Resize(ref byEntity, Math.Max(entity + 1, byEntity.Length * 2));
        }
        ref Runs runs = ref byEntity[entity];
        if (runs.PaneAfter == pane + 1)
        {
            return true;
        }
        if (runs.PaneAfter > pane + 1)
        {
            return false;
        }
        if (runs.PaneAfter == 0)
        {
            entities.Add(entity);
        }
        else if (runs.AheadAfter != pane + 1)
        {
            runs.AheadAfter = pane + 1;
            return false;
        }
        else
        {
            settle(entity, runs.PaneAfter - 1, runs);
        }
        runs = new Runs { PaneAfter = pane + 1 };
        return true;
    }

    /// <summary>Of an entity whose pane is open.</summary>
    public void Begin(int entity, int windows, int count)
    {
        ref Runs runs = ref byEntity[entity];
        for (; windows != 0; windows &= windows - 1)
        {
            runs.Begun[BitOperations.TrailingZeroCount(windows)] += count;
        }
    }

    /// <summary>Runs, begun there or before, now end where those that begin in the open pane do.</summary>
    public void End(int entity, int window, int count) => byEntity[entity].Ending[window] += count;

    /// <summary>Settles all.</summary>
    public void SettleAll()
    {
        foreach (int entity in entities)
        {
            ref Runs runs = ref byEntity[entity];
            settle(entity, runs.PaneAfter - 1, runs);
            runs = default;
        }
        entities.Clear();
    }

    /// <summary>By window, how many begin in a pane, and end one length of the window behind it.</summary>
    public struct Runs
    {
        /// <summary>The pane's number + 1; 0: none.</summary>
        internal int PaneAfter;

        /// <summary>The same of the last one that came ahead of it.</summary>
        internal int AheadAfter;

        internal Begins Begun;

        internal Ends Ending;
    }

    [InlineArray(RollingReach.WindowCount)]
    internal struct Begins
    {
        private int first;
    }

    [InlineArray(RollingReach.AllTime)]
    internal struct Ends
    {
        private int first;
    }
}
