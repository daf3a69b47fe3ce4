using System.Net;
using System.Text;
using CreatorStream.Events;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

public class EventsEndpointTests
{
    private const int MostBytes = RequestBody.MostBytes;

    [Fact]
    public async Task One_event_an_array_and_lines_are_taken()
    {
        await using Collector collector = await Start();
        (await collector.PostEvents(Event(("id", "\"a\"")))).Is(HttpStatusCode.OK, 1);
        (await collector.PostEvents($" [{Event(("id", "\"b\""))}, {Event(("id", "\"c\""))}]\n")).Is(
            HttpStatusCode.OK,
            2
        );
        (await collector.PostEvents($"\r\n{Event(("id", "\"d\""))}\r\n\n{Event(("id", "\"e\""))}", Lines)).Is(
            HttpStatusCode.OK,
            2
        );
        (await collector.PostEvents("[]")).Is(HttpStatusCode.OK, 0);
        EventBatch events = collector.Events();
        Assert.Equal(
            ["a", "b", "c", "d", "e"],
            Enumerable
                .Range(0, events.Count)
                .Select(row => Encoding.UTF8.GetString(events.Bytes(EventField.Id, row)))
                .Order()
        );
        Assert.Equal(5, collector.Metrics.Accepted);
    }

    [Fact]
    public async Task What_is_good_is_taken_beside_what_is_not()
    {
        await using Collector collector = await Start();
        string body = $"{Event()}\n{Event(("value", "-1"))}\nnonsense\n{Event(("id", "\"e2\""))}\n";
        (await collector.PostEvents(body, Lines)).Is(HttpStatusCode.MultiStatus, 2, (1, "value"), (2, ""));
        Assert.Equal(2, collector.EventCount());
        Assert.Equal(
            [new("body", 1), new("value", 1)],
            collector.Metrics.Rejected.OrderBy(of => of.Key, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Of_an_array_that_breaks_off_nothing_is_taken()
    {
        await using Collector collector = await Start();
        (await collector.PostEvents($"[{Event()},{Event(("value", "-1"))},{Event()},")).Is(
            HttpStatusCode.BadRequest,
            0,
            (2, "")
        );
        Assert.Equal(0, collector.EventCount());
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Lines)]
    public async Task Ten_thousand_events_are_taken_and_one_more_refuses_all(string type)
    {
        await using Collector collector = await Start();
        (await collector.PostEvents(Many(10_001, type), type)).Is(HttpStatusCode.RequestEntityTooLarge, 0, (0, ""));
        Assert.Equal(0, collector.EventCount());
        (await collector.PostEvents(Many(10_000, type), type)).Is(HttpStatusCode.OK, 10_000);
        Assert.Equal(10_000, collector.EventCount());
        // Bad ones count too: the limit is of work.
        (await collector.PostEvents($"[{string.Join(',', Enumerable.Repeat("{}", 10_001))}]")).Is(
            HttpStatusCode.RequestEntityTooLarge,
            0,
            (0, "")
        );
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Five_megabytes_are_taken_and_one_byte_more_is_refused(bool gzip, bool chunked)
    {
        await using Collector collector = await Start();
        byte[] full = Encoding.UTF8.GetBytes(Event().PadRight(MostBytes));
        (await Send(collector, full, gzip, chunked)).Is(HttpStatusCode.OK, 1);
        byte[] over = [.. full, (byte)' '];
        Answer answer = await Send(collector, over, gzip, chunked);
        answer.Is(HttpStatusCode.RequestEntityTooLarge, 0, (0, ""));
        Assert.Contains("5000000", answer.Rejected[0].Reason, StringComparison.Ordinal);
        Assert.Equal(1, collector.EventCount());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_ordinary_client_that_sends_12_MB_reads_the_refusal(bool chunked)
    {
        await using Collector collector = await Start();
        for (int i = 0; i < 3; i++)
        {
            Answer answer = await Send(collector, new byte[12_000_000], gzip: false, chunked);
            answer.Is(HttpStatusCode.RequestEntityTooLarge, 0, (0, ""));
        }
        (await collector.PostEvents(Event())).Is(HttpStatusCode.OK, 1);
    }

    [Fact]
    public async Task A_gzip_bomb_is_refused_after_5_MB()
    {
        await using Collector collector = await Start();
        byte[] bomb = Gzip(new byte[500_000_000]);
        Assert.True(bomb.Length < MostBytes);
        long before = GC.GetTotalAllocatedBytes();
        Answer answer = await collector.Post("/v1/events", bomb, Json, "gzip");
        answer.Is(HttpStatusCode.RequestEntityTooLarge, 0, (0, ""));
        // Not what it would expand to, with all that other tests allocate meanwhile.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 400_000_000);
    }

    [Fact]
    public async Task Gzip_that_is_none_is_refused()
    {
        await using Collector collector = await Start();
        byte[] good = Gzip(Encoding.UTF8.GetBytes(Many(1000, Json)));
        byte[][] bad =
        [
            [],
            [1, 2, 3],
            Encoding.UTF8.GetBytes(Event()),
            good[..(good.Length / 2)],
            good[..^1],
            Flipped(good),
        ];
        foreach (byte[] body in bad)
        {
            Answer answer = await collector.Post("/v1/events", body, Json, "gzip");
            answer.Is(HttpStatusCode.BadRequest, 0, (0, ""));
        }
        Assert.Equal(0, collector.EventCount());
        (await collector.Post("/v1/events", good, Json, "gzip")).Is(HttpStatusCode.OK, 1000);
        (await collector.Post("/v1/events", good, Json, "br")).Is(HttpStatusCode.UnsupportedMediaType, 0, (0, ""));
    }

    [Fact]
    public async Task While_the_log_cannot_be_written_the_answer_is_503_and_says_when_to_come_again()
    {
        await using Collector collector = await Start();
        collector.Log.Dispose();
        using var content = new StringContent(Event(), Encoding.UTF8, Json);
        using HttpResponseMessage response = await collector.Client.PostAsync(
            new Uri("/v1/events", UriKind.Relative),
            content
        );
        (await Answer.Of(response)).Is(HttpStatusCode.ServiceUnavailable, 0, (0, ""));
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        // What is wrong with a body is told all the same.
        (await collector.PostEvents("{}")).Is(HttpStatusCode.BadRequest, 0, (0, "id"));
    }

    [Fact]
    public async Task A_byte_order_mark_is_skipped()
    {
        await using Collector collector = await Start();
        (await collector.PostEvents('\uFEFF' + Event())).Is(HttpStatusCode.OK, 1);
        (await collector.PostEvents('\uFEFF' + Event(("id", "\"e2\"")), Lines)).Is(HttpStatusCode.OK, 1);
        const string Entry = """{"kind":"campaign","id":"spring"}""";
        (await collector.Post("/api/catalog", '\uFEFF' + Entry)).Is(HttpStatusCode.OK, 1);
        (await collector.Post("/api/catalog", '\uFEFF' + Entry, Lines)).Is(HttpStatusCode.OK, 1);
        // One mark, at the start.
        (await collector.PostEvents("\uFEFF\uFEFF" + Event())).Is(HttpStatusCode.BadRequest, 0, (0, ""));
    }

    [Fact]
    public async Task Pages_of_any_origin_may_send_but_never_with_credentials()
    {
        await using Collector collector = await Start();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/events");
        preflight.Headers.Add("Origin", "https://blog.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using HttpResponseMessage allowed = await collector.Client.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        using HttpResponseMessage pixel = await collector.Get("/v1/p.gif", ("Origin", "https://blog.example"));
        foreach (HttpResponseMessage response in (HttpResponseMessage[])[allowed, pixel])
        {
            Assert.Equal(["*"], response.Headers.GetValues("Access-Control-Allow-Origin"));
            Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        }
    }

    [Fact]
    public async Task Many_requests_at_once_are_all_taken_once()
    {
        await using Collector collector = await Start();
        Answer[] answers = await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(i =>
                    collector.PostEvents(
                        $"[{Event(("id", $"\"a{i}\""))},{Event(("id", $"\"b{i}\""), ("visitor", $"\"v{i}\""))}]"
                    )
                )
        );
        Assert.All(answers, answer => answer.Is(HttpStatusCode.OK, 2));
        EventBatch events = collector.Events();
        Assert.Equal(
            400,
            Enumerable
                .Range(0, events.Count)
                .Select(row => Encoding.UTF8.GetString(events.Bytes(EventField.Id, row)))
                .Distinct()
                .Count()
        );
        Assert.Equal(400, events.Count);
    }

    private static string Many(int count, string type)
    {
        IEnumerable<string> events = Enumerable
            .Range(0, count)
            .Select(i => Event(("id", $"\"e{i}\""), ("visitor", $"\"v{i % 99}\"")));
        return type == Lines ? string.Join('\n', events) : $"[{string.Join(',', events)}]";
    }

    private static byte[] Flipped(byte[] gzip)
    {
        byte[] flipped = [.. gzip];
        flipped[flipped.Length / 2] ^= 0x40;
        return flipped;
    }

    private static async Task<Answer> Send(Collector collector, byte[] body, bool gzip, bool chunked)
    {
        byte[] sent = gzip ? Gzip(body) : body;
        using HttpContent content = chunked ? new StreamContent(new Unsized(sent)) : new ByteArrayContent(sent);
        return await collector.Post("/v1/events", content, Json, gzip ? "gzip" : null);
    }

    /// <summary>A stream whose length a client can't know, so that it sends chunks.</summary>
    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
