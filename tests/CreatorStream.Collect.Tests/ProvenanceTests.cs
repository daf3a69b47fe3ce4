using System.Net;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>A source is proven, not claimed: each way in stamps what it knows.</summary>
public class ProvenanceTests
{
    private static readonly Principal Tracker = new(
        Ways.KeyPrefix + "tracker",
        Rights.Collect,
        new HashSet<string> { "acme" }
    );

    [Fact]
    public async Task What_a_body_says_of_its_way_in_is_overwritten()
    {
        await using Collector collector = await Start();
        await collector.PostEvents(Event(("via", "\"key:shop\"")));
        await collector.Get("/v1/p.gif?via=key:shop&source=shop");
        EventBatch events = collector.Events();
        string[] vias = [.. Enumerable.Range(0, 2).Select(row => Via(events, row)).Order()];
        Assert.Equal([Ways.Local, Ways.Pixel], vias);
    }

    [Fact]
    public async Task A_stranger_takes_no_order_back()
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get("/v1/p.gif?type=refund&order=1001&value=50");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            "only a key with the right sell",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(0, collector.EventCount());
    }

    [Theory]
    [InlineData("purchase")]
    [InlineData("refund")]
    [InlineData("lead")]
    public async Task A_key_needs_the_right_to_sell(string type)
    {
        await using Collector collector = await Start();
        collector.Sender = Tracker;
        (string, string)[] fields = [("type", $"\"{type}\""), ("order", "\"1\""), ("workspace", "\"acme\"")];
        Answer answer = await collector.PostEvents(Event(fields));
        Assert.Equal(("type", HttpStatusCode.BadRequest), (Assert.Single(answer.Rejected).Field, answer.Status));
        collector.Sender = Tracker with { Rights = Rights.Collect | Rights.Sell };
        Assert.Equal(1, (await collector.PostEvents(Event(fields))).Accepted);
        Assert.Equal("key:tracker", Via(collector.Events(), 0));
    }

    [Theory]
    [InlineData("\"rival\"")]
    [InlineData("\"default\"")]
    [InlineData("null")]
    [InlineData("\"\\u0072ival\"")]
    public async Task A_key_reaches_its_own_workspaces_only(string workspace)
    {
        await using Collector collector = await Start();
        collector.Sender = Tracker;
        Answer answer = await collector.PostEvents(Event(("workspace", workspace)));
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(0, collector.EventCount());
    }

    [Theory]
    [InlineData(Rights.Sell, "visit")]
    [InlineData(Rights.Sell, "click")]
    [InlineData(Rights.Read, "visit")]
    [InlineData(Rights.Manage, "purchase")]
    public async Task A_key_sends_what_it_has_the_right_to(Rights rights, string type)
    {
        await using Collector collector = await Start();
        collector.Sender = Tracker with { Rights = rights };
        Answer answer = await collector.PostEvents(
            Event(("type", $"\"{type}\""), ("order", "\"1\""), ("workspace", "\"acme\""))
        );
        answer.Is(HttpStatusCode.BadRequest, 0, (0, "type"));
    }

    /// <summary>Nor the good entries beside it: the whole body is refused.</summary>
    [Theory]
    [InlineData("/api/catalog", """{"kind":"creator","id":"c","workspace":"rival"}""")]
    [InlineData("/api/catalog", """{"kind":"creator","id":"c"}""")]
    [InlineData("/api/catalog", """{"kind":"creator","id":"c","Workspace":"acme"}""")]
    [InlineData("/api/catalog", """{"kind":"workspace","id":"rival","workspace":"acme"}""")]
    [InlineData(
        "/v1/counters",
        """{"content":"c","platform":"x","time":"2026-01-01T00:00:00Z","views":1,"workspace":"rival"}"""
    )]
    [InlineData("/api/erasures", """{"visitor":"v","workspace":"rival"}""")]
    [InlineData("/api/erasures", """{"visitor":"v"}""")]
    public async Task Entries_of_another_workspace_are_refused(string path, string foreign)
    {
        await using Collector collector = await Start();
        collector.Sender = Tracker;
        string own = path switch
        {
            "/api/catalog" => """{"kind":"creator","id":"c","workspace":"acme"}""",
            "/v1/counters" =>
                """{"content":"c","platform":"x","time":"2026-01-01T00:00:00Z","views":1,"workspace":"acme"}""",
            _ => """{"visitor":"v","workspace":"acme"}""",
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await collector.Post(path, foreign)).Status);
        Answer both = await collector.Post(path, $"[{own},{foreign}]");
        Assert.Equal((HttpStatusCode.Forbidden, 0), (both.Status, both.Accepted));
        Assert.Equal(1, (await collector.Post(path, own)).Accepted);
    }

    private static string Via(EventBatch events, int row) => Encoding.UTF8.GetString(events.Bytes(EventField.Via, row));
}
