using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Cases;

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
        Of(workspace)?.GetAsync(workspace, campaign, fromMicros, steps, stepSeconds, cancel)
        ?? Task.FromException<HistoryRows?>(new HistoryUnavailableException());

    public Task<CaseEvidence?> FindCaseAsync(string workspace, string campaign, string id, CancellationToken cancel) =>
        Of(workspace)?.FindCaseAsync(workspace, campaign, id, cancel)
        ?? Task.FromException<CaseEvidence?>(new HistoryUnavailableException());

    private IHistory? Of(string workspace) => roles.Group?.Find(workspace)?.History;
}
