using System.CommandLine;
using CreatorStream.Import;
using CreatorStream.Kafka;

namespace CreatorStream.Bench.Kafka;

/// <summary><c>bench rebatch --kafka SERVERS [--batch N] [--threads N]</c></summary>
public static class RebatchCommand
{
    private const string About = """
        Writes the events of the four topics once more, as columns: topics for --format arrow of the other benches

        Reads impressions, clicks, engagements and conversions, one event of JSON a message, and writes Arrow messages to
        arrow.impressions and so on: the same partitions, replication and order. Those topics are deleted and made anew by
        every run. Shows its progress; the last line is JSON: messages, events, bytes before and after (uncompressed).

        Examples:
          ../shared/peers/peers.sh generate 127.0.0.1:9092 10000000 1 4
          ./creatorstream bench rebatch --kafka 127.0.0.1:9092
          ./creatorstream bench kpi --kafka 127.0.0.1:9092 --format arrow
        """;

    /// <param name="time">Measures, and makes progress due.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        Option<string> kafka = KafkaBenchCommands.Kafka();
        var batch = new Option<int>("--batch")
        {
            Description = "Events of a message, at most",
            DefaultValueFactory = _ => 4_096,
        };
        Option<int> threads = KafkaBenchCommands.Threads();
        var command = new Command("rebatch", About) { kafka, batch, threads };
        command.SetAction(
            (parse, ct) =>
                KafkaBenchCommands.Guard(async () =>
                {
                    if (parse.GetValue(batch) is not (>= 1 and <= Rebatch.MostEvents))
                    {
                        throw new UsageException($"--batch: 1 to {Rebatch.MostEvents} are wanted");
                    }

                    var rebatch = new Rebatch(
                        new KafkaConnection(parse.GetValue(kafka)!),
                        BenchTopics.Json,
                        BenchTopics.Arrow,
                        parse.GetValue(batch),
                        KafkaBenchCommands.Threads(parse.GetValue(threads)),
                        time
                    );
                    Console.WriteLine((await rebatch.Run(Console.Error, ct)).ToJson());
                    return 0;
                })
        );
        return command;
    }
}
