using System.Net;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>State has no room: neither on its disk nor within the process' budget.</summary>
public class ShortageTests
{
    private const int Large = 1 << 20;

    [Fact]
    public async Task Input_is_refused_with_the_reason_until_there_is_room()
    {
        await using Collector collector = await Start();
        const string Reading =
            """{"content":"post-1","time":"2026-03-01T12:00:00Z","counters":{"views":1},"platform":"a"}""";
        collector.FreeBytes = 0;
        collector.Memory.Open().Allocate(StatePart.Journeys, Large);
        (await collector.PostEvents(Event())).Is(HttpStatusCode.OK, 1);
        collector.Memory.Look(usedBytes: 2, heapBytes: 0, DateTimeOffset.UnixEpoch);
        foreach (string path in (string[])["/v1/events", "/v1/counters"])
        {
            using HttpResponseMessage refused = await collector.Client.PostAsync(
                path,
                new StringContent(Reading, null, Json)
            );
            Assert.Equal("1", refused.Headers.RetryAfter?.ToString());
        }
        Answer answer = await collector.PostEvents(Event(("id", "\"e2\"")));
        answer.Is(HttpStatusCode.ServiceUnavailable, 0, (0, ""));
        Assert.Matches("^Nothing was taken. State needs more disk in /.*: 0 MB are free", answer.Rejected[0].Reason);
        using HttpResponseMessage pixel = await collector.Get("/v1/p.gif?campaign=spring");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, pixel.StatusCode);
        Assert.Contains(KeyValuePair.Create("state", 4L), collector.Metrics.Rejected);
        const string Link = """{"kind":"link","id":"l1","content":"post-1","url":"https://shop.example/"}""";
        await collector.SetUp(Link, "default", "l1");
        using HttpResponseMessage click = await collector.Get("/l/l1");
        Assert.Equal((HttpStatusCode.Redirect, 1), (click.StatusCode, collector.Metrics.LostClicks));
        // What people correct is little, and may be what is waited for.
        Answer entry = await collector.Post("/api/catalog", """{"kind":"campaign","id":"spring"}""");
        entry.Is(HttpStatusCode.OK, 1);
        Assert.Equal((1, 0L), (collector.EventCount(), collector.Log.EndOffset(LogStream.Counters, 0)));

        collector.FreeBytes = StateMemory.LeastToGoOn;
        collector.Memory.Look(usedBytes: 2, heapBytes: 0, DateTimeOffset.UnixEpoch);
        (await collector.PostEvents(Event(("id", "\"e2\"")))).Is(HttpStatusCode.OK, 1);
    }
}
