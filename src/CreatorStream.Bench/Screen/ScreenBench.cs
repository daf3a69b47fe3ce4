using System.Globalization;

namespace CreatorStream.Bench.Screen;

/// <summary>What to measure.</summary>
/// <param name="Duration">At each load.</param>
/// <param name="WarmUp">At each load, before it.</param>
/// <param name="Rate">Events a second that the service sustains; null to find out.</param>
/// <param name="Seed">Of the times at which markers are sent.</param>
/// <param name="Backfill">Past events to one of now, beside every other measurement; 0: the usual loads, and none.</param>
internal sealed record ScreenBenchOptions(
    int Clients,
    TimeSpan Duration,
    TimeSpan WarmUp,
    double? Rate,
    int Seed,
    double Backfill
);

/// <summary>What was measured at one load.</summary>
/// <param name="Load">Share of the sustained rate.</param>
/// <param name="EventsPerSecond">Of the load, accepted.</param>
/// <param name="PastPerSecond">Events of the past beside it, accepted.</param>
/// <param name="Samples">Markers times clients.</param>
/// <param name="Missing">Of them, not arrived within the patience.</param>
internal sealed record ScreenRow(
    double Load,
    double EventsPerSecond,
    double PastPerSecond,
    ScreenLatency Accepted,
    ScreenLatency Intended,
    int Samples,
    int Missing
);

/// <summary>From accepted to on the screen: markers beside a steady load, as clients of the hub see them.</summary>
/// <param name="collect">Takes events.</param>
/// <param name="serve">Has the hub; the same where one process does all.</param>
internal sealed class ScreenBench(
    Uri collect,
    Uri serve,
    ScreenBenchOptions options,
    TimeProvider time,
    TextWriter progress
)
{
    private const int Connections = 4;
    private static readonly double[] Loads = [.1, .5, .7, .9];

    /// <summary>In turns without and with past events, so that the machine's moods show.</summary>
    private static readonly double[] LoadsOfBackfill = [.1, .1, .1, .1, .1, .1];

    /// <summary>How long markers are waited for once the load has ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="HttpRequestException">The service can't be reached, or refuses.</exception>
    /// <exception cref="IOException">The hub refuses, or figures don't come at all.</exception>
    public async Task<(double Rate, IReadOnlyList<ScreenRow> Rows)> Run(CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var markers = new Markers(collect, http, options.Clients, options.Seed, time);
        await markers.Begin(ct);
        await AwaitCampaigns(serve, http, time, ct);
        var readers = new List<HubReader>();
        try
        {
            for (int client = 0; client < options.Clients; client++)
            {
                int number = client;
                readers.Add(
                    await HubReader.Open(
                        serve,
                        Markers.Names,
                        (campaign, impressions) => markers.Arrived(number, campaign, impressions),
                        ct
                    )
                );
            }
            await Settle(markers, readers, ct);
            double rate = options.Rate ?? await FindRate(ct);
            // What the search left is worked off first.
            await Measure(markers, readers, http, 0, 0, TimeSpan.Zero, ct);
            var rows = new List<ScreenRow>();
            foreach (double load in options.Backfill > 0 ? LoadsOfBackfill : Loads)
            {
                double past = rows.Count % 2 * load * options.Backfill;
                ScreenRow row = await Measure(markers, readers, http, load * rate, past * rate, options.Duration, ct);
                rows.Add(row with { Load = load });
                await progress.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{load:0 %}: {rows[^1].EventsPerSecond:N0} events/s, p50 {rows[^1].Accepted.P50Ms} ms, p99 {rows[^1].Accepted.P99Ms} ms"
                    )
                );
            }
            return (rate, rows);
        }
        finally
        {
            foreach (HubReader reader in readers)
            {
                await reader.DisposeAsync();
            }
        }
    }

    private async Task<double> FindRate(CancellationToken ct)
    {
        var load = new CollectBenchOptions { Duration = options.Duration, WarmUp = options.WarmUp };
        CollectBenchResult found = await new CollectBench(collect, load, time).Run(ct);
        await progress.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"sustained: {found.EventsPerSecond:N0} events/s")
        );
        return found.EventsPerSecond;
    }

    private async Task<ScreenRow> Measure(
        Markers markers,
        List<HubReader> readers,
        HttpClient http,
        double rate,
        double pastRate,
        TimeSpan duration,
        CancellationToken ct
    )
    {
        using var loadEnds = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var load = new PacedLoad(collect, http, Connections, time);
        var past = new PacedLoad(collect, http, Connections, time, isPast: true);
        var loading = Task.WhenAll(
            rate > 0 ? load.Run(rate, loadEnds.Token) : Task.CompletedTask,
            pastRate > 0 ? past.Run(pastRate, loadEnds.Token) : Task.CompletedTask
        );
        await During(markers, readers, loading, isMeasured: false, options.WarmUp, ct);
        long accepted = load.Accepted;
        long pastAccepted = past.Accepted;
        long started = time.GetTimestamp();
        await During(markers, readers, loading, isMeasured: true, duration, ct);
        double seconds = Math.Max(time.GetElapsedTime(started).TotalSeconds, 1e-9);
        double perSecond = (load.Accepted - accepted) / seconds;
        double pastPerSecond = (past.Accepted - pastAccepted) / seconds;
        await loadEnds.CancelAsync();
        await loading;
        await Settle(markers, readers, ct);
        ScreenSamples samples = markers.Take();
        return new(
            0,
            Math.Round(perSecond),
            Math.Round(pastPerSecond),
            samples.SinceAccepted(),
            samples.SinceIntended(),
            samples.Count,
            samples.Missing
        );
    }

    private async Task During(
        Markers markers,
        List<HubReader> readers,
        Task loading,
        bool isMeasured,
        TimeSpan duration,
        CancellationToken ct
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task sending = markers.Run(isMeasured, end.Token);
        // What fails ends the measurement at once.
        List<Task> any = [sending, Task.Delay(duration, time, ct), .. readers.Select(reader => reader.Reading)];
        if (!loading.IsCompletedSuccessfully)
        {
            any.Add(loading);
        }

        Task first = await Task.WhenAny(any);
        await end.CancelAsync();
        await first;
        await sending;
    }

    private static async Task Settle(Markers markers, List<HubReader> readers, CancellationToken ct)
    {
        await markers.Settle(Patience, ct);
        foreach (HubReader? reader in readers.Where(reader => reader.Reading.IsCompleted))
        {
            await reader.Reading;
        }
    }

    /// <summary>A campaign can be subscribed to once it has a view.</summary>
    public static async Task AwaitCampaigns(Uri serve, HttpClient http, TimeProvider time, CancellationToken ct)
    {
        long started = time.GetTimestamp();
        while (true)
        {
            string list = await http.GetStringAsync(new Uri(serve, "/api/campaigns"), ct);
            if (Markers.Names.All(name => list.Contains($"\"{name}\"", StringComparison.Ordinal)))
            {
                return;
            }

            if (time.GetElapsedTime(started) > Patience)
            {
                throw new IOException("the markers' campaigns don't appear");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, ct);
        }
    }
}
