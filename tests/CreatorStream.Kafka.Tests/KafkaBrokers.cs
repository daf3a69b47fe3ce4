using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>
/// A real broker: the one that CREATORSTREAM_TEST_KAFKA names, or else one of those in ../shared/kafka beside the
/// repository, which ends with the tests. Tests that use it skip, with the reason, where there is neither.
/// </summary>
public class KafkaBrokers : IAsyncLifetime
{
    private const string Started = "Kafka Server started";
    private const string PortTaken = "Address already in use";

    private static readonly string Program = Path.GetFullPath(Path.Combine(Root(), "..", "shared", "kafka"));

    /// <summary>They share a small machine with the tests, and live for minutes: the second compiler would take more than
    /// it gives.</summary>
    private static readonly string[] Java =
    [
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        $"-Dlog4j2.configurationFile={Path.Combine(Program, "log4j2.properties")}",
        "-cp",
        Path.Combine(Program, "lib", "*"),
    ];

    private readonly ChildProcess?[] running;
    private string folder = "";
    private int firstPort;
    private string? missing;
    private KafkaConnection? connection;

    public KafkaBrokers()
        : this(1) { }

    /// <param name="count">Of brokers to start.</param>
    protected KafkaBrokers(int count) => running = new ChildProcess?[count];

    /// <summary>Brokers that a test may kill, numbered from 1: none where others may use them too.</summary>
    public int Own => folder.Length == 0 ? 0 : running.Length;

    /// <exception cref="SkipException">There is no broker.</exception>
    public KafkaConnection Connection
    {
        get
        {
            Skip.If(missing is not null, missing);
            return connection!;
        }
    }

    private IEnumerable<int> All => Enumerable.Range(1, running.Length);

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("CREATORSTREAM_TEST_KAFKA") is { Length: > 0 } servers)
        {
            connection = new KafkaConnection(servers);
            return;
        }
        missing =
            !Directory.Exists(Program) ? "no Kafka beside the repository, nor named by CREATORSTREAM_TEST_KAFKA"
            : !ChildProcess.IsOnPath("java") ? "Kafka's broker needs Java, which is missing"
            : null;
        if (missing is not null)
        {
            return;
        }

        folder = Directory.CreateTempSubdirectory("creatorstream-kafka-").FullName;
        try
        {
            while (!await StartAllAsync())
            {
                await Task.WhenAll(All.Select(KillAsync));
            }
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
        connection = new KafkaConnection(string.Join(',', All.Select(broker => $"127.0.0.1:{Port(broker)}")));
    }

    /// <summary>Kill -9.</summary>
    public async Task KillAsync(int broker)
    {
        if (running[broker - 1] is { } process)
        {
            running[broker - 1] = null;
            await process.DisposeAsync();
        }
    }

    /// <summary>Starts it again on its data, and waits until it answers.</summary>
    public Task RestartAsync(int broker) => StartAsync(broker);

    public async Task DisposeAsync()
    {
        if (folder.Length == 0)
        {
            return;
        }

        await Task.WhenAll(All.Select(KillAsync));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The topics of a log of its own.</summary>
    public static TopicSpecs OwnTopics() => new($"test-{Guid.NewGuid():N}.");

    public TopicAdmin Admin(TopicSpecs topics) => new(Connection, topics, NullLogger.Instance);

    /// <returns>False where another process was quicker to take a port.</returns>
    private async Task<bool> StartAllAsync()
    {
        firstPort = FreePorts.Next(2 * running.Length);
        foreach (int broker in All)
        {
            await File.WriteAllTextAsync(SettingsFile(broker), Settings(broker));
        }

        try
        {
            await Task.WhenAll(
                All.Select(async broker =>
                {
                    await FormatAsync(broker);
                    await StartAsync(broker);
                })
            );
            return true;
        }
        catch (IOException) when (running.Any(of => of?.Output.Contains(PortTaken, StringComparison.Ordinal) == true))
        {
            return false;
        }
    }

    private async Task FormatAsync(int broker)
    {
        await using var format = ChildProcess.Start(
            $"format-{broker}",
            "java",
            [
                .. Java,
                "kafka.tools.StorageTool",
                "format",
                "--ignore-formatted",
                "-t",
                "AAAAAAAAAAAAAAAAAAAAAA",
                "-c",
                SettingsFile(broker),
            ]
        );
        if (await format.ExitAsync() != 0)
        {
            throw new IOException($"The data folder of broker {broker} could not be made. Log: {format.Log}");
        }
    }

    private async Task StartAsync(int broker)
    {
        var process = ChildProcess.Start($"broker-{broker}", "java", [.. Java, "kafka.Kafka", SettingsFile(broker)]);
        running[broker - 1] = process;
        await process.SaysAsync(Started);
    }

    private int Port(int broker) => firstPort + (2 * (broker - 1));

    private string SettingsFile(int broker) => Path.Combine(folder, $"broker-{broker}.properties");

    private string Settings(int broker)
    {
        int replicas = running.Length >= 3 ? 3 : 1;
        int inSync = Math.Min(2, replicas);
        return $"""
            process.roles=broker,controller
            node.id={broker}
            controller.quorum.voters={string.Join(',', All.Select(of => $"{of}@127.0.0.1:{Port(of) + 1}"))}
            listeners=CLIENT://127.0.0.1:{Port(broker)},CONTROLLER://127.0.0.1:{Port(broker) + 1}
            advertised.listeners=CLIENT://127.0.0.1:{Port(broker)}
            listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT
            inter.broker.listener.name=CLIENT
            controller.listener.names=CONTROLLER
            log.dirs={Path.Combine(folder, $"data-{broker}")}
            num.partitions=8
            auto.create.topics.enable=false
            default.replication.factor={replicas}
            min.insync.replicas={inSync}
            offsets.topic.replication.factor={replicas}
            offsets.topic.num.partitions=8
            transaction.state.log.replication.factor={replicas}
            transaction.state.log.min.isr={inSync}
            transaction.state.log.num.partitions=8
            group.initial.rebalance.delay.ms=0
            group.min.session.timeout.ms=1000
            message.max.bytes=8388608

            """;
    }

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}

/// <summary>Three, of which a test may kill one at a time.</summary>
public sealed class ThreeKafkaBrokers() : KafkaBrokers(3);

[CollectionDefinition(Name)]
public sealed class RealKafka : ICollectionFixture<KafkaBrokers>
{
    public const string Name = "a real broker";
}
