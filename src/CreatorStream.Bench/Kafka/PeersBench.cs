using System.Globalization;
using System.Text.RegularExpressions;
using CreatorStream.Import;
using CreatorStream.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Bench.Kafka;

/// <param name="Script">The peers' script.</param>
/// <param name="Events">To fill the topics with.</param>
/// <param name="Cpus">Cores, separated by commas.</param>
internal sealed record PeersBenchOptions(
    string Kafka,
    string Script,
    int Events,
    int Rounds,
    int Seed,
    int Partitions,
    string Cpus
);

/// <summary>A job of this service or of a peer, as a process of its own.</summary>
/// <param name="Removes">It removes duplicates.</param>
/// <param name="Counts">It has figures to check.</param>
internal sealed record PeerJob(string Label, IReadOnlyList<string> Command, bool Removes, bool Counts);

/// <summary>Runs all jobs in turn on the same topics and cores, round by round.</summary>
internal sealed partial class PeersBench(PeersBenchOptions options, TextWriter table, TextWriter progress)
{
    private readonly BenchProcesses processes = new(options.Cpus, progress);

    /// <exception cref="InvalidDataException">A job came to other figures than it should.</exception>
    /// <exception cref="IOException">A job failed.</exception>
    public async Task Run(CancellationToken ct)
    {
        RefuseService();
        Generated generated = await Generate(ct);
        // The same events once more, for the jobs that read columns.
        await processes.Run(OwnProgram.Command("bench", "rebatch", "--kafka", options.Kafka), ct);
        List<PeerJob> jobs = Jobs();
        var rounds = new List<IReadOnlyList<BenchLine>>();
        for (int round = 1; round <= options.Rounds; round++)
        {
            var lines = new List<BenchLine>();
            foreach (PeerJob job in jobs)
            {
                BenchLine line = await processes.Measure(job.Command, ct);
                Check(job, line, generated);
                lines.Add(line);
                await progress.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"round {round}, {job.Label}: {line.EventsPerCpuS:N0} events per CPU second, {line.EventsPerS:N0}/s"
                    )
                );
            }
            rounds.Add(lines);
        }
        new PeersTable(table).Write(jobs, rounds, generated, options);
    }

    private List<PeerJob> Jobs()
    {
        // As many threads as cores, for all.
        string threads = options.Cpus.Split(',').Length.ToString(CultureInfo.InvariantCulture);
        IReadOnlyList<string> Own(string job, string format = "json") =>
            OwnProgram.Command("bench", job, "--kafka", options.Kafka, "--format", format, "--threads", threads);
        return
        [
            new(PeersTable.Consume, Own("consume"), Removes: false, Counts: false),
            new(PeersTable.Kpi, Own("kpi"), Removes: true, Counts: true),
            new(PeersTable.Full, Own("full"), Removes: true, Counts: true),
            new(PeersTable.ConsumeArrow, Own("consume", "arrow"), Removes: false, Counts: false),
            new(PeersTable.KpiArrow, Own("kpi", "arrow"), Removes: true, Counts: true),
            new(PeersTable.FullArrow, Own("full", "arrow"), Removes: true, Counts: true),
            new(PeersTable.Java, [options.Script, "consume", options.Kafka], Removes: false, Counts: false),
            new(
                PeersTable.Streams,
                [options.Script, "streams", options.Kafka, "memory", threads],
                Removes: false,
                Counts: true
            ),
            new(PeersTable.Flink, [options.Script, "flink", options.Kafka, threads], Removes: false, Counts: true),
        ];
    }

    /// <summary>The generator deletes topics: never those that a service keeps its events in.</summary>
    private void RefuseService()
    {
        var topics = new TopicSpecs();
        using var admin = new TopicAdmin(new KafkaConnection(options.Kafka), topics, NullLogger.Instance);
        if (admin.PartitionCounts().ContainsKey(topics.Progress))
        {
            throw new UsageException(
                $"--kafka: at {options.Kafka} a service keeps its events, which filling the topics would delete; use other brokers"
            );
        }
    }

    private async Task<Generated> Generate(CancellationToken ct)
    {
        string[] numbers =
        [
            .. new[] { options.Events, options.Seed, options.Partitions }.Select(number =>
                number.ToString(CultureInfo.InvariantCulture)
            ),
        ];
        string output = await processes.Run([options.Script, "generate", options.Kafka, .. numbers], ct);
        Match match = DistinctLine().Match(output);
        if (!match.Success)
        {
            throw new IOException($"{options.Script} generate doesn't tell how many events are distinct");
        }

        return new(
            options.Events,
            long.Parse(match.Groups["events"].Value, CultureInfo.InvariantCulture),
            decimal.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)
        );
    }

    private static void Check(PeerJob job, BenchLine line, Generated generated)
    {
        if (line.Events != generated.Events)
        {
            throw new InvalidDataException($"{job.Label} read {line.Events} events of {generated.Events}");
        }

        if (!job.Counts)
        {
            return;
        }

        long counted = job.Removes ? generated.Distinct : generated.Events;
        if (line.Counted != counted)
        {
            throw new InvalidDataException($"{job.Label} counted {line.Counted} events, not {counted}");
        }

        if (job.Removes && line.Value != generated.Value)
        {
            throw new InvalidDataException($"{job.Label} came to a value of {line.Value}, not {generated.Value}");
        }
    }

    [GeneratedRegex(@"distinct events (?<events>\d+), their value (?<value>[\d.]+)")]
    private static partial Regex DistinctLine();
}

/// <summary>What the generator says of the topics.</summary>
/// <param name="Distinct">Events without duplicates.</param>
/// <param name="Value">Of the distinct conversions.</param>
internal sealed record Generated(long Events, long Distinct, decimal Value);
