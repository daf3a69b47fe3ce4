using CreatorStream.Analytics.Alerts;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Alerts;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Orders by a podcast's code, of people of whom nothing else is told; and then they stop.</summary>
public sealed class SalesStopTests : IDisposable
{
    private const int Minutes = 48 * 60;
    private const int OrdersAMinute = 4;

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    /// <summary>With a touch a day before, or without any.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stop_of_sales_is_told_though_there_are_no_touches(bool hasTouch)
    {
        Alert stop = Assert.Single(
            Judge(hasTouch ? [Touch("spring", 24 * 60)] : []),
            alert => alert.Rule == AlertRules.ConversionDrop
        );
        Assert.Null(stop.ClosedMicros);
        Assert.InRange(Facts.NowMicros - stop.OpenedMicros, 20 * 60_000_000L, 31 * 60_000_000L);
    }

    /// <summary>Nothing at all comes of a campaign that was lively: that is the news.</summary>
    [Fact]
    public void Where_all_stops_that_is_told()
    {
        string[] touches =
        [
            .. Enumerable
                .Range(30, 600)
                .Select(minute => Touch("spring", minute, count: 3))
                .SelectMany(of => of.Split('\n')),
        ];
        IReadOnlyList<Alert> alerts = Judge(touches);
        Assert.Contains(alerts, alert => alert.Rule == AlertRules.NoActivity);
        Assert.DoesNotContain(alerts, alert => alert.Rule == AlertRules.ConversionDrop);
    }

    /// <summary>In Kiritimati the day ends at 10 h UTC, as the orders do.</summary>
    [Theory]
    [InlineData(null, true)]
    [InlineData("2026-09-21", false)]
    public void After_a_campaign_nobody_expects_any(string? end, bool isTold)
    {
        var entry = new CampaignEntry("default", "spring", null, null, end, null, "Pacific/Kiritimati");
        IReadOnlyList<Alert> alerts = Judge([], stopped: 213, entry);
        Assert.Equal(isTold, alerts.Any(alert => alert.Rule == AlertRules.ConversionDrop));
    }

    private IReadOnlyList<Alert> Judge(string[] touches, int stopped = 30, CampaignEntry? entry = null)
    {
        var workspace = new MergedWorkspace(memory.Open());
        if (entry != null)
        {
            workspace.State.Apply(entry);
        }
        workspace.State.Apply(new CodeEntry("default", "ANN15", "ann", "spring"));
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        IEnumerable<string> orders = Enumerable
            .Range(stopped, Minutes)
            .SelectMany(minute => Enumerable.Range(0, OrdersAMinute).Select(n => Order(minute, n)));
        Facts.Feed(flow, [.. orders, .. touches, Touch("autumn", 0)], 1_000);
        workspace.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        workspace.State.Settle(() => false);
        return new AlertBook(workspace.State).Judge("spring", _ => true, ["spring"]).Alerts;
    }

    private static string Order(int minutesAgo, int n) =>
        $$"""{"id":"o-{{minutesAgo}}-{{n}}","type":"purchase","time":"{{At(minutesAgo, n)}}","visitor":"b-{{minutesAgo}}-{{n}}","source":"shop","order":"o-{{minutesAgo}}-{{n}}","value":50,"currency":"EUR","code":"ANN15"}""";

    private static string Touch(string campaign, int minutesAgo, int count = 1) =>
        string.Join(
            '\n',
            Enumerable
                .Range(0, count)
                .Select(n =>
                    $$"""{"id":"t-{{minutesAgo}}-{{n}}","type":"click","time":"{{At(minutesAgo, n)}}","visitor":"v-{{minutesAgo}}-{{n}}","campaign":"{{campaign}}","content":"post"}"""
                )
        );

    private static string At(int minutesAgo, int n) =>
        Rfc3339.Format(Facts.NowMicros - (minutesAgo * 60_000_000L) - (n * 1_000_000L));
}
