using System.Net.Http.Headers;
using System.Text.Json;

namespace CreatorStream.Bench.Screen;

/// <summary>
/// Events at a rate, whatever the service's answers take: each request has its time, and one that can't be sent then, for
/// its connection still waits for an answer, is sent as soon as it can, with those behind it.
/// </summary>
/// <param name="inWorkspaces">Each connection has a workspace of its own, w-0 and on; else all have the default one.</param>
/// <param name="isPast">Its events are of the ten days before, a minute later with each request; else of now.</param>
internal sealed class PacedLoad(
    Uri service,
    HttpClient http,
    int connections,
    TimeProvider time,
    bool inWorkspaces = false,
    bool isPast = false
)
{
    /// <summary>Events of a request: some milliseconds' worth at the rates of interest.</summary>
    private const int Batch = 1_000;

    /// <summary>Numbers of the connections of past events, so that their ids are not those of a load beside them.</summary>
    private const int PastConnections = 50;

    private static readonly TimeSpan Past = TimeSpan.FromDays(10);

    private static readonly MediaTypeHeaderValue Ndjson = new("application/x-ndjson");

    private readonly BenchBody[] bodies =
    [
        .. Enumerable
            .Range(0, connections)
            .Select(connection => new BenchBody(
                (int)(time.GetUtcNow().ToUnixTimeSeconds() % 1_000_000),
                connection + (isPast ? PastConnections : 0),
                Batch,
                inWorkspaces ? $"w-{connection}" : null
            )),
    ];
    private long accepted;

    /// <summary>Events accepted so far.</summary>
    public long Accepted => Interlocked.Read(ref accepted);

    /// <summary>Sends until it is cancelled.</summary>
    /// <param name="rate">Events a second.</param>
    /// <exception cref="HttpRequestException">The service can't be reached, or doesn't take all.</exception>
    public Task Run(double rate, CancellationToken until)
    {
        long started = time.GetTimestamp();
        return Task.WhenAll(
            bodies.Select(
                (body, connection) =>
                    Task.Run(() => Send(body, connection, rate, started, until), CancellationToken.None)
            )
        );
    }

    private async Task Send(BenchBody body, int connection, double rate, long started, CancellationToken until)
    {
        var url = new Uri(service, "/v1/events");
        for (long request = connection; !until.IsCancellationRequested; request += bodies.Length)
        {
            TimeSpan wait = TimeSpan.FromSeconds(request * Batch / rate) - time.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, CancellationToken.None);
            }

            using var content = new ReadOnlyMemoryContent(body.Next(TimeOf(request)));
            content.Headers.ContentType = Ndjson;
            using HttpResponseMessage response = await http.PostAsync(url, content, CancellationToken.None);
            byte[] answer = await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
            if ((int)response.StatusCode is not (200 or 207))
            {
                throw new HttpRequestException($"{url} answered {(int)response.StatusCode}");
            }

            using var json = JsonDocument.Parse(answer);
            Interlocked.Add(ref accepted, json.RootElement.GetProperty("accepted").GetInt64());
        }
    }

    private DateTimeOffset TimeOf(long request) =>
        isPast ? time.GetUtcNow() - Past + TimeSpan.FromMinutes(request % (long)Past.TotalMinutes) : time.GetUtcNow();
}
