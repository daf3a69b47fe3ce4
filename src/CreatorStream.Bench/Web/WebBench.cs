using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CreatorStream.Bench.Web;

/// <summary>What to load a collector with, a request an event.</summary>
internal sealed record WebBenchOptions
{
    /// <summary>Of each kind in all.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Before each measurement.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);
    public int Connections { get; init; } = 200;
    public bool Single { get; init; }
    public bool Pixel { get; init; }
    public bool Links { get; init; }
    public string? Key { get; init; }
}

/// <summary>How fast requests of one kind were answered.</summary>
/// <param name="OfEmpty">Their rate as a share of that of empty answers in the same run.</param>
/// <param name="CpuMicros">Processor time of the service for one of them, with all it does meanwhile; null: nobody knows.</param>
internal sealed record WebResult(
    string Name,
    double RequestsPerSecond,
    double OfEmpty,
    double P50Ms,
    double P99Ms,
    double? CpuMicros
)
{
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}: {RequestsPerSecond:N0} requests/s, {OfEmpty:0.00} × of an empty answer, p50 {P50Ms:0.0} ms, p99 {P99Ms:0.0} ms{(CpuMicros is { } micros ? $", {micros:0.0} µs of the service's CPU a request" : "")}"
        );
}

/// <summary>What the web sends: one event a request, by POST, pixel or tracked link, beside empty answers as the yardstick.</summary>
/// <param name="cpuSeconds">See <see cref="WebLoad"/>.</param>
internal sealed class WebBench(Uri service, WebBenchOptions options, Func<double?> cpuSeconds, TimeProvider time)
{
    /// <summary>Kinds take turns, so that a machine that others use too is unjust to all of them alike.</summary>
    private const int Turns = 2;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private const string Catalog = $$"""
        {"kind":"content","id":"post-0","campaign":"camp-0","creator":"creator-0","platform":"instagram"}
        {"kind":"link","id":"{{WebRequests.Link}}","content":"post-0","url":"https://shop.example/p/0"}
        """;

    /// <exception cref="HttpRequestException">The service can't be reached, or answers with an error.</exception>
    public async Task<IReadOnlyList<WebResult>> Run(CancellationToken ct)
    {
        List<WebRequests> kinds = [WebRequests.Empty(service)];
        if (options.Single)
        {
            int run = (int)(time.GetUtcNow().ToUnixTimeSeconds() % 1_000_000);
            kinds.Add(WebRequests.Single(service, options.Key, run, time));
        }
        if (options.Pixel)
        {
            kinds.Add(WebRequests.Pixel(service));
        }

        if (options.Links)
        {
            await MakeLink(ct);
            kinds.Add(WebRequests.Links(service));
        }
        using var load = new WebLoad(service, options.Connections, cpuSeconds, time);
        // Each kind once before any is measured: a service compiles what is busy for some 15 s, whatever is asked of it then.
        foreach (WebRequests kind in kinds)
        {
            load.Run(kind, options.WarmUp, options.Duration / Turns, ct);
        }

        List<List<WebSample>> samples = kinds.ConvertAll(_ => new List<WebSample>());
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int kind = 0; kind < kinds.Count; kind++)
            {
                samples[kind].Add(load.Run(kinds[kind], options.WarmUp, options.Duration / Turns, ct));
            }
        }

        double empty = Rate(samples[0]);
        return [.. kinds.Select((kind, i) => Result(kind.Name, samples[i], empty))];
    }

    private static double Rate(IReadOnlyList<WebSample> samples) =>
        samples.Sum(of => of.LatenciesMs.Count) / samples.Sum(of => of.Seconds);

    private static WebResult Result(string name, IReadOnlyList<WebSample> samples, double empty)
    {
        double[] latencies = [.. samples.SelectMany(of => of.LatenciesMs).Order()];
        double At(double share) =>
            latencies.Length == 0
                ? double.NaN
                : latencies[(int)Math.Min(latencies.Length * share, latencies.Length - 1)];
        double? cpu =
            samples.Aggregate<WebSample, double?>(0, (sum, of) => sum + of.CpuSeconds) * 1e6 / latencies.Length;
        return new WebResult(name, Rate(samples), Rate(samples) / empty, At(.5), At(.99), cpu);
    }

    private async Task MakeLink(CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        if (options.Key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
        }

        using var entries = new StringContent(Catalog, Encoding.UTF8, "application/x-ndjson");
        using HttpResponseMessage taken = await http.PostAsync(new Uri(service, "/api/catalog"), entries, ct);
        taken.EnsureSuccessStatusCode();
        // Links are read behind the log.
        while (true)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(service, $"/l/{WebRequests.Link}"), ct);
            if (answer.StatusCode != HttpStatusCode.NotFound)
            {
                return;
            }

            await Task.Delay(Poll, time, ct);
        }
    }
}
