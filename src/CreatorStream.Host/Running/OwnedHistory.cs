using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Host.Running;

/// <summary>Answers for the workspaces whose tasks this process owns.</summary>
internal sealed class OwnedHistory(Roles roles) : IHistory
{
    public Task<HistoryRows?> GetAsync(
        string workspace,
        string campaign,
        long fromMicros,
        int steps,
        int stepSeconds,
        CancellationToken cancel
    ) =>
        roles.Group?.Find(workspace)?.History is { } history
            ? history.GetAsync(workspace, campaign, fromMicros, steps, stepSeconds, cancel)
            : Task.FromException<HistoryRows?>(new HistoryUnavailableException());
}
