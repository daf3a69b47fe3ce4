using System.Numerics;
using System.Runtime.CompilerServices;
using CreatorStream.Analytics.Reach;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>
/// Runs of rolling reach that begin in a pane in which an entity is being counted, until they are taken to its rows: mostly
/// thousands begin in one pane, and each would go to four rows, of which three are of the panes in which it ends by itself.
/// </summary>
/// <remarks>
/// An entity has two panes at a time, so that events that come late don't close what those in time go on with. A third one
/// takes the place of the pane that was used less lately.
/// </remarks>
/// <param name="settle">Takes what was gathered at a place to the rows.</param>
public sealed class NewRuns(Action<int> settle)
{
    private const int PanesOfEntity = 2;
    private const int FirstEntities = 64;

    /// <summary>Places at which something may have been gathered.</summary>
    private readonly List<int> gathered = [];

    /// <summary>By entity, its two places: all that most touches ask for.</summary>
    private OpenPane[] panes = new OpenPane[PanesOfEntity * FirstEntities];

    private Runs[] runsOf = new Runs[PanesOfEntity * FirstEntities];
    private Rows[] rowsOf = new Rows[PanesOfEntity * FirstEntities];

    public static int EntityOf(int place) => place / PanesOfEntity;

    public int PaneOf(int place) => panes[place].After - 1;

    /// <summary>Where a place settles to. Valid until another one is opened.</summary>
    public ref Rows RowsOf(int place) => ref rowsOf[place];

    /// <summary>The place of an entity's pane.</summary>
    public int Open(int entity, int pane)
    {
        int first = entity * PanesOfEntity;
        if (first >= panes.Length)
        {
            Grow(Math.Max(entity + 1, panes.Length));
        }
        ref OpenPane of = ref panes[first];
        int place = first + (of.IsSecondUsedLast ? 1 : 0);
        if (panes[place].After == pane + 1)
        {
            return place;
        }
        of.IsSecondUsedLast = !of.IsSecondUsedLast;
        place ^= 1;
        if (panes[place].After != pane + 1)
        {
            if (panes[place].IsGathered)
            {
                settle(place);
            }
            panes[place].After = pane + 1;
            rowsOf[place] = default;
        }
        return place;
    }

    /// <summary>Brings near what is asked of an entity.</summary>
    public void PrefetchOf(int entity)
    {
        if (entity >= 0 && entity * PanesOfEntity < panes.Length)
        {
            Prefetch.Line(ref panes[entity * PanesOfEntity]);
        }
    }

    /// <summary>Runs of somebody who was not met in any other pane begin in all windows, and end by themselves.</summary>
    public void Meet(int place)
    {
        if (panes[place].Met++ == 0)
        {
            Gather(place);
        }
    }

    public void Begin(int place, int windows, int count)
    {
        Gather(place);
        for (; windows != 0; windows &= windows - 1)
        {
            runsOf[place].Begun[BitOperations.TrailingZeroCount(windows)] += count;
        }
    }

    /// <summary>Runs, begun there or before, now end where those that begin in the place's pane do.</summary>
    public void End(int place, int window, int count)
    {
        Gather(place);
        runsOf[place].Ending[window] += count;
    }

    /// <summary>Takes what was gathered at a place.</summary>
    public Runs Take(int place)
    {
        Runs runs = runsOf[place];
        int met = panes[place].Met;
        for (int window = 0; window < RollingReach.WindowCount; window++)
        {
            runs.Begun[window] += met;
        }
        for (int window = 0; window < RollingReach.AllTime; window++)
        {
            runs.Ending[window] += met;
        }
        runsOf[place] = default;
        panes[place].Met = 0;
        return runs;
    }

    /// <summary>Settles all. The panes stay open.</summary>
    /// <param name="prefetch">Told of a place that is settled soon.</param>
    public void SettleAll(Action<int> prefetch)
    {
        for (int i = 0; i < gathered.Count; i++)
        {
            if (i + Prefetch.Near < gathered.Count)
            {
                prefetch(gathered[i + Prefetch.Near]);
            }
            settle(gathered[i]);
            panes[gathered[i]].IsGathered = false;
        }
        gathered.Clear();
    }

    /// <summary>Forgets where places settle to: rows have other numbers now.</summary>
    public void ForgetRows() => Array.Clear(rowsOf);

    private void Gather(int place)
    {
        if (!panes[place].IsGathered)
        {
            panes[place].IsGathered = true;
            gathered.Add(place);
        }
    }

    private void Grow(int entities)
    {
        Array.Resize(ref panes, PanesOfEntity * entities);
        Array.Resize(ref runsOf, PanesOfEntity * entities);
        Array.Resize(ref rowsOf, PanesOfEntity * entities);
    }

    /// <summary>By window, how many begin in a pane, and end one length of the window behind it.</summary>
    public struct Runs
    {
        internal Begins Begun;

        internal Ends Ending;
    }

    /// <summary>
    /// By window the number + 1 of the row in which runs end, or 0 where it wasn't looked up yet. All time has no end: its
    /// place is that of the row in which all begin.
    /// </summary>
    [InlineArray(RollingReach.WindowCount)]
    public struct Rows
    {
        private int first;
    }

    private struct OpenPane
    {
        /// <summary>Its number + 1; 0: none.</summary>
        public int After;

        /// <summary>See <see cref="Meet"/>.</summary>
        public int Met;

        /// <summary>Whether something may have been gathered.</summary>
        public bool IsGathered;

        /// <summary>Told by an entity's first place.</summary>
        public bool IsSecondUsedLast;
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
