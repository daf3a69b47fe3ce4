using System.Globalization;
using System.Numerics;
using System.Text.Json;
using CreatorStream.Analytics.Panes;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The timeline in four resolutions. Panes without events have no row.</summary>
public sealed class TimelineWriter(WorkspaceState workspace)
{
    // Table, panes a row, rows.
    private static readonly (string Name, int Panes, int Rows)[] Resolutions =
    [
        ("10s", 1, 90),
        ("1m", Pane.PerMinute, 60),
        ("10m", 10 * Pane.PerMinute, 144),
        ("1h", Pane.PerHour, 90 * 24),
    ];

    private readonly JsonPart part = new();
    private readonly EntitySums sums = new();

    public Dictionary<string, ViewTable> Tables(string campaign)
    {
        EntityFigures? figures = workspace.Figures.Find(new Entity(workspace.Name, campaign, EntityLevel.Campaign, ""));
        var tables = new Dictionary<string, ViewTable>();
        foreach ((string name, int panes, int rows) in Resolutions)
        {
            tables[name] = new ViewTable(figures == null ? [] : Rows(figures, panes, rows));
        }
        return tables;
    }

    private List<ViewRow> Rows(EntityFigures figures, int panes, int most)
    {
        int last = Pane.FloorTo(workspace.Figures.GreatestPane, panes);
        int first = last - ((most - 1) * panes);
        var rows = new List<ViewRow>();
        int count = figures.Counts.FirstAtOrAfter(first);
        // Of orders and of their revenue: they have the same panes.
        int order = figures.Orders.FirstAtOrAfter(first);
        while (count < figures.Counts.Count || order < figures.Orders.Count)
        {
            int next = Math.Min(PaneAt(figures.Counts, count), PaneAt(figures.Orders, order));
            int start = Pane.FloorTo(next, panes);
            sums.Clear();
            count = Take(figures.Counts, count, start + panes, sums.Counts);
            Take(figures.Revenue, order, start + panes, sums.Revenue);
            order = Take(figures.Orders, order, start + panes, sums.Orders);
            if (sums.Counts.ContainsAnyExcept(0) || sums.Orders.ContainsAnyExcept(0))
            {
                rows.Add(Row(start));
            }
        }
        return rows;
    }

    private ViewRow Row(int pane)
    {
        var authentic = Totals.Of(sums, 0, authentic: true, null, hasCost: false);
        var raw = Totals.Of(sums, 0, authentic: false, null, hasCost: false);
        long start = Pane.StartMillis(pane);
        byte[] json = part.Write(writer =>
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(start);
            Write(writer, authentic);
            Write(writer, raw);
            writer.WriteEndArray();
        });
        return new ViewRow(start.ToString(CultureInfo.InvariantCulture), json);
    }

    private static void Write(Utf8JsonWriter json, Totals totals)
    {
        json.WriteNumberValue(totals.Impressions);
        json.WriteNumberValue(totals.Clicks);
        json.WriteNumberValue(totals.Engagements);
        json.WriteNumberValue(totals.Conversions);
        Totals.WriteMoney(json, totals.RevenueMicros);
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
}
