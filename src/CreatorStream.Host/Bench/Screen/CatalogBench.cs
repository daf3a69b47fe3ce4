using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace CreatorStream.Host.Bench.Screen;

/// <summary>What to measure.</summary>
/// <param name="Events">In the log before anything is measured, over ten workspaces.</param>
/// <param name="Entries">A second.</param>
/// <param name="Rate">Events a second that go on meanwhile.</param>
/// <param name="Duration">Of each phase.</param>
internal sealed record CatalogBenchOptions(int Events, double Entries, double Rate, TimeSpan Duration);

/// <summary>What was measured while catalog entries of a kind came.</summary>
internal sealed record CatalogRow(
    string Phase,
    double EventsPerSecond,
    ScreenLatency Accepted,
    int Samples,
    int Missing
);

/// <summary>From accepted to on the screen while catalog entries place content that many have touched.</summary>
internal sealed class CatalogBench(Uri service, CatalogBenchOptions options, TimeProvider time, TextWriter progress)
{
    private const int Workspaces = 10;

    /// <summary>Those of the load: see BenchBody.</summary>
    private const int Posts = 1_000;
    private const int Campaigns = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly Random random = new(1);
    private int entries;

    /// <exception cref="HttpRequestException">The service can't be reached, or refuses.</exception>
    public async Task<IReadOnlyList<CatalogRow>> Run(CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await Fill(http, ct);
        var markers = new Markers(service, http, clients: 1, seed: 1, time);
        await markers.Begin(ct);
        await ScreenBench.AwaitCampaigns(service, http, time, ct);
        await using var reader = await HubReader.Open(
            service,
            Markers.Names,
            (campaign, impressions) => markers.Arrived(0, campaign, impressions),
            ct
        );
        await markers.Settle(Patience, ct);
        var rows = new List<CatalogRow>();
        foreach (var phase in (string[])["none", "of new content", "that move content", "none"])
        {
            rows.Add(await Measure(phase, markers, reader, http, ct));
            var row = rows[^1];
            await progress.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"entries {phase}: p50 {row.Accepted.P50Ms} ms, p99 {row.Accepted.P99Ms} ms"
                )
            );
        }
        return rows;
    }

    private async Task Fill(HttpClient http, CancellationToken ct)
    {
        using var filled = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var load = new PacedLoad(service, http, Workspaces, time, inWorkspaces: true);
        var filling = load.Run(double.MaxValue, filled.Token);
        while (load.Accepted < options.Events && !filling.IsCompleted)
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, ct);
        await filled.CancelAsync();
        await filling;
        await progress.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{load.Accepted:N0} events in {Workspaces} workspaces")
        );
    }

    private async Task<CatalogRow> Measure(
        string phase,
        Markers markers,
        HubReader reader,
        HttpClient http,
        CancellationToken ct
    )
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var load = new PacedLoad(service, http, Workspaces, time, inWorkspaces: true);
        var loading = load.Run(options.Rate, ends.Token);
        var sending = phase == "none" ? Task.CompletedTask : Enter(http, phase == "of new content", ends.Token);
        await During(markers, isMeasured: false, WarmUp, ct);
        var accepted = load.Accepted;
        var started = time.GetTimestamp();
        await During(markers, isMeasured: true, options.Duration, ct);
        var perSecond = (load.Accepted - accepted) / time.GetElapsedTime(started).TotalSeconds;
        await ends.CancelAsync();
        await loading;
        await sending;
        await markers.Settle(Patience, ct);
        if (reader.Reading.IsCompleted)
            await reader.Reading;
        var samples = markers.Take();
        return new(phase, Math.Round(perSecond), samples.SinceAccepted(), samples.Count, samples.Missing);
    }

    private async Task During(Markers markers, bool isMeasured, TimeSpan duration, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sending = markers.Run(isMeasured, end.Token);
        await Task.Delay(duration, time, ct);
        await end.CancelAsync();
        await sending;
    }

    /// <summary>Sends entries until it is cancelled.</summary>
    private async Task Enter(HttpClient http, bool isNew, CancellationToken until)
    {
        var started = time.GetTimestamp();
        for (var number = 0; !until.IsCancellationRequested; number++)
        {
            var wait = TimeSpan.FromSeconds(number / options.Entries) - time.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, CancellationToken.None);
            var content = isNew ? $"new-{++entries}" : $"post-{random.Next(Posts)}";
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"kind":"content","id":"{{content}}","workspace":"w-{{number % Workspaces}}","campaign":"camp-{{random.Next(Campaigns)}}","creator":"creator-{{random.Next(200)}}"}"""
            );
            using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            body.Headers.ContentType = Json;
            using var response = await http.PostAsync(new Uri(service, "/api/catalog"), body, CancellationToken.None);
            response.EnsureSuccessStatusCode();
        }
    }
}
