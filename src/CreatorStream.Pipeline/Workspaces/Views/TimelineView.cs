using System.Globalization;
using System.Numerics;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>A campaign's figures over time, in four resolutions. Panes without events have no row.</summary>
internal sealed class TimelineView : View<EntityPeriods>
{
    private static readonly Record<TimelineRow> Row = new Record<TimelineRow>(
        "TimelineRow",
        "the first figures are authentic. A pane without events has no row.",
        inPlaces: true
    )
        .With("startMs", Values.Count, (in of) => of.StartMillis)
        .With("impressions", Values.Count, (in of) => of.Authentic.Impressions)
        .With("clicks", Values.Count, (in of) => of.Authentic.Clicks)
        .With("engagements", Values.Count, (in of) => of.Authentic.Engagements)
        .With("conversions", Values.Count, (in of) => of.Authentic.Conversions)
        .With("revenue", Values.Money, (in of) => of.Authentic.RevenueMicros)
        .With("rawImpressions", Values.Count, (in of) => of.Raw.Impressions)
        .With("rawClicks", Values.Count, (in of) => of.Raw.Clicks)
        .With("rawEngagements", Values.Count, (in of) => of.Raw.Engagements)
        .With("rawConversions", Values.Count, (in of) => of.Raw.Conversions)
        .With("rawRevenue", Values.Money, (in of) => of.Raw.RevenueMicros);

    public TimelineView()
        : base("timeline", ViewScope.Campaign)
    {
        Add("10s", panes: 1, rows: 90, "panes of 10 s: the last 15 min");
        Add("1m", Pane.PerMinute, 60, "panes of 1 min: the last hour");
        Add("10m", 10 * Pane.PerMinute, 144, "panes of 10 min: the last 24 h");
        Add("1h", Pane.PerHour, 90 * 24, "panes of 1 h: the last 90 days");
    }

    protected override EntityPeriods Find(ViewSources sources, string of) => sources.Campaign(of);

    private void Add(string table, int panes, int rows, string about) =>
        Table(
            table,
            Row,
            of => of.Figures == null ? [] : Rows(of.Figures, of.Sources.Workspace.Figures.GreatestPane, panes, rows),
            0,
            row => row.StartMillis.ToString(CultureInfo.InvariantCulture),
            about
        );

    private static IEnumerable<TimelineRow> Rows(EntityFigures figures, int greatest, int panes, int most)
    {
        var sums = new EntitySums();
        int last = Pane.FloorTo(greatest, panes);
        int first = last - ((most - 1) * panes);
        int[] counts = [.. figures.Counts.Select(of => of.FirstAtOrAfter(first))];
        // Of orders and of their revenue: they have the same panes.
        int order = figures.Orders.FirstAtOrAfter(first);
        while (true)
        {
            int next = figures.Counts.Zip(counts, PaneAt).Append(PaneAt(figures.Orders, order)).Min();
            if (next == int.MaxValue)
            {
                yield break;
            }
            int start = Pane.FloorTo(next, panes);
            sums.Clear();
            for (int group = 0; group < counts.Length; group++)
            {
                Span<long> into = KindColumns.Of(group, sums.Counts);
                counts[group] = Take(figures.Counts[group], counts[group], start + panes, into);
            }
            Take(figures.Revenue, order, start + panes, sums.Revenue);
            order = Take(figures.Orders, order, start + panes, sums.Orders);
            if (sums.Counts.ContainsAnyExcept(0) || sums.Orders.ContainsAnyExcept(0))
            {
                yield return new TimelineRow(
                    Pane.StartMillis(start),
                    Totals.Of(sums, 0, authentic: true, null, hasCost: false),
                    Totals.Of(sums, 0, authentic: false, null, hasCost: false)
                );
            }
        }
    }

    private static int PaneAt(PaneSeries<long> series, int index) =>
        index < series.Count ? series.PaneAt(index) : int.MaxValue;

    private static int Take<T>(PaneSeries<T> series, int index, int end, Span<T> into)
        where T : struct, IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>, IAdditiveIdentity<T, T>
    {
        for (; index < series.Count && series.PaneAt(index) < end; index++)
        {
            ReadOnlySpan<T> row = series.ValuesAt(index);
            for (int column = 0; column < row.Length; column++)
            {
                into[column] += row[column];
            }
        }
        return index;
    }

    private readonly record struct TimelineRow(long StartMillis, Totals Authentic, Totals Raw);
}
