using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Alerts;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Limits that the catalog sets for a campaign, over events.</summary>
public sealed class CampaignLimitTests : IDisposable
{
    private readonly StateMemory memory = new();
    private readonly MergedWorkspace workspace;

    public CampaignLimitTests() => workspace = new MergedWorkspace(memory.Open());

    public void Dispose() => memory.Dispose();

    /// <summary>It is the 21st, 14 h UTC: on the day line it is over.</summary>
    [Theory]
    [InlineData("2026-09-20", null, 0)]
    [InlineData("2026-09-21", null, 1)]
    [InlineData("2026-09-21", "Pacific/Kiritimati", 0)]
    public void A_campaign_that_is_over_may_be_silent(string end, string? zone, int alerts)
    {
        workspace.State.Apply(Entry() with { End = end, TimeZone = zone });
        Feed([
            .. Enumerable.Range(0, 300).Select(n => Event("click", n, 4_800 - (n * 12))),
            Event("click", 300, 0).Replace("spring", "autumn", StringComparison.Ordinal),
        ]);
        Assert.Equal(alerts, Alerts().Count(alert => alert.Rule == "no-activity"));
    }

    /// <summary>In Adelaide the day ends at half past, 17 minutes after the last event of all.</summary>
    [Theory]
    [InlineData(16, false)]
    [InlineData(18, true)]
    public void While_nothing_comes_at_all_a_campaign_ends_by_the_clock(int minutes, bool isOver)
    {
        workspace.State.Apply(Entry() with { End = "2026-09-21", TimeZone = "Australia/Adelaide" });
        Feed([.. Enumerable.Range(0, 300).Select(n => Event("click", n, 3_588 - (n * 12)))]);
        var book = new AlertBook(workspace.State);
        for (int minute = 0; minute <= 60; minute++)
        {
            book.Silence.Hear(TimeSpan.FromMinutes(minute), TimeSpan.Zero);
        }
        book.Silence.Pass(TimeSpan.FromMinutes(60 + minutes));
        Alert silence = Assert.Single(book.Judge("spring", _ => true, ["spring"]).Alerts);
        Assert.Equal(("no-activity", isOver), (silence.Rule, silence.ClosedMicros != null));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(25, 0)]
    [InlineData(5, 1)]
    public void A_campaign_says_after_how_many_silent_minutes_there_is_an_alert(int? minutes, int alerts)
    {
        workspace.State.Apply(Entry(silentMinutes: minutes));
        // Lively for an hour, then silent for 20 minutes.
        Feed([
            .. Enumerable.Range(0, 300).Select(n => Event("click", n, 4_800 - (n * 12))),
            Event("click", 300, 0).Replace("spring", "autumn", StringComparison.Ordinal),
        ]);
        Assert.Equal(alerts, Alerts().Count(alert => alert.Rule == "no-activity"));
        if (alerts > 0)
        {
            Assert.Equal(
                Facts.NowMicros / 60_000_000 - 20 + (minutes ?? 15),
                Alerts().Single().OpenedMicros / 60_000_000,
                1d
            );
        }
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(30_000_000L, 0)]
    [InlineData(10_000_000L, 1)]
    public void A_campaign_says_above_what_cost_of_a_conversion_there_is_an_alert(long? limitMicros, int alerts)
    {
        workspace.State.Apply(Entry(limitMicros: limitMicros));
        string day = Rfc3339.Format(Facts.NowMicros - 7_200_000_000)[..10];
        // 180 units for 9 conversions, two hours ago or since midnight.
        workspace.State.Apply(
            Catalogued(
                $$"""{"kind":"cost","id":"fee","campaign":"spring","cost":"flat","amount":180,"currency":"EUR","from":"{{day}}","to":"{{day}}"}"""
            )
        );
        Feed([
            Event("click", 0, 9_000),
            .. Enumerable.Range(0, 9).Select(n => Event("click", n, 8_000)),
            .. Enumerable
                .Range(0, 9)
                .Select(n =>
                    Event("purchase", n, 7_500)
                        .Replace(
                            "}",
                            $",\"source\":\"shop\",\"order\":\"o{n}\",\"value\":50,\"currency\":\"EUR\"}}",
                            StringComparison.Ordinal
                        )
                ),
            Event("click", 99, 0),
        ]);
        IReadOnlyList<Alert> found = [.. Alerts().Where(alert => alert.Rule == "cpa-above")];
        Assert.Equal(alerts, found.Count);
        if (alerts > 0)
        {
            Assert.Equal(10, found[0].Expected);
            Assert.Null(found[0].ClosedMicros);
        }
    }

    /// <summary>It is the 21st, 14 h UTC: 105 of 180 units accrued, and no conversion counts as five.</summary>
    [Theory]
    [InlineData(null, 0)]
    [InlineData(30_000_000L, 0)]
    [InlineData(10_000_000L, 1)]
    public void Money_for_a_campaign_that_brought_no_event_at_all_is_above_its_limit(long? limitMicros, int alerts)
    {
        workspace.State.Apply(Entry(limitMicros: limitMicros));
        string day = Rfc3339.Format(Facts.NowMicros)[..10];
        workspace.State.Apply(
            Catalogued(
                $$"""{"kind":"cost","id":"fee","campaign":"spring","cost":"flat","amount":180,"currency":"EUR","from":"{{day}}","to":"{{day}}"}"""
            )
        );
        Assert.Empty(Alerts());
        Feed([Event("click", 0, 0).Replace("spring", "autumn", StringComparison.Ordinal)]);
        IReadOnlyList<Alert> found = Alerts();
        Assert.Equal(alerts, found.Count);
        Assert.All(found, alert => Assert.Equal("cpa-above", alert.Rule));
        Assert.All(found, alert => Assert.Null(alert.ClosedMicros));
    }

    private IReadOnlyList<Alert> Alerts() =>
        new AlertBook(workspace.State).Judge("spring", _ => true, ["spring"]).Alerts;

    private void Feed(string[] lines)
    {
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        Facts.Feed(flow, lines, 100);
        workspace.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
    }

    private static CampaignEntry Entry(long? limitMicros = null, int? silentMinutes = null) =>
        new(
            "default",
            "spring",
            null,
            null,
            null,
            null,
            null,
            CpaLimitMicros: limitMicros,
            SilentMinutes: silentMinutes
        );

    private static CatalogEntry Catalogued(string line)
    {
        using var json = System.Text.Json.JsonDocument.Parse(line);
        return CatalogParser.TryParse(json.RootElement, out string field, out string reason)
            ?? throw new InvalidOperationException($"{field} {reason}");
    }

    private static string Event(string type, int n, int secondsAgo) =>
        $$"""{"id":"{{type}}-{{n}}-{{secondsAgo}}","type":"{{type}}","time":"{{Rfc3339.Format(Facts.NowMicros - (secondsAgo * 1_000_000L))}}","visitor":"v-{{n}}","campaign":"spring","content":"post"}""";
}
