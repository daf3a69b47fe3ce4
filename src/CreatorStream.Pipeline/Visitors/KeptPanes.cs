using CreatorStream.Analytics.Panes;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>Where a visitor task keeps the figures of a pane: older ones by the minute or hour.</summary>
public sealed class KeptPanes(VisitorState state)
{
    private readonly Dictionary<int, int> mergedTo = [];

    public int OfSubject(int subject, int pane) => Pane.Keep(pane, Greatest(state.Subjects.Workspace(subject)));

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

    private int Greatest(int workspace)
    {
        long micros = state.GreatestMicros(workspace);
        return micros == 0 ? 0 : Pane.Of(micros);
    }
}
