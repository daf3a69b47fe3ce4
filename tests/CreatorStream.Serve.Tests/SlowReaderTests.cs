using System.Net;
using System.Net.Sockets;
using System.Text;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Cases;
using CreatorStream.Pipeline.Workspaces.Counters;
using CreatorStream.Redis.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Serve.Tests;

/// <summary>What a case rests on is in memory for one client at a time, and for a minute at most.</summary>
public sealed class SlowReaderTests : IAsyncLifetime, IDisposable
{
    private const string Ask = "/api/campaigns/spring/cases/events?case=a";
    private const int Readings = 100_000;

    private readonly ManualTime time = new();
    private readonly WebApplication app;
    private readonly CaseEventsEndpoint endpoint;
    private readonly HttpClient client = new();

    public SlowReaderTests()
    {
        endpoint = new CaseEventsEndpoint(new LongCase(), _ => [], time);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        endpoint.Map(app);
    }

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        client.BaseAddress = new Uri(app.Urls.First());
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    public void Dispose()
    {
        client.Dispose();
        endpoint.Dispose();
    }

    [Fact]
    public async Task Who_reads_slowly_keeps_the_turn_for_a_minute_and_is_cut_off()
    {
        using Socket slow = await AskSlowlyAsync();
        Task<HttpResponseMessage> second = client.GetAsync(new Uri(Ask, UriKind.Relative));
        await Eventually.Holds("the second waits for its turn", () => time.Timers == 2);
        time.Advance(TimeSpan.FromSeconds(10));
        using HttpResponseMessage refused = await Eventually.Done(second);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("5", refused.Headers.RetryAfter!.ToString());

        time.Advance(TimeSpan.FromSeconds(50));
        byte[] answer = await Eventually.Done(client.GetByteArrayAsync(new Uri(Ask, UriKind.Relative)));
        Assert.Equal(Encoding.UTF8.GetPreamble(), answer[..3]);
        Assert.Equal(Readings + 2, Encoding.UTF8.GetString(answer).Split('\n').Length);
        Assert.True(await Eventually.Done(RestAsync(slow)) < answer.Length);
    }

    [Fact]
    public async Task Other_answers_have_a_least_rate()
    {
        await using Site site = await Site.Start();
        using HttpResponseMessage answer = await site.Send(HttpMethod.Get, "/api/rate");
        Assert.Equal("16000", await answer.Content.ReadAsStringAsync());
    }

    /// <returns>A client that has taken the beginning of the answer, and takes no more.</returns>
    private async Task<Socket> AskSlowlyAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(client.BaseAddress!.Host, client.BaseAddress.Port);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET {Ask} HTTP/1.1\r\nHost: {client.BaseAddress.Authority}\r\n\r\n")
        );
        byte[] start = new byte[12];
        await Eventually.Done(new NetworkStream(socket).ReadExactlyAsync(start).AsTask(), "the answer begins");
        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(start));
        return socket;
    }

    /// <returns>How much more there is until the connection ends.</returns>
    private static async Task<long> RestAsync(Socket socket)
    {
        long read = 0;
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var count)
            {
                read += count;
            }
        }
        catch (SocketException)
        {
            // It was cut off.
        }
        return read;
    }

    private sealed class LongCase : IHistory
    {
        private static readonly CaseEvidence Case = new(
            "default",
            "spring",
            0,
            long.MaxValue,
            null,
            null,
            new Dictionary<string, string>(),
            Readings:
            [
                .. Enumerable.Repeat(
                    new CounterEvidence(
                        new CounterSubject("default", "", new string('a', 100), "instagram", "spring", "ann"),
                        "followers",
                        new CounterPoint(1_790_000_000_000_000, 41_000)
                    ),
                    Readings
                ),
            ]
        );

        public Task<HistoryRows?> GetAsync(
            string workspace,
            string campaign,
            long fromMicros,
            int steps,
            int stepSeconds,
            CancellationToken cancel
        ) => throw new NotSupportedException();

        public Task<CaseEvidence?> FindCaseAsync(
            string workspace,
            string campaign,
            string id,
            CancellationToken cancel
        ) => Task.FromResult<CaseEvidence?>(Case);
    }
}
