using System.Buffers;
using System.Text;
using CreatorStream.Import;
using CreatorStream.Worlds.Attacks;

namespace CreatorStream.Worlds;

public sealed record DemoTrafficOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Events a second of simulated time, at the start.</summary>
    public double Rate { get; init; } = 25;

    /// <summary>
    /// Simulated seconds a second. Above 1 the live part begins in the past and goes on at 1 when it has caught up with
    /// the clock: a service refuses events of the future.
    /// </summary>
    public double Speed { get; init; } = 1;

    /// <summary>How far the history goes back; at most six hours.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromHours(6);

    public string? Key { get; init; }
}

/// <summary>What the traffic is doing.</summary>
/// <param name="Phase">catalog, history, live.</param>
/// <param name="Accepted">Events that the service took so far.</param>
/// <param name="Fraction">Of the phase; null where it has no end.</param>
public readonly record struct DemoProgress(string Phase, long Accepted, double? Fraction);

/// <summary>
/// A simulated advertiser against a service: its catalog, then its last hours as fast as the service takes them, newest
/// first so that the figures of now are there at once, then live.
/// </summary>
public sealed class DemoTraffic
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromHours(24);
    private const int BatchEvents = 1_500;

    private readonly DemoTrafficOptions options;
    private readonly TimeProvider time;
    private readonly Func<FactKind, IEventSink> open;
    private long accepted;
    private long rejected;

    /// <param name="service">The service's address.</param>
    /// <param name="options">What to send.</param>
    /// <param name="time">The clock that the events follow.</param>
    public DemoTraffic(Uri service, DemoTrafficOptions options, TimeProvider time)
        : this(
            options,
            time,
            kind =>
            {
                var target = new SinkTarget(service.AbsoluteUri, kind, options.Key);
                return new HttpSink(service, target.Path, options.Key, time);
            }
        ) { }

    internal DemoTraffic(DemoTrafficOptions options, TimeProvider time, Func<FactKind, IEventSink> open)
    {
        this.options = options;
        this.time = time;
        this.open = open;
    }

    public long Accepted => Interlocked.Read(ref accepted);

    /// <summary>So that there are cases to look at; they begin in history.</summary>
    private static readonly AttackPlan Attacks = AttackPlan.Parse(["pods:medium", "bought-likes:medium"]);

    /// <summary>Above 0 means that simulation and service disagree about what an event is.</summary>
    public long Rejected => Interlocked.Read(ref rejected);

    /// <summary>Runs until it is cancelled, which is no error.</summary>
    /// <param name="progress">Told now and then.</param>
    /// <param name="ct">Ends the traffic.</param>
    /// <exception cref="SinkException">The service does not take the facts.</exception>
    public async Task Run(IProgress<DemoProgress>? progress, CancellationToken ct)
    {
        TimeSpan behind = TimeSpan.FromMinutes(10) * Math.Max(0, options.Speed - 1);
        long started = time.GetTimestamp();
        DateTimeOffset start = time.GetUtcNow() - (behind < LongestCatchUp ? behind : LongestCatchUp);
        start = DateTimeOffset.FromUnixTimeSeconds(start.ToUnixTimeSeconds());
        var advertiser = new Advertiser(
            options.Seed,
            start,
            new AdvertiserOptions { Rate = options.Rate, Attacks = Attacks }
        );
        try
        {
            progress?.Report(new("catalog", 0, 0));
            await SendCatalog(advertiser, ct);
            await using IEventSink sink = open(FactKind.Events);
            await using var sender = new TrafficSender(sink, Count, 4, ct);
            var traffic = new Traffic(advertiser);
            await SendHistory(traffic, start, sender, progress, ct);
            await SendLive(traffic, start, started, sender, progress, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { }
    }

    private async Task SendCatalog(Advertiser advertiser, CancellationToken ct)
    {
        await using IEventSink sink = open(FactKind.Catalog);
        byte[] lines = Encoding.UTF8.GetBytes(string.Join('\n', advertiser.Catalog) + "\n");
        SinkResult result = await sink.Send(lines, advertiser.Catalog.Count, ct);
        if (result.Rejected.Count > 0)
        {
            throw new SinkException($"the simulated catalog was refused: {result.Rejected[0]}");
        }
    }

    private async Task SendHistory(
        Traffic traffic,
        DateTimeOffset start,
        TrafficSender sender,
        IProgress<DemoProgress>? progress,
        CancellationToken ct
    )
    {
        TimeSpan history = options.History < World.History ? options.History : World.History;
        var block = TimeSpan.FromSeconds(Math.Max(1, (int)(BatchEvents / options.Rate)));
        for (DateTimeOffset end = start; end > start - history; end -= block)
        {
            ct.ThrowIfCancellationRequested();
            DateTimeOffset from = end - block > start - history ? end - block : start - history;
            ArrayBufferWriter<byte> buffer = await sender.Rent();
            sender.Send(buffer, traffic.History(from, end, buffer));
            progress?.Report(new("history", Accepted, (start - from) / history));
        }
    }

    private async Task SendLive(
        Traffic traffic,
        DateTimeOffset start,
        long started,
        TrafficSender sender,
        IProgress<DemoProgress>? progress,
        CancellationToken ct
    )
    {
        while (true)
        {
            DateTimeOffset until = start + time.GetElapsedTime(started) * options.Speed;
            DateTimeOffset now = time.GetUtcNow();
            // To the millisecond, like the traffic: a finer end would never be reached.
            until = DateTimeOffset.FromUnixTimeMilliseconds((until < now ? until : now).ToUnixTimeMilliseconds());
            while (traffic.Reached < until)
            {
                ArrayBufferWriter<byte> buffer = await sender.Rent();
                sender.Send(buffer, traffic.Live(until, buffer, BatchEvents));
            }
            progress?.Report(new("live", Accepted, null));
            await Task.Delay(Tick, time, ct);
        }
    }

    private void Count(SinkResult result)
    {
        Interlocked.Add(ref accepted, result.Accepted);
        Interlocked.Add(ref rejected, result.Rejected.Count);
    }
}
