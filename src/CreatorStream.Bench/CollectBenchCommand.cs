using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CreatorStream.Bench.Web;
using CreatorStream.Import;

namespace CreatorStream.Bench;

/// <summary><c>bench collect [--single] [--pixel] [--links] [--url URL] [--duration S] [--warmup S] [--connections N] [--batch N]</c></summary>
public static class CollectBenchCommand
{
    private const int BatchConnections = 4;
    private const int WebConnections = 200;

    private const string About = """
        Events a second that the collector accepts over HTTP

        By default in large batches. With --single, --pixel or --links, or several of them, it measures what the web sends:
        one event a request, by POST, by the pixel or by a tracked link. Each kind is measured in two turns, beside an empty
        answer of the same service; p50 and p99 are of a request. The last line is the same as JSON.

        Examples:
          ./creatorstream bench collect
          ./creatorstream bench collect --connections 32 --batch 500
          ./creatorstream bench collect --single --pixel --links
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="time">Measures.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        var single = new Option<bool>("--single") { Description = "One event a request, by POST" };
        var pixel = new Option<bool>("--pixel") { Description = "The pixel, for a new visitor each time" };
        var links = new Option<bool>("--links") { Description = "A tracked link, for a new visitor each time" };
        var url = new Option<string?>("--url")
        {
            Description =
                "A service that runs already; else one is started on a temporary folder, and its memory shown",
        };
        Option<double> duration = NumberOption.Of("--duration", "Seconds, of each kind", 20);
        Option<double> warmUp = NumberOption.Of("--warmup", "Seconds before each measurement", 5);
        var connections = new Option<int?>("--connections")
        {
            Description =
                $"1 to 99, {BatchConnections} by default; of single requests 1 to 1,000, {WebConnections} by default",
        };
        var batch = new Option<int>("--batch")
        {
            Description = "Events in a request",
            DefaultValueFactory = _ => 5_000,
        };
        Option<string?> key = CommonOptions.Key();
        var command = new Command("collect", About)
        {
            single,
            pixel,
            links,
            url,
            duration,
            warmUp,
            connections,
            batch,
            key,
        };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(async () =>
                {
                    var seconds = TimeSpan.FromSeconds(parse.GetValue(duration));
                    var before = TimeSpan.FromSeconds(parse.GetValue(warmUp));
                    if (seconds <= TimeSpan.Zero || before < TimeSpan.Zero)
                    {
                        throw new UsageException("--duration: a number above 0 is wanted");
                    }

                    Uri? service = parse.GetValue(url) is { } address ? ServiceAt(address) : null;
                    string? shown = parse.GetValue(key) ?? CommonOptions.KeyOfEnvironment;
                    var web = new WebBenchOptions
                    {
                        Duration = seconds,
                        WarmUp = before,
                        Connections = parse.GetValue(connections) ?? WebConnections,
                        Single = parse.GetValue(single),
                        Pixel = parse.GetValue(pixel),
                        Links = parse.GetValue(links),
                        Key = shown,
                    };
                    if (web.Single || web.Pixel || web.Links)
                    {
                        if (web.Connections is < 1 or > 1_000)
                        {
                            throw new UsageException("--connections: 1 to 1,000 are wanted");
                        }

                        await WebReport.Run(service, web, time, ct);
                        return 0;
                    }
                    var options = new CollectBenchOptions
                    {
                        Duration = seconds,
                        WarmUp = before,
                        Connections = parse.GetValue(connections) ?? BatchConnections,
                        Batch = parse.GetValue(batch),
                        Key = shown,
                    };
                    if (options.Connections is < 1 or > 99)
                    {
                        throw new UsageException("--connections: 1 to 99 are wanted");
                    }

                    if (options.Batch is < 1 or > SinkLimits.Events)
                    {
                        throw new UsageException($"--batch: 1 to {SinkLimits.Events} are wanted");
                    }

                    if (service is null)
                    {
                        return await WithService(options, time, ct);
                    }

                    Print(await new CollectBench(service, options, time).Run(ct), [], [], 0);
                    return 0;
                })
        );
        return command;
    }

    /// <exception cref="UsageException">It is none.</exception>
    private static Uri ServiceAt(string address) =>
        new SinkTarget(address, FactKind.Events, null).Url
        ?? throw new UsageException($"--url: '{address}' is no http address");

    private static async Task<int> WithService(CollectBenchOptions options, TimeProvider time, CancellationToken ct)
    {
        await using BenchService service = await BenchService.Start(time, ct);
        var bench = new CollectBench(service.Address, options, time);
        Task<CollectBenchResult> run = bench.Run(ct);
        var memory = new List<(double Total, double Private)>();
        TimeSpan quarter = options.Duration / 4;
        await Task.WhenAny(run, Task.Delay(options.WarmUp, time, ct));
        double cpu = service.CpuSeconds;
        for (int i = 1; i <= 4; i++)
        {
            await Task.WhenAny(run, Task.Delay(i == 4 ? quarter * .95 : quarter, time, ct));
            memory.Add((Math.Round(service.MemoryMb), Math.Round(service.PrivateMb)));
            await Console.Error.WriteLineAsync(
                $"{i * 25} %: {bench.Accepted:N0} events, service {memory[^1].Total} MB, {memory[^1].Private} MB of it private"
            );
        }
        cpu = service.CpuSeconds - cpu;
        Print(await run, [.. memory.Select(of => of.Total)], [.. memory.Select(of => of.Private)], cpu);
        return 0;
    }

    private static void Print(
        CollectBenchResult result,
        IReadOnlyList<double> memoryMb,
        IReadOnlyList<double> privateMb,
        double serviceCpuSeconds
    )
    {
        Console.WriteLine(result);
        if (memoryMb.Count > 0)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"service: {serviceCpuSeconds:0.0} CPU s, memory at each quarter: {string.Join(", ", memoryMb)} MB, {string.Join(", ", privateMb)} MB of it private, the rest mapped files"
                )
            );
        }

        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "collect",
                    result.EventsPerSecond,
                    result.Seconds,
                    result.Accepted,
                    result.Rejected,
                    result.P50Ms,
                    result.P99Ms,
                    result.BytesPerEvent,
                    result.ClientCpuSeconds,
                    serviceCpuSeconds,
                    memoryMb,
                    privateMb,
                },
                Json
            )
        );
    }
}
