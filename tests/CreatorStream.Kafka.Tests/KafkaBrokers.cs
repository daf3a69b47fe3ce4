using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>
/// A real broker: the one that CREATORSTREAM_TEST_KAFKA names, or else one that is started from ../shared/kafka beside
/// the repository and stopped at the end. Tests that use it skip, with the reason, where there is neither.
/// </summary>
public class KafkaBrokers : IAsyncLifetime
{
    /// <summary>Between the brokers' ports, as the script has it.</summary>
    private const int PortStep = 10;

    private readonly int count;
    private string folder = "";
    private string script = "";
    private string? missing;
    private KafkaConnection? connection;

    public KafkaBrokers()
        : this(1) { }

    /// <param name="count">Of brokers to start.</param>
    protected KafkaBrokers(int count) => this.count = count;

    /// <summary>Brokers that a test may kill, numbered from 1: none where others may use them too.</summary>
    public int Own => folder.Length == 0 ? 0 : count;

    /// <exception cref="SkipException">There is no broker.</exception>
    public KafkaConnection Connection
    {
        get
        {
            Skip.If(missing is not null, missing);
            return connection!;
        }
    }

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("CREATORSTREAM_TEST_KAFKA") is { Length: > 0 } servers)
        {
            connection = new KafkaConnection(servers);
            return;
        }
        script = Path.Combine(Root(), "..", "shared", "kafka", "kafka.sh");
        missing =
            !File.Exists(script) ? "no Kafka beside the repository, nor named by CREATORSTREAM_TEST_KAFKA"
            : !IsOnPath("java") ? "Kafka's broker needs Java, which is missing"
            : null;
        if (missing is not null)
            return;
        folder = Directory.CreateTempSubdirectory("creatorstream-kafka-").FullName;
        var port = FreePort();
        await RunAsync("start", folder, $"{port}", $"{count}");
        connection = new KafkaConnection(
            string.Join(',', Enumerable.Range(0, count).Select(i => $"127.0.0.1:{port + (PortStep * i)}"))
        );
    }

    /// <summary>Kill -9.</summary>
    public Task KillAsync(int broker) => RunAsync("kill", folder, $"{broker}");

    /// <summary>Starts it again on its data, and waits until it answers.</summary>
    public Task RestartAsync(int broker) => RunAsync("restart", folder, $"{broker}");

    public async Task DisposeAsync()
    {
        if (folder.Length == 0)
            return;
        await RunAsync("kill", folder);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The topics of a log of its own.</summary>
    public static TopicSpecs OwnTopics() => new($"test-{Guid.NewGuid():N}.");

    public TopicAdmin Admin(TopicSpecs topics) => new(Connection, topics, NullLogger.Instance);

    private async Task RunAsync(params string[] arguments)
    {
        // Brokers keep the streams that they inherit open, so the script gets none to be read to the end.
        var start = new ProcessStartInfo(
            "bash",
            ["-c", "exec bash \"$0\" \"$@\" >/dev/null 2>&1", script, .. arguments]
        );
        // The broker shares a small machine with the tests.
        start.Environment["KAFKA_HEAP"] = "384m";
        // It lives for a minute or two: the second compiler would take more than it gives.
        start.Environment["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"kafka.sh {arguments[0]} ended with {process.ExitCode}; see {folder}");
    }

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(f => File.Exists(Path.Combine(f, program)));

    /// <summary>Of the first broker; each has the one after its own too, for the controller.</summary>
    private int FreePort()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            if (
                Enumerable
                    .Range(0, count)
                    .All(i => IsFree(port + (PortStep * i) + 1) && (i == 0 || IsFree(port + (PortStep * i))))
            )
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}

/// <summary>Three, of which a test may kill one at a time.</summary>
public sealed class ThreeKafkaBrokers() : KafkaBrokers(3);

[CollectionDefinition(Name)]
public sealed class RealKafka : ICollectionFixture<KafkaBrokers>
{
    public const string Name = "a real broker";
}
