using System.Text;
using System.Text.Json;
using CreatorStream.Bench.Web;

namespace CreatorStream.Bench.Tests;

public sealed class WebBenchTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nDate: now\r\n\r\nlive", 200)]
    [InlineData("HTTP/1.1 302 Found\r\nDate: now\r\ncontent-length:0\r\n\r\n", 302)]
    [InlineData("HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nlive\r\n0\r\n\r\n", 503)]
    [InlineData("HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n", 204)]
    public void An_answer_is_whole_with_its_last_byte(string answer, int expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(answer);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(Answer.IsWhole(bytes.AsSpan(0, length), out _), $"{length} bytes");
        }

        Assert.True(Answer.IsWhole(bytes, out int status));
        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Every_request_is_an_event_of_its_own_and_has_one_answer()
    {
        await using FakeService service = await FakeService.Start();
        using var load = new WebLoad(service.Address, 3, () => null, new CountingTime());
        var requests = WebRequests.Single(service.Address, "secret", 7, new CountingTime());
        WebSample sample = load.Run(requests, Seconds(1), Seconds(10), CancellationToken.None);
        Assert.InRange(sample.LatenciesMs.Count, 1, service.Requests.Count);
        string?[] ids = service
            .Lines("/v1/events")
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString())
            .ToArray();
        Assert.True(ids.Length > 1_000, "the same thousand events again would show");
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(service.Requests.Count, ids.Length);
        Assert.All(service.Requests, request => Assert.Equal("Bearer secret", request.Authorization));
    }

    [Fact]
    public async Task Another_answer_ends_it_and_says_what_it_was()
    {
        await using FakeService service = await FakeService.Start();
        service.Refuse = _ => ("time", "is late");
        using var load = new WebLoad(service.Address, 2, () => null, new CountingTime());
        var requests = WebRequests.Single(service.Address, null, 7, new CountingTime());
        HttpRequestException error = Assert.Throws<HttpRequestException>(() =>
            load.Run(requests, Seconds(1), Seconds(1), CancellationToken.None)
        );
        Assert.Contains("is late", error.Message, StringComparison.Ordinal);
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>A clock that goes on by being looked at, so that a run has as many requests on any machine.</summary>
    private sealed class CountingTime : TimeProvider
    {
        private long looks;

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => ++looks;
    }
}
