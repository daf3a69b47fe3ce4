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
public sealed class KafkaBrokers : IAsyncLifetime
{
    private string folder = "";
    private string script = "";
    private string? missing;
    private KafkaConnection? connection;

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
        await RunAsync("start", folder, $"{port}", "1");
        connection = new KafkaConnection($"127.0.0.1:{port}");
    }

    public async Task DisposeAsync()
    {
        if (folder.Length == 0)
            return;
        await RunAsync("kill", folder);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Kills the broker (-9). Whoever does starts it again: other tests need it.</summary>
    /// <exception cref="SkipException">It is not this fixture's to kill.</exception>
    public Task KillAsync()
    {
        Skip.If(folder.Length == 0, "the broker that CREATORSTREAM_TEST_KAFKA names is not to be killed");
        return RunAsync("kill", folder, "1");
    }

    /// <summary>Starts the killed broker again on its data; completes when it answers.</summary>
    public Task StartAgainAsync() => RunAsync("restart", folder, "1");

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
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"kafka.sh {arguments[0]} ended with {process.ExitCode}; see {folder}");
    }

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(f => File.Exists(Path.Combine(f, program)));

    /// <summary>And the one after it, for the controller.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            using var second = new TcpListener(IPAddress.Loopback, port + 1);
            try
            {
                second.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: look for another pair.
            }
        }
    }
}

[CollectionDefinition(Name)]
public sealed class RealKafka : ICollectionFixture<KafkaBrokers>
{
    public const string Name = "a real broker";
}
