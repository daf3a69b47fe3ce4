using System.CommandLine;
using CreatorStream.Host.Import;
using CreatorStream.Kafka;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Host.Bench.Kafka;

/// <summary><c>bench consume|kpi|full --kafka SERVERS [--threads N]</c></summary>
public static class KafkaBenchCommands
{
    private const string Read = "on the four topics that the peers' generator fills, from their beginning to their end";

    /// <param name="time">Measures, and makes ticks due.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static IEnumerable<Command> Create(TimeProvider time) =>
        [
            Create(ConsumeWorker.Job, $"What reading costs: the client alone, {Read}", time),
            Create(
                KpiWorker.Job,
                $"Events by type and value for each content item and 10 s, duplicates removed, {Read}",
                time
            ),
            Create(FullWorker.Job(time), $"All of stage 1 with its ticks, {Read}", time),
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

    private static Command Create(BenchJob job, string help, TimeProvider time)
    {
        var kafka = Kafka();
        var threads = new Option<int>("--threads")
        {
            Description = "Threads, each with a consumer of its own; at most one for each partition of a topic",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var command = new Command(job.Name, help) { kafka, threads };
        command.SetAction(
            (parse, ct) =>
                Guard(async () =>
                {
                    if (parse.GetValue(threads) is var count && count < 1)
                        throw new UsageException("--threads: a number above 0 is wanted");
                    var bench = new KafkaBench(new KafkaConnection(parse.GetValue(kafka)!), count, time);
                    Console.WriteLine((await bench.Run(job, ct)).ToJson());
                    return 0;
                })
        );
        return command;
    }
}
