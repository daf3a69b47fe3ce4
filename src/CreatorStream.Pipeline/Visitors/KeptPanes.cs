using CreatorStream.Analytics.Panes;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>Where a visitor task keeps the figures of a pane: older ones by the minute or hour.</summary>
public sealed class KeptPanes(VisitorState state)
{
    private const long RecentMicros = Pane.MinuteAge * Pane.Micros;

    private readonly Dictionary<int, int> mergedTo = [];

    public int OfSubject(int subject, int pane)
    {
        long greatestMicros = state.GreatestMicros(state.Subjects.Workspace(subject));
        // Nearly all are recent, which this tells without a division.
        return Pane.StartMicros(pane) >= greatestMicros - RecentMicros ? pane : Pane.Keep(pane, PaneOf(greatestMicros));
    }

    /// <summary>From this pane on, a subject's panes are kept as they are: nearly all are.</summary>
    public int RecentOfSubject(int subject) => Greatest(state.Subjects.Workspace(subject)) - Pane.MinuteAge;

    public int OfEntity(int entity, int pane) =>
        Pane.Keep(pane, Greatest(state.Subjects.WorkspaceNumber(state.Subjects.Entities[entity].Workspace)));

    /// <summary>Whether panes have become old since this was last asked.</summary>
    public bool AreDue()
    {
        bool due = false;
        for (int workspace = 0; workspace < state.Subjects.Workspaces.Count; workspace++)
        {
            int cut = Pane.MinuteCut(Greatest(workspace));
            due |= cut != mergedTo.GetValueOrDefault(workspace);
            mergedTo[workspace] = cut;
        }
        return due;
    }

    private int Greatest(int workspace) => PaneOf(state.GreatestMicros(workspace));

    private static int PaneOf(long micros) => micros == 0 ? 0 : Pane.Of(micros);
}
