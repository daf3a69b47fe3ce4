using System.Globalization;

namespace CreatorStream.Bench.Screen;

/// <summary>What was measured while something of a kind went on.</summary>
/// <param name="EventsPerSecond">Of the load, accepted.</param>
/// <param name="ServiceCpu">Cores that the service used.</param>
internal sealed record LoadedRow(
    string Name,
    double EventsPerSecond,
    double ServiceCpu,
    ScreenLatency Accepted,
    int Samples,
    int Missing
);

/// <summary>
/// How long single events take to a client's screen beside a steady load of ten workspaces and whatever else goes on. What
/// is to be compared is measured in turns, and its turns are taken together.
/// </summary>
internal sealed class LoadedScreen : IAsyncDisposable
{
    public const int Workspaces = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private readonly BenchService service;
    private readonly double rate;
    private readonly TimeSpan duration;
    private readonly TimeProvider time;
    private readonly Markers markers;
    private readonly Dictionary<string, (double Events, double Cpu, double Seconds, ScreenSamples Samples)> taken = [];
    private HubReader? reader;

    /// <param name="rate">Events a second.</param>
    /// <param name="duration">Of each turn.</param>
    public LoadedScreen(BenchService service, double rate, TimeSpan duration, TimeProvider time)
    {
        this.service = service;
        this.rate = rate;
        this.duration = duration;
        this.time = time;
        markers = new Markers(service.Address, Http, clients: 1, seed: 1, time);
    }

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public IReadOnlyList<LoadedRow> Rows =>
        [
            .. taken.Select(of => new LoadedRow(
                of.Key,
                Math.Round(of.Value.Events / of.Value.Seconds),
                Math.Round(of.Value.Cpu / of.Value.Seconds, 2),
                of.Value.Samples.SinceAccepted(),
                of.Value.Samples.Count,
                of.Value.Samples.Missing
            )),
        ];

    /// <summary>Sends events as fast as they are taken.</summary>
    public async Task Fill(int events, CancellationToken ct)
    {
        using var filled = CancellationTokenSource.CreateLinkedTokenSource(ct);
        PacedLoad load = Load();
        Task filling = load.Run(double.MaxValue, filled.Token);
        while (load.Accepted < events && !filling.IsCompleted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, ct);
        }

        await filled.CancelAsync();
        await filling;
    }

    /// <summary>Opens the screen, and lets the service find its pace.</summary>
    public async Task Open(CancellationToken ct)
    {
        await markers.Begin(ct);
        await ScreenBench.AwaitCampaigns(service.Address, Http, time, ct);
        reader = await HubReader.Open(
            service.Address,
            Markers.Names,
            (campaign, impressions) => markers.Arrived(0, campaign, impressions),
            ct
        );
        await markers.Settle(Patience, ct);
        await Measure("", null, ct);
        taken.Clear();
    }

    /// <param name="beside">Goes on until it is cancelled.</param>
    public async Task Measure(string name, Func<CancellationToken, Task>? beside, CancellationToken ct)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct);
        PacedLoad load = Load();
        List<Task> others = [load.Run(rate, ends.Token), beside?.Invoke(ends.Token) ?? Task.CompletedTask];
        await During(isMeasured: false, WarmUp, ct);
        (long accepted, double cpu, long started) = (load.Accepted, service.CpuSeconds, time.GetTimestamp());
        await During(isMeasured: true, duration, ct);
        double seconds = time.GetElapsedTime(started).TotalSeconds;
        long events = load.Accepted - accepted;
        cpu = service.CpuSeconds - cpu;
        await ends.CancelAsync();
        await Task.WhenAll(others);
        await markers.Settle(Patience, ct);
        if (reader!.Reading.IsCompleted)
        {
            await reader.Reading;
        }

        (double Events, double Cpu, double Seconds, ScreenSamples Samples) of = taken.GetValueOrDefault(
            name,
            (0, 0, 0, new ScreenSamples())
        );
        of.Samples.Add(markers.Take());
        taken[name] = (of.Events + events, of.Cpu + cpu, of.Seconds + seconds, of.Samples);
    }

    public static void Write(string of, IReadOnlyList<LoadedRow> rows, TextWriter output)
    {
        output.WriteLine(
            $"| {of} | events/s | cores used | accepted to client: p50 / p99 / p99.9, ms | samples | missing |"
        );
        output.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (LoadedRow row in rows)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {row.Name} | {row.EventsPerSecond:N0} | {row.ServiceCpu:0.00} | {row.Accepted.P50Ms:0.0} / {row.Accepted.P99Ms:0.0} / {row.Accepted.P999Ms:0.0} | {row.Samples:N0} | {row.Missing:N0} |"
                )
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (reader != null)
        {
            await reader.DisposeAsync();
        }

        Http.Dispose();
    }

    private PacedLoad Load() => new(service.Address, Http, Workspaces, time, inWorkspaces: true);

    private async Task During(bool isMeasured, TimeSpan length, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task sending = markers.Run(isMeasured, end.Token);
        await Task.Delay(length, time, ct);
        await end.CancelAsync();
        await sending;
    }
}
