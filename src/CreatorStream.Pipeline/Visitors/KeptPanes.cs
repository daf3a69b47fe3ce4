using CreatorStream.Analytics.Panes;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>Where a visitor task keeps the figures of a pane: older ones by the minute or hour.</summary>
public sealed class KeptPanes(VisitorState state)
{
    private const long RecentMicros = Pane.MinuteAge * Pane.Micros;

    private readonly Dictionary<int, int> mergedTo = [];
    private bool areOld;
    private int rowsToMerge;

    public int OfSubject(int subject, int pane)
    {
        long greatestMicros = state.GreatestMicros(state.Subjects.Workspace(subject));
        // Nearly all are recent, which this tells without a division.
        return Pane.StartMicros(pane) >= greatestMicros - RecentMicros ? pane : Pane.Keep(pane, PaneOf(greatestMicros));
    }

    /// <summary>From this pane on, a subject's panes are kept as they are: nearly all are.</summary>
    public int RecentOfSubject(int subject) => Greatest(state.Subjects.Workspace(subject)) - Pane.MinuteAge;

    /// <summary>Whether a subject's pane is kept as it is.</summary>
    public bool IsRecent(int subject, int pane)
    {
        long greatestMicros = state.GreatestMicros(state.Subjects.Workspace(subject));
        return Pane.StartMicros(pane) >= greatestMicros - RecentMicros
            || pane >= Pane.MinuteCut(PaneOf(greatestMicros));
    }

    public int OfEntity(int entity, int pane)
    {
        int greatest = Greatest(state.Subjects.WorkspaceOfEntity(entity));
        return pane >= greatest - Pane.MinuteAge ? pane : Pane.Keep(pane, greatest);
    }

    /// <summary>
    /// Whether so many panes have become old, for what there is now, that going through all of it is worth it: asked at every
    /// tick. What is not merged yet is merged where it is shown, so no figure tells when that was.
    /// </summary>
    /// <param name="rows">How many rows of panes there are.</param>
    public bool AreDue(int rows)
    {
        foreach (int workspace in state.Advanced)
        {
            int cut = Pane.MinuteCut(Greatest(workspace));
            areOld |= cut != mergedTo.GetValueOrDefault(workspace);
            mergedTo[workspace] = cut;
        }
        // Not at every hour that passes in any workspace: a log of last year passes one at every tick.
        if (!areOld || rows < rowsToMerge)
        {
            return false;
        }
        areOld = false;
        return true;
    }

    /// <summary>They were merged.</summary>
    /// <param name="rows">How many there are left.</param>
    public void Merged(int rows) => rowsToMerge = rows + (rows / 8);

    private int Greatest(int workspace) => PaneOf(state.GreatestMicros(workspace));

    private static int PaneOf(long micros) => micros == 0 ? 0 : Pane.Of(micros);
}
