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

    private readonly ScaleRunOptions options;
    private readonly TimeProvider time;
    private readonly TopicSpecs topics;
    private readonly TopicAdmin admin;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<BenchService> workers = [];

    private ScaleRun(ScaleRunOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        topics = new TopicSpecs($"bench-{time.GetUtcNow().ToUnixTimeMilliseconds()}.");
        admin = new TopicAdmin(options.Kafka, topics, NullLogger.Instance);
    }

    public BenchService Collect { get; private set; } = null!;

    public BenchService Serve { get; private set; } = null!;

    public IReadOnlyList<BenchService> Workers => workers;

    /// <summary>With a collector and a process that serves, both ready, and no worker yet.</summary>
    public static async Task<ScaleRun> Start(ScaleRunOptions options, TimeProvider time, CancellationToken ct)
    {
        var run = new ScaleRun(options, time);
        try
        {
            await run.admin.CreateAsync(options.Partitions, replication: 1);
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

    public void AddWorker() => workers.Add(Launch("process"));

    /// <summary>Kill -9, its data folder included.</summary>
    public async Task KillWorker(int index)
    {
        BenchService worker = workers[index];
        workers.RemoveAt(index);
        await worker.DisposeAsync();
    }

    /// <summary>Until the workers that are left own all tasks and have taken over.</summary>
    public Task WaitUntilLive(CancellationToken ct) =>
        Until("all tasks are live", async () => await Live() == 2 * options.Partitions, ct);

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
        foreach (BenchService? process in workers.Append(Serve))
        {
            sum += await Sum(process, "redis_commands_total");
        }

        return sum;
    }

    /// <summary>As after a loss of all snapshots: tasks begin with the log.</summary>
    public async Task DropSnapshots(CancellationToken ct)
    {
        await admin.DeleteAsync([topics.Snapshots]);
        await Until(
            "the topic of snapshots is made anew",
            async () =>
            {
                try
                {
                    return (await admin.CreateAsync(options.Partitions, 1)).Contains(topics.Snapshots);
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
        foreach (BenchService? process in workers.Append(Collect).Append(Serve))
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }
        try
        {
            await admin.DeleteAsync(topics.All(options.Partitions).Select(topic => topic.Name));
        }
        catch (LogUnavailableException e)
        {
            await Console.Error.WriteLineAsync($"topics {topics.Prefix}… are left: {e.Message}");
        }
        admin.Dispose();
        http.Dispose();
    }

    private BenchService Launch(string role) =>
        BenchService.Launch(
            role,
            "--kafka",
            options.Kafka.Servers,
            "--redis",
            options.Redis,
            "--topic-prefix",
            topics.Prefix,
            "--kafka-format",
            options.Format.ToString().ToLowerInvariant(),
            "--snapshot-interval",
            "10s"
        );

    private async Task<long> Live()
    {
        long sum = 0;
        foreach (BenchService worker in workers)
        {
            sum += await Sum(worker, "tasks_live");
        }

        return sum;
    }

    private async Task Until(string what, Func<Task<bool>> holds, CancellationToken ct)
    {
        long started = time.GetTimestamp();
        while (!await holds())
        {
            if (time.GetElapsedTime(started) > Patience)
            {
                throw new IOException($"not within {Patience.TotalMinutes} minutes: {what}");
            }

            await Task.Delay(Poll, time, ct);
        }
    }

    /// <summary>Of a metric over its labels; 0 while the process doesn't answer.</summary>
    private async Task<long> Sum(BenchService process, string metric)
    {
        string text;
        try
        {
            text = await http.GetStringAsync(new Uri(process.Address, "/metrics"));
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
