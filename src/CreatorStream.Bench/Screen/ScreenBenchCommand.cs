using System.CommandLine;
using CreatorStream.Bench.Kafka;
using CreatorStream.Bench.Scale;
using CreatorStream.Import;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Facts;

namespace CreatorStream.Bench.Screen;

/// <summary><c>bench screen [--clients N] [--duration S] [--warmup S] [--rate N] [--seed N] [--backfill N] [--kafka S --redis A]</c></summary>
public static class ScreenBenchCommand
{
    private const int Partitions = 8;

    private const string About = """
        How long it takes from an accepted event to its figure in a client, at 10, 50, 70 and 90 % of the sustained rate

        Starts a service of its own on a temporary folder, finds the events a second that it accepts as bench collect does
        (unless --rate says it), and then loads it at a steady pace: requests have their times, whatever answers take.
        Beside it single events are sent every 25 to 75 ms, to 20 campaigns of their own, whose overviews all clients have
        subscribed to. Of each and each client: the time from the answer over HTTP to the hub's message with its figure,
        and, with what waiting took, the time from when it was to be sent. Prints p50, p99 and p99.9 in ms; the last line
        is the same as JSON.

        With --kafka and --redis the service is a collector, two workers and a process that serves, on topics of their own
        that are deleted at the end. A collector then takes more than workers keep up with: say by --rate what they do.

        With --backfill it measures 10 % six times, each second one beside so many times the events of the past ten days,
        as an import sends them.

        Examples:
          ./creatorstream bench screen
          ./creatorstream bench screen --clients 20 --duration 60
          ./creatorstream bench screen --rate 200000
          ./creatorstream bench screen --rate 200000 --backfill 5
          ./creatorstream bench screen --kafka 127.0.0.1:9092 --redis 127.0.0.1:6379 --rate 50000
        """;

    /// <param name="time">Measures, and paces.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        var clients = new Option<int>("--clients")
        {
            Description = "Subscribers at once, 1 to 1,000; all are measured",
            DefaultValueFactory = _ => 1,
        };
        Option<double> duration = NumberOption.Of("--duration", "Seconds at each load, and of finding the rate", 20);
        Option<double> warmUp = NumberOption.Of("--warmup", "Seconds at each load before that", 5);
        Option<double?> rate = NumberOption.Optional("--rate", "Events a second that are 100 %; else found out");
        var seed = new Option<int>("--seed")
        {
            Description = "The same times for the same number",
            DefaultValueFactory = _ => 1,
        };
        Option<double> backfill = NumberOption.Of("--backfill", "Events of the past to one of now", 0);
        var kafka = new Option<string?>("--kafka") { Description = "Brokers of a service at scale, HOST:PORT,…" };
        var redis = new Option<string?>("--redis") { Description = "And its Redis, HOST:PORT" };
        var command = new Command("screen", About) { clients, duration, warmUp, rate, seed, backfill, kafka, redis };
        command.SetAction(
            (parse, ct) =>
                KafkaBenchCommands.Guard(async () =>
                {
                    var options = new ScreenBenchOptions(
                        parse.GetValue(clients),
                        TimeSpan.FromSeconds(parse.GetValue(duration)),
                        TimeSpan.FromSeconds(parse.GetValue(warmUp)),
                        parse.GetValue(rate),
                        parse.GetValue(seed),
                        parse.GetValue(backfill)
                    );
                    if (options.Clients is < 1 or > 1_000)
                    {
                        throw new UsageException("--clients: 1 to 1,000 are wanted");
                    }

                    if (options.Duration <= TimeSpan.Zero || options.WarmUp < TimeSpan.Zero)
                    {
                        throw new UsageException("--duration, --warmup: a number above 0 is wanted");
                    }

                    if (options.Rate <= 0)
                    {
                        throw new UsageException("--rate: a number above 0 is wanted");
                    }

                    if (options.Backfill < 0)
                    {
                        throw new UsageException("--backfill: a number above 0 is wanted");
                    }

                    if (parse.GetValue(kafka) is null != parse.GetValue(redis) is null)
                    {
                        throw new UsageException("--kafka and --redis go together");
                    }

                    (double found, IReadOnlyList<ScreenRow>? rows) = parse.GetValue(kafka) is { } servers
                        ? await AtScale(servers, parse.GetValue(redis)!, options, time, ct)
                        : await Embedded(options, time, ct);
                    new ScreenReport(Console.Out).Write(found, rows, options);
                    return 0;
                })
        );
        return command;
    }

    private static async Task<(double Rate, IReadOnlyList<ScreenRow> Rows)> Embedded(
        ScreenBenchOptions options,
        TimeProvider time,
        CancellationToken ct
    )
    {
        await using BenchService service = await BenchService.Start(time, ct);
        return await new ScreenBench(service.Address, service.Address, options, time, Console.Error).Run(ct);
    }

    private static async Task<(double Rate, IReadOnlyList<ScreenRow> Rows)> AtScale(
        string kafka,
        string redis,
        ScreenBenchOptions options,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var service = new ScaleRunOptions(new KafkaConnection(kafka), redis, Partitions, EventFormat.Json);
        await using ScaleRun run = await ScaleRun.Start(service, time, ct);
        run.AddWorker();
        run.AddWorker();
        await run.WaitUntilLive(ct);
        return await new ScreenBench(run.Collect.Address, run.Serve.Address, options, time, Console.Error).Run(ct);
    }
}
