using CreatorStream.Pipeline.Overrides;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>What people decided about an alert.</summary>
/// <param name="Acknowledged">null: nobody has.</param>
/// <param name="Muted">null: it isn't.</param>
/// <param name="Comments">How many there are.</param>
/// <param name="LastComments">The newest of them, oldest first.</param>
public sealed record AlertState(
    Acknowledgement? Acknowledged,
    Mute? Muted,
    int Comments,
    IReadOnlyList<AlertComment> LastComments
)
{
    public static AlertState Undecided { get; } = new(null, null, 0, []);
}
