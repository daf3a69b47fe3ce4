using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Cases;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>Answers questions about the past from stage 2's state.</summary>
public interface IHistory
{
    /// <summary>
    /// Figures in equal steps. Panes of 10 s are kept for 48 h, of a minute for 30 days, of an hour beyond: a step that
    /// cuts through one counts it where it begins.
    /// </summary>
    /// <param name="cancel">Of whoever asks: an answer that nobody waits for is not computed.</param>
    /// <returns>null: there is no such campaign.</returns>
    /// <exception cref="HistoryUnavailableException" />
    Task<HistoryRows?> GetAsync(
        string workspace,
        string campaign,
        long fromMicros,
        int steps,
        int stepSeconds,
        CancellationToken cancel
    );

    /// <summary>By what a case of a campaign is told.</summary>
    /// <returns>null: there is no such case.</returns>
    /// <exception cref="HistoryUnavailableException" />
    Task<CaseEvidence?> FindCaseAsync(string workspace, string campaign, string id, CancellationToken cancel);
}

/// <summary>Nobody here can answer now: the task that could has ended, or has not caught up yet.</summary>
public sealed class HistoryUnavailableException()
    : Exception("The task that knows this history has ended, or has not caught up yet; try again.");

public sealed record HistoryRows(long FromMicros, int StepSeconds, IReadOnlyList<HistoryStep> Steps);

public readonly record struct HistoryStep(HistoryFigures Authentic, HistoryFigures Raw);

/// <param name="RevenueMicros">null while an exchange rate is missing.</param>
public readonly record struct HistoryFigures(
    long Impressions,
    long Clicks,
    long Visits,
    long Engagements,
    long Sessions,
    double? BounceRate,
    decimal EngagedSeconds,
    long Conversions,
    Int128? RevenueMicros
)
{
    public static HistoryFigures Of(Totals totals) =>
        new(
            totals.Impressions,
            totals.Clicks,
            totals.Visits,
            totals.Engagements,
            totals.Sessions,
            totals.BounceRate,
            totals.EngagedSeconds,
            totals.Conversions,
            totals.RevenueMicros
        );
}

/// <summary>Reads history out of a workspace's state; runs in the task that owns it.</summary>
internal static class HistoryReader
{
    public static HistoryRows? Read(
        WorkspaceState workspace,
        string campaign,
        long fromMicros,
        int steps,
        int stepSeconds
    )
    {
        EntityFigures? figures = workspace.Figures.Find(new Entity(workspace.Name, campaign, EntityLevel.Campaign, ""));
        if (figures == null && !workspace.Catalog.Campaigns.ContainsKey(campaign))
        {
            return null;
        }
        int panes = stepSeconds / 10;
        long first = (fromMicros - Rfc3339.EarliestMicros + Pane.Micros - 1) / Pane.Micros;
        var sums = new EntitySums();
        var rows = new HistoryStep[steps];
        for (int step = 0; step < steps; step++)
        {
            int from = (int)Math.Min(first + ((long)step * panes), int.MaxValue);
            int to = (int)Math.Min(first + ((step + 1L) * panes), int.MaxValue);
            sums.Set(figures, from, to);
            rows[step] = new HistoryStep(
                HistoryFigures.Of(Totals.Of(sums, 0, authentic: true, null, hasCost: false)),
                HistoryFigures.Of(Totals.Of(sums, 0, authentic: false, null, hasCost: false))
            );
        }
        return new HistoryRows(fromMicros, stepSeconds, rows);
    }
}
