using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Host.Running;

/// <summary>Answers for the workspaces whose tasks this process owns.</summary>
public sealed class OwnedHistory(Roles roles) : IHistory
{
    public async Task<HistoryRows?> GetAsync(
        string workspace,
        string campaign,
        long fromMicros,
        int steps,
        int stepSeconds
    ) =>
        roles.Group?.Find(workspace)?.History is { } history
            ? await history.GetAsync(workspace, campaign, fromMicros, steps, stepSeconds)
            : null;
}
