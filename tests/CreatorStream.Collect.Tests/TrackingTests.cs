using System.Net;
using System.Text;
using CreatorStream.Events;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>The pixel, tracked links and the script, as browsers meet them.</summary>
public class TrackingTests
{
    private const string Catalog = """
        {"kind":"workspace","id":"default","currency":"EUR","domains":["shop.example"]}
        {"kind":"content","id":"post-1","campaign":"spring","creator":"ann","platform":"instagram"}
        {"kind":"link","id":"l1","content":"post-1","url":"https://shop.example/a?size=m&utm_term=x#top"}
        {"kind":"link","id":"l2","content":"post-9","url":"https://shop.example/b"}
        {"kind":"link","id":"evil","content":"post-1","url":"https://shop.example.evil.example/"}
        {"kind":"workspace","id":"other","currency":"EUR","domains":[]}
        {"kind":"link","id":"l3","workspace":"other","content":"post-1","url":"https://any.example/"}
        """;

    [Fact]
    public async Task The_pixel_needs_nothing_and_makes_what_is_missing()
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get("/v1/p.gif", ("User-Agent", "Mozilla/5.0 (test)"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/gif", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(
            "GIF89a",
            Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync()),
            StringComparison.Ordinal
        );
        Assert.True(answer.Headers.CacheControl?.NoStore);
        EventBatch events = collector.Events();
        Assert.Equal(1, events.Count);
        Assert.Equal(EventType.Visit, events.Types[0]);
        Assert.Equal(Rfc3339.ToMicros(FixedTime.Now), events.TimesMicros[0]);
        Assert.Equal("pixel", Field(events, EventField.Source));
        Assert.Equal("Mozilla/5.0 (test)", Field(events, EventField.Agent));
        Assert.Equal(24, Field(events, EventField.Id).Length);
        Assert.Equal(Cookie(answer), Field(events, EventField.Visitor));
    }

    [Fact]
    public async Task The_pixel_knows_its_visitor_by_cookie()
    {
        await using Collector collector = await Start();
        using HttpResponseMessage first = await collector.Get("/v1/p.gif");
        string visitor = Cookie(first)!;
        using HttpResponseMessage second = await collector.Get("/v1/p.gif", ("Cookie", $"cs_vid={visitor}"));
        Assert.Null(Cookie(second));
        EventBatch events = collector.Events();
        Assert.Equal([visitor, visitor], [Field(events, EventField.Visitor, 0), Field(events, EventField.Visitor, 1)]);
        Assert.NotEqual(Field(events, EventField.Id, 0), Field(events, EventField.Id, 1));
        string set = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Equal($"cs_vid={visitor}; max-age=31536000; path=/; samesite=lax", set);
    }

    [Theory]
    [InlineData("/v1/p.gif?consent=0", "X-Test", "1")]
    [InlineData("/v1/p.gif", "DNT", "1")]
    public async Task Without_consent_no_cookie_is_set_and_none_is_used(string path, string header, string value)
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get(path, (header, value), ("Cookie", "cs_vid=known"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.NotEqual("known", Field(collector.Events(), EventField.Visitor));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("%00")]
    [InlineData("<script>")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_cookie_that_is_not_ours_is_replaced(string cookie)
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get("/v1/p.gif", ("Cookie", $"cs_vid={cookie}"));
        Assert.Equal(Cookie(answer), Field(collector.Events(), EventField.Visitor));
    }

    [Fact]
    public async Task The_pixel_takes_a_whole_event()
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get(
            "/v1/p.gif?type=purchase&id=p1&visitor=v1&time=2026-03-01T11:00:00Z&order=o1&value=49.90&currency=EUR"
                + "&campaign=spring&creator=J%C3%B6rg&code=SAVE&url=https%3A%2F%2Fshop.example%2F"
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        EventBatch events = collector.Events();
        Assert.Equal(EventType.Purchase, events.Types[0]);
        Assert.Equal(49_900_000, events.ValuesMicros[0]);
        Assert.Equal("Jörg", Field(events, EventField.Creator));
        Assert.Equal("o1", Field(events, EventField.Order));
    }

    /// <summary>One call far ahead would push most of what is live out of the shortest window, for everybody.</summary>
    [Theory]
    [InlineData("2026-03-01T12:01:00Z", HttpStatusCode.OK)]
    [InlineData("2026-03-01T12:01:01Z", HttpStatusCode.BadRequest)]
    [InlineData("2026-03-01T12:09:59Z", HttpStatusCode.BadRequest)]
    public async Task A_strangers_time_is_a_minute_ahead_at_most(string time, HttpStatusCode status)
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get($"/v1/p.gif?id=a&time={time}");
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, collector.EventCount());
    }

    /// <summary>Else who names a time in the past takes orders that others claimed before, and has as many days as he likes.</summary>
    [Theory]
    [InlineData("type=purchase&order=o1", "2026-02-28T12:00:00Z", "2026-02-28T12:00:00Z")]
    [InlineData("type=purchase&order=o1", "2026-02-28T11:59:59Z", "2026-03-01T12:00:00Z")]
    [InlineData("type=conversion&action=purchase", "2001-02-28T11:59:59Z", "2026-03-01T12:00:00Z")]
    [InlineData("type=lead", "2001-02-28T11:59:59Z", "2026-03-01T12:00:00Z")]
    [InlineData("type=visit", "2001-02-28T11:59:59Z", "2001-02-28T11:59:59Z")]
    public async Task A_strangers_conversion_is_a_day_old_at_most(string said, string time, string kept)
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get($"/v1/p.gif?id=a&{said}&time={time}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(kept), out long micros));
        Assert.Equal(micros, collector.Events().TimesMicros[0]);
    }

    [Fact]
    public async Task A_browser_says_of_a_lead_and_of_nothing_else_how_good_it_is()
    {
        await using Collector collector = await Start();
        foreach (string type in (string[])["lead", "visit"])
        {
            string query = $"type={type}&completeness=0.8&address=corporate";
            using HttpResponseMessage answer = await collector.Get("/v1/p.gif?" + query);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        EventBatch events = collector.Events();
        for (int row = 0; row < events.Count; row++)
        {
            LeadWords expected =
                events.Types[row] == EventType.Lead ? new LeadWords(80, AddressKind.Corporate) : default;
            Assert.Equal(expected, events.LeadWordsOf(row));
        }
        Assert.Equal(2, events.Count);
    }

    [Theory]
    [InlineData("value=-1", "value")]
    [InlineData("value=1&value=2", "value")]
    [InlineData("currency=XXX", "currency")]
    [InlineData("type=boom", "type")]
    [InlineData("time=1772366400", "time")]
    [InlineData("seconds=100000", "seconds")]
    [InlineData("type=lead&completeness=80", "completeness")]
    [InlineData("type=lead&address=ana%40example.com", "address")]
    public async Task The_pixel_says_what_is_wrong(string query, string field)
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get("/v1/p.gif?" + query);
        (await Answer.Of(answer)).Is(HttpStatusCode.BadRequest, 0, (0, field));
        Assert.Equal(0, collector.EventCount());
    }

    [Fact]
    public async Task A_link_leads_to_the_shop_and_the_click_is_recorded()
    {
        await using Collector collector = await Start();
        await Set(collector);
        string visitor = collector.Ids.New();
        using HttpResponseMessage answer = await collector.Get(
            "/l/l1",
            ("User-Agent", "Mozilla"),
            ("Cookie", $"cs_vid={visitor}")
        );
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Uri to = answer.Headers.Location!;
        Assert.Equal(("https", "shop.example", "/a", "#top"), (to.Scheme, to.Host, to.AbsolutePath, to.Fragment));
        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(to.Query);
        Assert.Equal("m", query["size"]);
        Assert.Equal("instagram", query["utm_source"]);
        Assert.Equal("creator", query["utm_medium"]);
        Assert.Equal("spring", query["utm_campaign"]);
        Assert.Equal("post-1", query["utm_content"]);
        EventBatch events = collector.Events();
        Assert.Equal(1, events.Count);
        Assert.Equal(EventType.Click, events.Types[0]);
        Assert.Equal(query["cs_click"], Field(events, EventField.Id));
        Assert.Equal((visitor, visitor), (Field(events, EventField.Visitor), query["cs_vid"].ToString()));
        Assert.Equal(
            ("post-1", "spring", "ann", "link"),
            (
                Field(events, EventField.Content),
                Field(events, EventField.Campaign),
                Field(events, EventField.Creator),
                Field(events, EventField.Source)
            )
        );
    }

    [Theory]
    [InlineData("/l/none")]
    [InlineData("/l/evil")]
    [InlineData("/l/l1?workspace=other")]
    [InlineData("/l/l1?workspace=none")]
    [InlineData("/l/https:%2F%2Fevil.example")]
    [InlineData("/l/%2F%2Fevil.example")]
    [InlineData("/l/l9?url=https://evil.example")]
    public async Task What_the_catalog_does_not_allow_leads_nowhere(string path)
    {
        await using Collector collector = await Start();
        await Set(collector);
        using HttpResponseMessage answer = await collector.Get(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.Equal(0, collector.EventCount());
    }

    [Theory]
    [InlineData("url=https://evil.example")]
    [InlineData("next=//evil.example&to=https://evil.example")]
    [InlineData("utm_source=evil&cs_click=evil")]
    public async Task No_query_moves_where_a_link_leads(string query)
    {
        await using Collector collector = await Start();
        await Set(collector);
        using HttpResponseMessage answer = await collector.Get("/l/l1?" + query);
        Assert.Equal("shop.example", answer.Headers.Location!.Host);
        Assert.DoesNotContain("evil", answer.Headers.Location.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_of_content_not_set_up_works_and_an_unlisted_workspace_allows_any_shop()
    {
        await using Collector collector = await Start();
        await Set(collector);
        using HttpResponseMessage unknown = await collector.Get("/l/l2");
        Assert.Equal("creator", QueryHelpers.ParseQuery(unknown.Headers.Location!.Query)["utm_source"]);
        using HttpResponseMessage other = await collector.Get("/l/l3?workspace=other");
        Assert.Equal("any.example", other.Headers.Location!.Host);
    }

    [Fact]
    public async Task While_the_log_cannot_be_written_a_link_leads_on_and_the_loss_is_counted()
    {
        await using Collector collector = await Start();
        await Set(collector);
        collector.Log.Dispose();
        using HttpResponseMessage answer = await collector.Get("/l/l1");
        Assert.Equal("shop.example", answer.Headers.Location?.Host);
        Assert.Equal(1, collector.Metrics.LostClicks);
        Assert.Contains(KeyValuePair.Create("log", 1L), collector.Metrics.Rejected);
    }

    [Fact]
    public async Task Before_the_catalog_is_read_no_stranger_is_believed_and_no_link_denied()
    {
        await using Collector collector = await Start(knowsCatalog: false);
        foreach (string path in (string[])["/v1/p.gif", "/l/l1"])
        {
            using HttpResponseMessage answer = await collector.Get(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal("1", answer.Headers.RetryAfter?.ToString());
        }
        Assert.Equal(0, collector.EventCount());
    }

    [Fact]
    public async Task The_script_is_small_and_knows_the_servers_time()
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get("/cs.js");
        string script = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.InRange(Encoding.UTF8.GetByteCount(script), 100, 4096);
        Assert.Contains(FixedTime.Now.ToUnixTimeMilliseconds().ToString(null, null), script, StringComparison.Ordinal);
        Assert.DoesNotContain("SERVER_TIME_MS", script, StringComparison.Ordinal);
    }

    private static Task Set(Collector collector) => collector.SetUp(Catalog, "other", "l3");

    private static string Field(EventBatch events, EventField field, int row = 0) =>
        Encoding.UTF8.GetString(events.Bytes(field, row));

    private static string? Cookie(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies)
            ? Assert.Single(cookies).Split(';')[0].Split('=')[1]
            : null;
}
