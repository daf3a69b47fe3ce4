using System.CommandLine;
using CreatorStream.Import;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Bench.Kafka;

/// <summary><c>bench consume|kpi|full --kafka SERVERS [--format json|arrow] [--warmup S] [--threads N]</c></summary>
public static class KafkaBenchCommands
{
    private const string Json = "json";
    private const string Arrow = "arrow";

    /// <param name="time">Measures, and makes ticks due.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static IEnumerable<Command> Create(TimeProvider time) =>
        [
            Create("consume", ConsumeWorker.Job, "What reading costs: the client alone", time),
            Create(
                "kpi",
                KpiWorker.Job,
                "Events by type and value for each content item and 10 s, duplicates removed",
                time
            ),
            Create("full", _ => FullWorker.Job(time), "All of stage 1 with its ticks", time),
        ];

    internal static Option<string> Kafka() =>
        new("--kafka")
        {
            Description = "Brokers, HOST:PORT,…",
            HelpName = "SERVERS",
            Required = true,
        };

    /// <summary>Turns what is wrong with Kafka into one line and an exit code.</summary>
    internal static Task<int> Guard(Func<Task<int>> command) =>
        CommandErrors.Guard(async () =>
        {
            try
            {
                return await command();
            }
            catch (Exception error)
                when (error
                        is LogUnavailableException
                            or KafkaFailedException
                            or KafkaInputException
                            or KafkaUnavailableException
                            or OffsetGoneException
                )
            {
                await Console.Error.WriteLineAsync($"creatorstream: {error.Message}");
                return 1;
            }
        });

    internal static Option<int> Threads() =>
        new("--threads")
        {
            Description = "Threads, each with a consumer of its own; at most one for each partition of a topic",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };

    internal static Option<string> Format(string description)
    {
        var format = new Option<string>("--format") { Description = description, DefaultValueFactory = _ => Json };
        format.AcceptOnlyFromAmong(Json, Arrow);
        return format;
    }

    internal static EventFormat FormatOf(string? name) => name == Arrow ? EventFormat.Arrow : EventFormat.Json;

    /// <exception cref="UsageException">There must be one.</exception>
    internal static int Threads(int count) =>
        count >= 1 ? count : throw new UsageException("--threads: a number above 0 is wanted");

    private static Command Create(string name, Func<EventFormat, BenchJob> job, string help, TimeProvider time)
    {
        Option<string> kafka = Kafka();
        Option<string> format = Format(
            $"{Json}: the topics that the peers' generator fills. {Arrow}: those of bench rebatch"
        );
        Option<double> warmUp = NumberOption.Of("--warmup", "Seconds for which the job runs unmeasured before", 3);
        Option<int> threads = Threads();
        string about = $"""
            {help}, on the four topics from their beginning to their end

            Prints a line of JSON: events, wall and CPU seconds and rates, and what came out.

            Examples:
              ./creatorstream bench {name} --kafka 127.0.0.1:9092
              ./creatorstream bench {name} --kafka 127.0.0.1:9092 --format arrow
            """;
        var command = new Command(name, about) { kafka, format, warmUp, threads };
        command.SetAction(
            (parse, ct) =>
                Guard(async () =>
                {
                    EventFormat of = FormatOf(parse.GetValue(format));
                    if (parse.GetValue(warmUp) is not (>= 0 and <= 3600))
                    {
                        throw new UsageException("--warmup: 0 to 3600 are wanted");
                    }

                    var connection = new KafkaConnection(parse.GetValue(kafka)!);
                    var bench = new KafkaBench(connection, BenchTopics.Of(of), Threads(parse.GetValue(threads)), time);
                    Console.WriteLine(
                        (await bench.Run(job(of), TimeSpan.FromSeconds(parse.GetValue(warmUp)), ct)).ToJson()
                    );
                    return 0;
                })
        );
        return command;
    }
}
