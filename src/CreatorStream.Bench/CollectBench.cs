using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CreatorStream.Bench;

/// <summary>What to load a collector with.</summary>
internal sealed record CollectBenchOptions
{
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Load before measuring, so that neither side is still compiling itself.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);
    public int Connections { get; init; } = 4;

    /// <summary>Events in a request.</summary>
    public int Batch { get; init; } = 5_000;
    public string? Key { get; init; }
}

/// <summary>What a collector took.</summary>
/// <param name="Seconds">Measured time.</param>
/// <param name="Accepted">Events that answers say were accepted.</param>
/// <param name="Rejected">Events that answers say were not.</param>
/// <param name="EventsPerSecond">Accepted ones.</param>
/// <param name="P50Ms">Of a request.</param>
/// <param name="P99Ms">Of a request.</param>
/// <param name="BytesPerEvent">Of the bodies.</param>
/// <param name="ClientCpuSeconds">Of this process, which shares the machine with the service.</param>
internal sealed record CollectBenchResult(
    double Seconds,
    long Accepted,
    long Rejected,
    double EventsPerSecond,
    double P50Ms,
    double P99Ms,
    double BytesPerEvent,
    double ClientCpuSeconds
)
{
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{EventsPerSecond:N0} events/s accepted and durable over {Seconds:0.0} s ({Accepted:N0} events of {BytesPerEvent:0} B, {Rejected:N0} rejected), request p50 {P50Ms:0.0} ms, p99 {P99Ms:0.0} ms, client {ClientCpuSeconds:0.0} CPU s"
        );
}

/// <summary>A load generator for the collector: distinct, current events over keep-alive connections.</summary>
internal sealed class CollectBench(Uri service, CollectBenchOptions options, TimeProvider time)
{
    private static readonly MediaTypeHeaderValue Ndjson = new("application/x-ndjson");
    private readonly Lock gate = new();
    private readonly List<double> latencies = [];
    private long accepted;
    private long rejected;
    private volatile bool measuring;

    /// <summary>Events accepted so far, warm-up left out.</summary>
    public long Accepted => Interlocked.Read(ref accepted);

    /// <exception cref="HttpRequestException">The service can't be reached, or answers with an error.</exception>
    public async Task<CollectBenchResult> Run(CancellationToken ct)
    {
        int run = (int)(time.GetUtcNow().ToUnixTimeSeconds() % 1_000_000);
        BenchBody[] bodies = Enumerable
            .Range(0, options.Connections)
            .Select(i => new BenchBody(run, i, options.Batch))
            .ToArray();
        using var http = new HttpClient(
            new SocketsHttpHandler { MaxConnectionsPerServer = options.Connections, UseProxy = false }
        );
        if (options.Key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] posts = bodies.Select(body => Task.Run(() => Post(http, body, stop.Token), ct)).ToArray();
        await Pause(options.WarmUp, posts, ct);
        long started = time.GetTimestamp();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        measuring = true;
        await Pause(options.Duration, posts, ct);
        measuring = false;
        double seconds = time.GetElapsedTime(started).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        await stop.CancelAsync();
        await Task.WhenAll(posts);
        return Result(seconds, cpu, bodies);
    }

    private async Task Pause(TimeSpan duration, Task[] posts, CancellationToken ct)
    {
        // A connection that fails ends the run at once.
        Task failed = await Task.WhenAny([.. posts, Task.Delay(duration, time, ct)]);
        await failed;
    }

    private async Task Post(HttpClient http, BenchBody body, CancellationToken ct)
    {
        var url = new Uri(service, "/v1/events");
        while (!ct.IsCancellationRequested)
        {
            ReadOnlyMemory<byte> bytes = body.Next(time.GetUtcNow());
            long started = time.GetTimestamp();
            using var content = new ReadOnlyMemoryContent(bytes);
            content.Headers.ContentType = Ndjson;
            // Not cancelled: what is under way at the end has its answer, and does not count.
            using HttpResponseMessage response = await http.PostAsync(url, content, CancellationToken.None);
            byte[] answer = await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
            if ((int)response.StatusCode is not (200 or 207 or 400))
            {
                throw new HttpRequestException($"{url} answered {(int)response.StatusCode}");
            }

            if (measuring)
            {
                Count(answer, time.GetElapsedTime(started).TotalMilliseconds);
            }
        }
    }

    private void Count(byte[] answer, double ms)
    {
        using var json = JsonDocument.Parse(answer);
        int accepted = json.RootElement.GetProperty("accepted").GetInt32();
        Interlocked.Add(ref this.accepted, accepted);
        Interlocked.Add(ref rejected, options.Batch - accepted);
        lock (gate)
        {
            latencies.Add(ms);
        }
    }

    private CollectBenchResult Result(double seconds, TimeSpan cpu, BenchBody[] bodies)
    {
        latencies.Sort();
        double At(double share) =>
            latencies.Count == 0 ? double.NaN : latencies[(int)Math.Min(latencies.Count * share, latencies.Count - 1)];
        double size = bodies.Average(body => (double)body.Length / body.Events);
        return new(seconds, accepted, rejected, accepted / seconds, At(.5), At(.99), size, cpu.TotalSeconds);
    }
}
