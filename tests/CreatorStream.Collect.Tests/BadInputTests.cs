using System.Net;
using System.Net.Sockets;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>The catalogue of bad input, sent to a running collector: a clear answer each time, and the next good event is taken.</summary>
public class BadInputTests
{
    /// <summary>Bodies of one event, the field at fault, and what the reason says.</summary>
    public static TheoryData<string, string, string> BadEvents =>
        new()
        {
            { Event(("id", "\"a\\ud800\"")), "id", "surrogate" },
            { Event().Insert(1, "\"visitor\":\"v2\","), "visitor", "twice" },
            { Event(("time", "\"1970-01-01T00:00:00Z\"")), "time", "2000" },
            { Event(("time", "\"2099-01-01T00:00:00Z\"")), "time", "10 minutes ahead" },
            { Event(("time", "1772366400")), "time", "RFC 3339" },
            { Event(("time", "1772366400000")), "time", "RFC 3339" },
            { Event(("time", "\"1772366400000\"")), "time", "RFC 3339" },
            { Event(("value", "1e400")), "value", "large" },
            { Event(("value", "\"NaN\"")), "value", "decimal" },
            { Event(("value", "\"Infinity\"")), "value", "decimal" },
            { Event(("value", "-1")), "value", "negative: give the amount without a sign" },
            { Event(("value", "\"0.000000000000000000000000000001\"")), "value", "18 decimals" },
            { Event(("currency", "\"XXX\"")), "currency", "ISO 4217" },
            { Event(("currency", "\"eur\"")), "currency", "ISO 4217" },
            { Event(("url", "\"data:text/html,x\"")), "url", "http" },
            { Event(("referrer", "\"javascript:alert(1)\"")), "referrer", "http" },
            { Event(("type", "\"explosion\"")), "type", "not a type" },
            { Event(("type", "\"refund\"")), "order", "missing" },
            { "3", "", "object" },
            { "\"text\"", "", "object" },
            { "{}", "id", "missing" },
            { "", "", "empty" },
            { " \r\n\t ", "", "empty" },
            { Event()[..^1], "", "JSON" },
            { "[" + Event() + ",", "", "JSON" },
            { Event() + Event(), "", "JSON" },
            { Event(("value", "NaN")), "", "JSON" },
            { Event(("other", new string('[', 10_000) + new string(']', 10_000))), "", "depth" },
            { new string('[', 10_000), "", "" },
        };

    [Theory]
    [MemberData(nameof(BadEvents))]
    public async Task A_bad_event_is_refused_with_field_and_reason(string body, string field, string reason)
    {
        await using Collector collector = await Start();
        foreach (string type in (string[])[Json, Lines])
        {
            Answer answer = await collector.PostEvents(body, type);
            Assert.True(answer.Status == HttpStatusCode.BadRequest, answer.Text);
            Assert.Equal(0, answer.Accepted);
            Assert.Equal(field, answer.Rejected[0].Field);
            Assert.Contains(reason, answer.Rejected[0].Reason, StringComparison.Ordinal);
        }
        Assert.Equal(0, collector.EventCount());
        await GoesOn(collector);
    }

    [Fact]
    public async Task Invalid_UTF8_is_refused()
    {
        await using Collector collector = await Start();
        byte[] body = Encoding.Latin1.GetBytes(Event(("creator", "\"J\u00f6rg\"")));
        Answer answer = await collector.Post("/v1/events", body, Json);
        answer.Is(HttpStatusCode.BadRequest, 0, (0, ""));
        Assert.Contains("UTF-8", answer.Rejected[0].Reason, StringComparison.Ordinal);
        byte[] lines = [.. body, (byte)'\n', .. Encoding.UTF8.GetBytes(Event())];
        (await collector.Post("/v1/events", lines, Lines)).Is(HttpStatusCode.MultiStatus, 1, (0, ""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Another_content_type_is_refused(string? type)
    {
        await using Collector collector = await Start();
        byte[] body = Encoding.UTF8.GetBytes(Event());
        (await collector.Post("/v1/events", body, type)).Is(HttpStatusCode.UnsupportedMediaType, 0, (0, ""));
        (await collector.Post("/v1/events", body, "Application/JSON; charset=utf-8")).Is(HttpStatusCode.OK, 1);
    }

    [Fact]
    public async Task A_body_shorter_than_announced_is_not_taken()
    {
        await using Collector collector = await Start();
        string body = Event();
        string answer = await collector.Raw(Request(body, $"Content-Length: {body.Length + 10}"), breakOff: true);
        Assert.DoesNotContain("200 OK", answer, StringComparison.Ordinal);
        Assert.Empty(collector.Errors.Lines);
        Assert.Equal(0, collector.EventCount());
        await GoesOn(collector);
    }

    [Fact]
    public async Task A_body_longer_than_announced_is_cut_there()
    {
        await using Collector collector = await Start();
        string body = Event();
        string answer = await collector.Raw(Request(body, $"Content-Length: {body.Length - 1}"));
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Equal(0, collector.EventCount());
        await GoesOn(collector);
    }

    [Theory]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: x")]
    [InlineData("Content-Length: 1\r\nContent-Length: 2")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_request_that_is_no_HTTP_is_refused(string header)
    {
        await using Collector collector = await Start();
        string answer = await collector.Raw(Request("zz\r\n" + Event(), header));
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        await GoesOn(collector);
    }

    [Fact]
    public async Task A_query_of_20_kB_is_refused()
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get("/v1/p.gif?visitor=" + new string('a', 20_000));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, answer.StatusCode);
        await GoesOn(collector);
    }

    [Fact]
    public async Task A_reused_id_with_another_payload_is_another_event()
    {
        await using Collector collector = await Start();
        string body = $"[{Event(("value", "1"))},{Event(("value", "2"))},{Event(("value", "1"))}]";
        // Whether the third is a repeat is decided behind the log, for all senders alike.
        (await collector.PostEvents(body)).Is(HttpStatusCode.OK, 3);
        Assert.Equal(3, collector.EventCount());
    }

    [Fact]
    public async Task What_a_client_claims_about_its_address_is_not_kept()
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get(
            "/v1/p.gif",
            ("X-Forwarded-For", "203.0.113.77"),
            ("Forwarded", "for=203.0.113.77"),
            ("X-Real-IP", "203.0.113.77")
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        EventBatch events = collector.Events();
        for (int code = 1; code <= events.Strings.Count; code++)
        {
            Assert.DoesNotContain("203.0.113.77", events.Strings.Text(code), StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", events.Strings.Text(code), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_a_batch_that_mixes_workspaces_only_the_first_ones_are_taken()
    {
        await using Collector collector = await Start();
        string body =
            $"[{Event(("workspace", "\"a\""))},{Event(("workspace", "\"b\""))},{Event()},{Event(("workspace", "\"a\""))}]";
        (await collector.PostEvents(body)).Is(HttpStatusCode.MultiStatus, 2, (1, "workspace"), (2, "workspace"));
        string both = $"{Event()}\n{Event(("workspace", "\"default\""))}\n{Event(("workspace", "null"))}";
        (await collector.PostEvents(both, Lines)).Is(HttpStatusCode.OK, 3);
    }

    private static string Request(string body, string header) =>
        $"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: {Json}\r\n{header}\r\nConnection: close\r\n\r\n{body}";

    private static async Task GoesOn(Collector collector)
    {
        int before = collector.EventCount();
        (await collector.PostEvents(Event())).Is(HttpStatusCode.OK, 1);
        Assert.Equal(before + 1, collector.EventCount());
    }

    [Fact]
    public async Task Who_announces_large_bodies_and_sends_none_keeps_nobody_out()
    {
        await using Collector collector = await Start();
        var open = new List<TcpClient>();
        try
        {
            for (int i = 0; i < 70; i++)
            {
                var client = new TcpClient();
                open.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, collector.Client.BaseAddress!.Port);
                NetworkStream stream = client.GetStream();
                await stream.WriteAsync(
                    "POST /v1/counters HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4999999\r\nExpect: 100-continue\r\n\r\n"u8.ToArray()
                );
                // The server asks for the body when it begins to read it.
                byte[] asked = new byte["HTTP/1.1 100".Length];
                await stream.ReadExactlyAsync(asked);
                Assert.Equal("HTTP/1.1 100", Encoding.ASCII.GetString(asked));
            }
            for (int i = 0; i < 20; i++)
            {
                Assert.Equal(1, (await collector.PostEvents(Event(("id", $"\"e-{i}\"")))).Accepted);
            }
        }
        finally
        {
            open.ForEach(client => client.Dispose());
        }
    }

    /// <summary>All at once: each is waited for 5 seconds.</summary>
    [Fact]
    public Task A_body_that_never_comes_is_answered_and_is_no_error_of_the_service() =>
        Task.WhenAll(
            NeverComes("/v1/events", "Content-Length: 4900000", "", 408),
            NeverComes("/v1/events", "Content-Length: 4900000", "{", 408),
            NeverComes("/api/catalog", "Content-Length: 9000000", "{", 408),
            NeverComes("/v1/counters", "Content-Length: 4900000\r\nContent-Encoding: gzip", "", 408),
            NeverComes("/v1/events", "Transfer-Encoding: chunked", "5\r\n", 408),
            NeverComes("/v1/events", "Transfer-Encoding: chunked", "no number\r\n", 400)
        );

    private static async Task NeverComes(string path, string header, string body, int status)
    {
        await using Collector collector = await Start();
        string answer = await collector.Raw(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{header}\r\n\r\n{body}"
        );
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Nothing was taken", answer, StringComparison.Ordinal);
        Assert.Equal([KeyValuePair.Create("body", 1L)], collector.Metrics.Rejected);
        Assert.Empty(collector.Errors.Lines);
        await GoesOn(collector);
    }

    [Fact]
    public async Task Too_many_entries_are_refused_before_any_is_looked_at()
    {
        await using Collector collector = await Start();
        // Who looks at the first entry answers that its workspace is out of reach.
        collector.Sender = new Principal("key:office", Rights.All, new HashSet<string> { "acme" });
        string entries = string.Join(',', Enumerable.Repeat("""{"kind":"workspace","id":"rival"}""", 10_001));
        byte[] body = Gzip(Encoding.ASCII.GetBytes($"[{entries}]"));
        Answer answer = await collector.Post("/api/catalog", body, Json, "gzip");
        answer.Is(HttpStatusCode.RequestEntityTooLarge, 0, (0, ""));
    }
}
