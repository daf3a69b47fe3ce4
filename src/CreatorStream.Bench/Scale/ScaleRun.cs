using System.Globalization;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Bench.Scale;

/// <summary>Where a service at scale is to run.</summary>
/// <param name="Redis">HOST:PORT.</param>
/// <param name="Format">Of the messages that the collector writes.</param>
internal sealed record ScaleRunOptions(KafkaConnection Kafka, string Redis, int Partitions, EventFormat Format);

/// <summary>A service at scale for a benchmark, on topics and Redis keys of its own, which go with it.</summary>
internal sealed class ScaleRun : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ScaleRunOptions _options;
    private readonly TimeProvider _time;
    private readonly TopicSpecs _topics;
    private readonly TopicAdmin _admin;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<BenchService> _workers = [];

    private ScaleRun(ScaleRunOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _topics = new TopicSpecs($"bench-{time.GetUtcNow().ToUnixTimeMilliseconds()}.");
        _admin = new TopicAdmin(options.Kafka, _topics, NullLogger.Instance);
    }

    public BenchService Collect { get; private set; } = null!;

    public BenchService Serve { get; private set; } = null!;

    public IReadOnlyList<BenchService> Workers => _workers;

    /// <summary>With a collector and a process that serves, both ready, and no worker yet.</summary>
    public static async Task<ScaleRun> Start(ScaleRunOptions options, TimeProvider time, CancellationToken ct)
    {
        var run = new ScaleRun(options, time);
        try
        {
            await run._admin.CreateAsync(options.Partitions, replication: 1);
            run.Collect = run.Launch("collect");
            run.Serve = run.Launch("serve");
            await run.Collect.WaitUntilReady(time, ct);
            await run.Serve.WaitUntilReady(time, ct);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    public void AddWorker() => _workers.Add(Launch("process"));

    /// <summary>Kill -9, its data folder included.</summary>
    public async Task KillWorker(int index)
    {
        BenchService worker = _workers[index];
        _workers.RemoveAt(index);
        await worker.DisposeAsync();
    }

    /// <summary>Until the workers that are left own all tasks and have taken over.</summary>
    public Task WaitUntilLive(CancellationToken ct) =>
        Until("all tasks are live", async () => await Live() == 2 * _options.Partitions, ct);

    /// <summary>Until something is in the figures.</summary>
    public Task WaitUntilBegun(CancellationToken ct) => Until("figures begin", async () => await Processed() > 0, ct);

    /// <summary>Until all that was accepted is in the figures.</summary>
    public async Task WaitUntilDone(CancellationToken ct)
    {
        long accepted = await Sum(Collect, "events_accepted_total");
        await Until("all events are in the figures", async () => await Processed() >= accepted, ct);
    }

    /// <summary>Events that tasks have taken, repeats among them.</summary>
    public async Task<long> Processed() =>
        await Sum(Serve, "events_processed_total") + await Sum(Serve, "events_duplicate_total");

    /// <summary>Commands that all processes sent to Redis.</summary>
    public async Task<long> RedisCommands()
    {
        long sum = 0;
        foreach (BenchService? process in _workers.Append(Serve))
        {
            sum += await Sum(process, "redis_commands_total");
        }

        return sum;
    }

    /// <summary>As after a loss of all snapshots: tasks begin with the log.</summary>
    public async Task DropSnapshots(CancellationToken ct)
    {
        await _admin.DeleteAsync([_topics.Snapshots]);
        await Until(
            "the topic of snapshots is made anew",
            async () =>
            {
                try
                {
                    return (await _admin.CreateAsync(_options.Partitions, 1)).Contains(_topics.Snapshots);
                }
                catch (KafkaFailedException)
                {
                    // Not gone yet.
                    return false;
                }
            },
            ct
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (BenchService? process in _workers.Append(Collect).Append(Serve))
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }
        try
        {
            await _admin.DeleteAsync(_topics.All(_options.Partitions).Select(topic => topic.Name));
        }
        catch (LogUnavailableException e)
        {
            await Console.Error.WriteLineAsync($"topics {_topics.Prefix}… are left: {e.Message}");
        }
        _admin.Dispose();
        _http.Dispose();
    }

    private BenchService Launch(string role) =>
        BenchService.Launch(
            role,
            "--kafka",
            _options.Kafka.Servers,
            "--redis",
            _options.Redis,
            "--topic-prefix",
            _topics.Prefix,
            "--kafka-format",
            _options.Format.ToString().ToLowerInvariant(),
            "--snapshot-interval",
            "10s"
        );

    private async Task<long> Live()
    {
        long sum = 0;
        foreach (BenchService worker in _workers)
        {
            sum += await Sum(worker, "tasks_live");
        }

        return sum;
    }

    private async Task Until(string what, Func<Task<bool>> holds, CancellationToken ct)
    {
        long started = _time.GetTimestamp();
        while (!await holds())
        {
            if (_time.GetElapsedTime(started) > Patience)
            {
                throw new IOException($"not within {Patience.TotalMinutes} minutes: {what}");
            }

            await Task.Delay(Poll, _time, ct);
        }
    }

    /// <summary>Of a metric over its labels; 0 while the process doesn't answer.</summary>
    private async Task<long> Sum(BenchService process, string metric)
    {
        string text;
        try
        {
            text = await _http.GetStringAsync(new Uri(process.Address, "/metrics"));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return 0;
        }
        string name = $"creatorstream_{metric}";
        return text.Split('\n')
            .Where(line => line.StartsWith(name) && line.AsSpan(name.Length).IndexOfAny(' ', '{') == 0)
            .Sum(line => long.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
    }
}
