using System.CommandLine;
using CreatorStream.Import;

namespace CreatorStream.Bench.Kafka;

/// <summary><c>bench peers --kafka SERVERS [--events N] [--rounds N] [--seed N] [--partitions N] [--cpus LIST] [--peers DIR]</c></summary>
public static class PeersBenchCommand
{
    private const string About = """
        This service beside Kafka Streams and Flink, which do the same job on the same topics

        Fills the topics impressions, clicks, engagements and conversions, and by bench rebatch arrow.impressions and so on,
        deleting what they held: use brokers of their own. Then runs every job in turn, round by round, pinned to the same cores, checks that the figures are those of
        the generator, and prints a table of medians and ratios. Needs what the peers need: their folder, and Java.

        Example:
          ./creatorstream bench peers --kafka 127.0.0.1:9092 --events 10000000
        """;

    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create()
    {
        Option<string> kafka = KafkaBenchCommands.Kafka();
        Option<int> events = Number("--events", "To fill the topics with", 3_000_000);
        Option<int> rounds = Number("--rounds", "Of which the median counts", 3);
        Option<int> seed = Number("--seed", "The same events for the same number", 1);
        Option<int> partitions = Number("--partitions", "Of each topic", 4);
        var cpus = new Option<string>("--cpus")
        {
            Description = "Cores that every job is pinned to, where the system can do so",
            DefaultValueFactory = _ => Environment.ProcessorCount > 1 ? "0,1" : "0",
        };
        var peers = new Option<string>("--peers")
        {
            Description = "The folder of peers.sh",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine("..", "shared", "peers"),
        };
        var command = new Command("peers", About) { kafka, events, rounds, seed, partitions, cpus, peers };
        command.SetAction(
            (parse, ct) =>
                KafkaBenchCommands.Guard(async () =>
                {
                    string script = Path.GetFullPath(Path.Combine(parse.GetValue(peers)!, "peers.sh"));
                    var options = new PeersBenchOptions(
                        parse.GetValue(kafka)!,
                        script,
                        parse.GetValue(events),
                        parse.GetValue(rounds),
                        parse.GetValue(seed),
                        parse.GetValue(partitions),
                        parse.GetValue(cpus)!
                    );
                    if (options.Events < 1 || options.Rounds < 1 || options.Partitions < 1)
                    {
                        throw new UsageException("--events, --rounds, --partitions: a number above 0 is wanted");
                    }

                    if (!File.Exists(script))
                    {
                        throw new UsageException(
                            $"--peers: {script} isn't there. The peers are no part of this repository; name the folder of their peers.sh"
                        );
                    }

                    await new PeersBench(options, Console.Out, Console.Error).Run(ct);
                    return 0;
                })
        );
        return command;
    }

    private static Option<int> Number(string name, string help, int usual) =>
        new(name) { Description = help, DefaultValueFactory = _ => usual };
}
