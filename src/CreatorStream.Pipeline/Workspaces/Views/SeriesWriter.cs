using System.Text.Json;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Analytics.Reach;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Sparklines: authentic figures in equal steps that end with the pane of the greatest event time.</summary>
public sealed class SeriesWriter(WorkspaceState workspace)
{
    // By window: steps, panes a step, index of the window of reach.
    private static readonly (string Name, int Steps, int Panes, int Reach)[] Sparks =
    [
        ("15m", 15, Pane.PerMinute, 0),
        ("1h", 30, 2 * Pane.PerMinute, 1),
        ("24h", 24, Pane.PerHour, 2),
        ("all", 30, Pane.PerDay, RollingReach.AllTime),
    ];

    private readonly EntitySums sums = new();

    /// <summary>Engagements of a creator or content item.</summary>
    public void WriteEngagements(Utf8JsonWriter json, EntityFigures? figures)
    {
        json.WriteStartObject();
        foreach ((string name, int steps, int panes, _) in Sparks)
        {
            json.WriteStartArray(name);
            int end = workspace.Figures.GreatestPane + 1;
            for (int step = 0; step < steps; step++)
            {
                int from = end - ((steps - step) * panes);
                json.WriteNumberValue(figures == null ? 0 : Engagements(figures, from, from + panes));
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>The KPIs of a campaign's cards.</summary>
    public void WriteKpis(Utf8JsonWriter json, Entity campaign, EntityFigures? figures)
    {
        json.WriteStartObject();
        foreach ((string name, int steps, int panes, int window) in Sparks)
        {
            Totals[] totals =
            [
                .. Enumerable.Range(0, steps).Select(step => Step(campaign, figures, steps - step, panes, window)),
            ];
            long[] engagements =
            [
                .. Enumerable.Range(0, steps).Select(step => Engagements(figures, steps - step, panes, window)),
            ];
            json.WriteStartObject(name);
            Write(json, "reach", steps, step => totals[step].Reach);
            Write(json, "er", steps, step => Kpi.EngagementRate(engagements[step], totals[step].Reach));
            Write(json, "ctr", steps, step => Kpi.Ratio(totals[step].Clicks, totals[step].Impressions));
            Write(json, "conversions", steps, step => totals[step].Conversions);
            Write(
                json,
                "cpa",
                steps,
                step => Kpi.Ratio(Totals.Units(totals[step].CostMicros), totals[step].Conversions)
            );
            Write(
                json,
                "roi",
                steps,
                step => Kpi.Roi(Totals.Units(totals[step].RevenueMicros), Totals.Units(totals[step].CostMicros))
            );
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>One step: its own counts, with the reach of the window that ends with it.</summary>
    private Totals Step(Entity campaign, EntityFigures? figures, int stepsBack, int panes, int window)
    {
        int from = workspace.Figures.GreatestPane + 1 - (stepsBack * panes);
        int to = from + panes;
        sums.Set(figures, from, to);
        long reach = figures?.Reach(window, to - 1, authentic: true) ?? 0;
        Int128? cost = workspace.Costs.Accrued(
            campaign.Campaign,
            null,
            Pane.StartMicros(Math.Max(0, from)),
            Math.Min(Pane.StartMicros(Math.Max(0, to)), workspace.Figures.GreatestMicros)
        );
        return Totals.Of(sums, reach, authentic: true, cost, hasCost: true);
    }

    /// <summary>Authentic engagements of the window that ends with a step: the engagement rate has both sides over one period.</summary>
    private long Engagements(EntityFigures? figures, int stepsBack, int panes, int window)
    {
        int to = workspace.Figures.GreatestPane + 1 - ((stepsBack - 1) * panes);
        int from = window == RollingReach.AllTime ? 0 : to - RollingReach.Windows[window];
        return figures == null ? 0 : Engagements(figures, from, to);
    }

    private static long Engagements(EntityFigures figures, int from, int to)
    {
        long sum = 0;
        for (EventType kind = EventType.Like; kind <= EventType.Save; kind++)
        {
            int column = (int)kind - 1;
            sum += figures.Counts.Sum(column, from, to);
            sum -= figures.Counts.Sum(EventTypes.TouchCount + column, from, to);
        }
        return sum;
    }

    private static void Write(Utf8JsonWriter json, string name, int steps, Func<int, double?> figure)
    {
        json.WriteStartArray(name);
        for (int step = 0; step < steps; step++)
        {
            if (figure(step) is { } value)
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteNullValue();
            }
        }
        json.WriteEndArray();
    }
}
