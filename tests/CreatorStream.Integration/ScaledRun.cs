using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CreatorStream.Golden;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Tests;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Redis.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Integration;

/// <summary>
/// A service at scale as processes of its own, on topics of its own, and beside it an embedded one that is sent the same
/// events and never harmed: in the end both show the same.
/// </summary>
internal sealed class ScaledRun : IAsyncDisposable
{
    private static readonly string[] Views = ["overview", "timeline", "creators", "content", "alerts"];

    private readonly KafkaConnection connection;
    private readonly string prefix;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-integration-");
    private readonly List<RoleProcess> all = [];
    private int started;

    private ScaledRun(KafkaConnection connection, string prefix, RedisServer redis) =>
        (this.connection, this.prefix, Redis) = (connection, prefix, redis);

    public RedisServer Redis { get; }

    public RoleProcess Collect { get; private set; } = null!;

    public RoleProcess Serve { get; private set; } = null!;

    public RoleProcess Embedded { get; private set; } = null!;

    /// <summary>The process workers that were not killed.</summary>
    public List<RoleProcess> Workers { get; } = [];

    /// <param name="prefix">Of the topics; null: one of this run.</param>
    public static async Task<ScaledRun> StartAsync(
        KafkaBrokers brokers,
        int partitions,
        int workers,
        string? prefix = null
    )
    {
        HostProgram.SkipUnlessBuilt();
        KafkaConnection kafka = brokers.Connection;
        var run = new ScaledRun(kafka, prefix ?? $"run-{Guid.NewGuid():N}.", await RedisServer.StartAsync());
        try
        {
            await Eventually.Holds(
                "all brokers take part in the topics",
                async () =>
                {
                    Ended made = await HostProgram.Run([
                        "topics",
                        "create",
                        "--kafka",
                        kafka.Servers,
                        "--topic-prefix",
                        run.prefix,
                        "--partitions",
                        $"{partitions}",
                        "--replication",
                        $"{Math.Max(1, brokers.Own)}",
                    ]);
                    return made.Code == 0 ? null : made.Errors;
                }
            );
            Task<RoleProcess> collect = run.StartRoleAsync("collect");
            Task<RoleProcess> serve = run.StartRoleAsync("serve");
            Task<RoleProcess>[] processes =
            [
                .. Enumerable.Range(0, workers).Select(_ => run.StartRoleAsync("process")),
            ];
            Task<RoleProcess> embedded = run.StartAsync(
                "embedded",
                isNext: false,
                "serve",
                "--data",
                run.Folder("embedded")
            );
            run.Collect = await collect;
            run.Serve = await serve;
            run.Workers.AddRange(await Task.WhenAll(processes));
            run.Embedded = await embedded;
            await run.Collect.ReadyAsync();
            await run.Serve.ReadyAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>The number of the broker that leads the first partition of a topic.</summary>
    public int LeaderOf(Func<TopicSpecs, string> topic)
    {
        using Confluent.Kafka.IAdminClient admin = new Confluent.Kafka.AdminClientBuilder(
            new Confluent.Kafka.AdminClientConfig { BootstrapServers = connection.Servers }
        ).Build();
        string name = topic(new TopicSpecs(prefix));
        return admin.GetMetadata(name, TimeSpan.FromMinutes(1)).Topics.Single().Partitions[0].Leader;
    }

    /// <summary>Kills the collector (-9) and starts another on its folder.</summary>
    public async Task ReplaceCollectAsync()
    {
        Collect.Kill();
        // Else its folder may be in use still.
        await Collect.ExitAsync();
        Collect = await StartRoleAsync("collect", Collect.Name);
        await Collect.ReadyAsync();
    }

    /// <summary>Puts a process of the program's next version, or of this one, in the place of each, one after the other.</summary>
    /// <param name="between">Called before each, and when all are there.</param>
    public async Task RollAsync(bool toNext, Func<Task> between)
    {
        foreach (RoleProcess worker in Workers.ToArray())
        {
            await between();
            Workers.Add(await StartRoleAsync("process", isNext: toNext));
            Workers.Remove(worker);
            await worker.EndAsync();
        }
        await between();
        await Collect.EndAsync();
        Collect = await StartRoleAsync("collect", Collect.Name, toNext);
        await Collect.ReadyAsync();
        await between();
        RoleProcess former = Serve;
        Serve = await StartRoleAsync("serve", isNext: toNext);
        await Serve.ReadyAsync();
        await former.EndAsync();
        await between();
    }

    public async Task AddWorkerAsync() => Workers.Add(await StartRoleAsync("process"));

    /// <summary>Events as the program makes them up, in bodies of some hundred lines.</summary>
    public async Task<List<string>> GenerateAsync(int events, int seed)
    {
        string file = Folder("events.ndjson");
        Ended ended = await HostProgram.Run(["generate", "--events", $"{events}", "--seed", $"{seed}", "--out", file]);
        Assert.True(ended.Code == 0, ended.Errors);
        return Bodies(file);
    }

    /// <summary>Events as <see cref="JavaProducer"/> writes them into the topics.</summary>
    public async Task<List<string>> JavaEventsAsync(int events, int seed)
    {
        string file = Folder("java.ndjson");
        await JavaProducer.WriteAsync(file, events, seed);
        return Bodies(file);
    }

    /// <summary>Sends a body until it is taken; whatever was taken twice counts once.</summary>
    public static Task PostAsync(RoleProcess to, string path, string body) =>
        Eventually.Holds(
            $"{to.Name} takes a body",
            async () =>
            {
                to.AssertRuns();
                using var content = new StringContent(body, Encoding.UTF8, "application/x-ndjson");
                using HttpResponseMessage answer = await to.Http.PostAsync(new Uri(path, UriKind.Relative), content);
                string text = await answer.Content.ReadAsStringAsync();
                Assert.True(
                    answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable,
                    $"{path}: {answer.StatusCode} {text}\n{to.Output}"
                );
                return answer.StatusCode == HttpStatusCode.OK ? null : text;
            }
        );

    /// <summary>Waits until every figure of every view is that of the embedded service.</summary>
    public async Task SettlesAsync(string about)
    {
        await Embedded.ReadyAsync();
        await Eventually.Holds(about, DifferenceAsync);
    }

    /// <summary>Waits until every view has what the program's next version adds, or none has.</summary>
    public Task ShowsNextAsync(bool isNext) =>
        Eventually.Holds(
            isNext ? "all views are of the next version" : "no view is of the next version",
            async () =>
            {
                if (await GetAsync(Serve, "/api/campaigns") is not JsonArray { Count: > 0 } campaigns)
                {
                    return "no campaigns";
                }
                foreach (string path in Paths(campaigns))
                {
                    JsonNode? shown = (await GetAsync(Serve, path))?["figures"];
                    if (shown?.AsObject().ContainsKey(NextVersion.Name) != isNext)
                    {
                        return $"{path}: {Short(shown)}";
                    }
                }
                return null;
            }
        );

    public async ValueTask DisposeAsync()
    {
        foreach (RoleProcess role in all)
        {
            await role.DisposeAsync();
        }
        await Redis.DisposeAsync();
        folder.Delete(recursive: true);
        await DeleteTopicsAsync();
    }

    /// <summary>Hundreds of replicas of every run would slow the brokers down for those behind it.</summary>
    private async Task DeleteTopicsAsync()
    {
        var topics = new TopicSpecs(prefix);
        using var admin = new TopicAdmin(connection, topics, NullLogger.Instance);
        try
        {
            await admin.DeleteAsync(topics.All(1).Select(topic => topic.Name));
        }
        catch (LogUnavailableException)
        {
            // A run that failed may have left brokers away: its own failure is told.
        }
    }

    private static List<string> Bodies(string file) =>
        [.. File.ReadLines(file).Chunk(500).Select(lines => string.Join('\n', lines))];

    private string Folder(string name) => Path.Combine(folder.FullName, name);

    /// <param name="folder">Of a process that has ended; null: one of its own.</param>
    private Task<RoleProcess> StartRoleAsync(string role, string? folder = null, bool isNext = false)
    {
        string name = folder ?? $"{role}-{Interlocked.Increment(ref started)}";
        return StartAsync(
            name,
            isNext,
            role,
            "--kafka",
            connection.Servers,
            "--topic-prefix",
            prefix,
            "--redis",
            Redis.Address,
            "--data",
            Folder(name),
            "--snapshot-interval",
            "3s"
        );
    }

    /// <summary>Starts a process that ends with the run, and waits until it listens.</summary>
    private async Task<RoleProcess> StartAsync(string name, bool isNext, params IEnumerable<string> arguments)
    {
        var process = new RoleProcess(name, isNext, arguments);
        lock (all)
        {
            all.Add(process);
        }
        await process.ListensAsync();
        return process;
    }

    /// <returns>null where there is none.</returns>
    private async Task<string?> DifferenceAsync()
    {
        JsonArray campaigns = (await GetAsync(Embedded, "/api/campaigns"))!.AsArray();
        if (campaigns.Count == 0 || !JsonNode.DeepEquals(campaigns, await GetAsync(Serve, "/api/campaigns")))
        {
            return "the lists of campaigns differ";
        }
        foreach (string path in Paths(campaigns))
        {
            JsonNode? expected = (await GetAsync(Embedded, path))?["figures"];
            JsonNode? shown = (await GetAsync(Serve, path))?["figures"];
            shown?.AsObject().Remove(NextVersion.Name);
            shown?.AsObject().Remove($"{NextVersion.Name}Rows");
            if (!JsonNode.DeepEquals(expected, shown))
            {
                return $"{path}: expected {Short(expected)}, got {Short(shown)}";
            }
        }
        return null;
    }

    /// <summary>Of all views.</summary>
    private static IEnumerable<string> Paths(JsonArray campaigns) =>
        from campaign in campaigns
        from view in Views
        select $"/api/campaigns/{Uri.EscapeDataString((string)campaign!["id"]!)}/views/{view}";

    private static string Short(JsonNode? node) =>
        node?.ToJsonString() is { } json ? json[..Math.Min(json.Length, 400)] : "nothing";

    /// <returns>null while it can't answer.</returns>
    private static async Task<JsonNode?> GetAsync(RoleProcess from, string path)
    {
        from.AssertRuns();
        using HttpResponseMessage answer = await from.Http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }
}
