using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CreatorStream.Bench.Kafka;
using CreatorStream.Import;
using CreatorStream.Kafka;

namespace CreatorStream.Bench.Scale;

/// <summary><c>bench scale --kafka SERVERS --redis ADDRESS [--partitions N] [--format json|arrow] [--fill S] [--take-overs N] [--seed S]</c></summary>
public static class ScaleBenchCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="time">Measures.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        Option<string> kafka = KafkaBenchCommands.Kafka();
        var redis = new Option<string>("--redis") { Description = "HOST:PORT", Required = true };
        var partitions = new Option<int>("--partitions") { Description = "Of the log", DefaultValueFactory = _ => 8 };
        Option<string> format = KafkaBenchCommands.Format("How the collector writes events");
        Option<double> fill = NumberOption.Of("--fill", "Seconds for which events are sent, each time", 20);
        var takeOvers = new Option<int>("--take-overs")
        {
            Description = "Workers to kill",
            DefaultValueFactory = _ => 20,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Chooses them",
            DefaultValueFactory = _ => Random.Shared.Next(),
        };
        var command = new Command(
            "scale",
            """
            The roles as processes on Kafka and Redis: throughput, take-over and recovery

            Starts a collector, a process that serves, and 1, 2 and 3 workers, on topics of their own that are deleted at
            the end, all on this machine. Measures a backlog, live load with two workers, take-overs after kill -9, and
            the start of all workers with snapshots and without any. Prints a table, and as last line the same as JSON.

            Example:
              ./creatorstream bench scale --kafka 127.0.0.1:9092 --redis 127.0.0.1:6379
            """
        )
        {
            kafka,
            redis,
            partitions,
            format,
            fill,
            takeOvers,
            seed,
        };
        command.SetAction(
            (parse, ct) =>
                KafkaBenchCommands.Guard(async () =>
                {
                    var options = new ScaleBenchOptions(
                        new ScaleRunOptions(
                            new KafkaConnection(parse.GetValue(kafka)!),
                            parse.GetValue(redis)!,
                            parse.GetValue(partitions),
                            KafkaBenchCommands.FormatOf(parse.GetValue(format))
                        ),
                        TimeSpan.FromSeconds(parse.GetValue(fill)),
                        parse.GetValue(takeOvers),
                        parse.GetValue(seed)
                    );
                    if (options.Service.Partitions is < 1 or > 256)
                    {
                        throw new UsageException("--partitions: 1 to 256 are wanted");
                    }

                    if (options.Fill <= TimeSpan.Zero)
                    {
                        throw new UsageException("--fill: a number above 0 is wanted");
                    }

                    if (options.TakeOvers < 1)
                    {
                        throw new UsageException("--take-overs: a number above 0 is wanted");
                    }

                    Print(options, await new ScaleBench(options, Console.Error, time).Run(ct));
                    return 0;
                })
        );
        return command;
    }

    private static void Print(ScaleBenchOptions options, ScaleBenchResult result)
    {
        List<double> takeOvers = [.. result.TakeOverSeconds.Order()];
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine($"| workers on a backlog | events | s to begin | s | events/s |\n|---:|---:|---:|---:|---:|");
        foreach (BacklogResult backlog in result.Backlog)
        {
            text.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {backlog.Workers} | {backlog.Events:N0} | {backlog.StartSeconds:0.0} | {backlog.Seconds:0.0} | {backlog.EventsPerSecond:N0} |"
                )
            );
        }
        (LiveResult? live, RecoveryResult? recovery) = (result.Live, result.Recovery);
        text.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                live, 2 workers: {live.AcceptedPerSecond:N0} events/s accepted, {live.ProcessedPerSecond:N0} events/s in the figures, {live.EventsPerRedisCommand:N0} events to a command of Redis
                take-over after kill -9, {takeOvers.Count} times (seed {options.Seed}): p50 {takeOvers[
                    takeOvers.Count / 2
                ]:0.0} s, max {takeOvers[^1]:0.0} s
                recovery of {recovery.Events:N0} events: {recovery.FromSnapshotSeconds:0.0} s from snapshots, {recovery.RebuiltSeconds:0.0} s from the log
                """
            )
        );
        Console.Write(text);
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "scale",
                    options.Service.Partitions,
                    options.Seed,
                    result,
                },
                Json
            )
        );
    }
}
