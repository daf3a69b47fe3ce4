using CreatorStream.Analytics.Panes;
using CreatorStream.Analytics.Reach;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Sparklines: authentic figures in equal steps that end with the pane of the greatest event time.</summary>
public sealed class Series(WorkspaceState workspace)
{
    // By window: steps, panes a step, index of the window of reach.
    private static readonly (string Name, int Steps, int Panes, int Reach)[] Sparks =
    [
        ("15m", 15, Pane.PerMinute, 0),
        ("1h", 30, 2 * Pane.PerMinute, 1),
        ("24h", 24, Pane.PerHour, 2),
        ("all", 30, Pane.PerDay, RollingReach.AllTime),
    ];

    /// <summary>The names of the windows, the whole time among them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Sparks.Select(of => of.Name)];

    private readonly EntitySums sums = new();
    private readonly long[][] engagements = [.. Sparks.Select(of => new long[of.Steps])];

    /// <summary>Engagements of a creator or content item, by step. Valid until the next call.</summary>
    /// <param name="window">An index of <see cref="Names"/>.</param>
    public IReadOnlyList<long> Engagements(EntityFigures? figures, int window)
    {
        (_, int steps, int panes, _) = Sparks[window];
        int end = workspace.Figures.GreatestPane + 1;
        for (int step = 0; step < steps; step++)
        {
            int from = end - ((steps - step) * panes);
            engagements[window][step] = figures?.Authentic(EventClass.Engagement, from, from + panes) ?? 0;
        }
        return engagements[window];
    }

    /// <summary>What the KPIs of a campaign's cards follow from, by step.</summary>
    /// <param name="window">An index of <see cref="Names"/>.</param>
    public KpiSteps Kpis(EntityPeriods campaign, int window)
    {
        (_, int steps, int panes, int reach) = Sparks[window];
        return new KpiSteps(
            [
                .. Enumerable
                    .Range(0, steps)
                    .Select(step => Step(campaign.Entity, campaign.Figures, steps - step, panes, reach)),
            ],
            [.. Enumerable.Range(0, steps).Select(step => Engagements(campaign.Figures, steps - step, panes, reach))]
        );
    }

    /// <summary>One step: its own counts, with the reach of the window that ends with it.</summary>
    private Totals Step(Entity campaign, EntityFigures? figures, int stepsBack, int panes, int window)
    {
        int from = workspace.Figures.GreatestPane + 1 - (stepsBack * panes);
        int to = from + panes;
        sums.Set(figures, from, to);
        long reach = figures?.Reach(window, to - 1, authentic: true) ?? 0;
        Int128? cost = workspace.CostOf(campaign.Campaign, null, Math.Max(0, from), Math.Max(0, to));
        return Totals.Of(sums, reach, authentic: true, cost, hasCost: true);
    }

    /// <summary>Authentic engagements of the window that ends with a step: the engagement rate has both sides over one period.</summary>
    private long Engagements(EntityFigures? figures, int stepsBack, int panes, int window)
    {
        int to = workspace.Figures.GreatestPane + 1 - ((stepsBack - 1) * panes);
        int from = window == RollingReach.AllTime ? 0 : to - RollingReach.Windows[window];
        return figures?.Authentic(EventClass.Engagement, from, to) ?? 0;
    }
}

/// <param name="Totals">A step's own.</param>
/// <param name="Engagements">Of the window that ends with the step.</param>
public sealed record KpiSteps(IReadOnlyList<Totals> Totals, IReadOnlyList<long> Engagements)
{
    public IReadOnlyList<double?> Select(Func<Totals, long, double?> kpi) => [.. Totals.Zip(Engagements, kpi)];
}
