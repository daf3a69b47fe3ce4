using System.Globalization;

namespace CreatorStream.Bench.Kafka;

/// <summary>The medians of all rounds as a table, and what they are to each other.</summary>
internal sealed class PeersTable(TextWriter output)
{
    public const string Consume = "CreatorStream, consume";
    public const string Kpi = "CreatorStream, kpi";
    public const string Full = "CreatorStream, full";
    public const string ConsumeArrow = "CreatorStream, consume, Arrow";
    public const string KpiArrow = "CreatorStream, kpi, Arrow";
    public const string FullArrow = "CreatorStream, full, Arrow";
    public const string Java = "Java client, consume";
    public const string Streams = "Kafka Streams, in-memory store, kpi";
    public const string Flink = "Flink, kpi";

    public void Write(
        IReadOnlyList<PeerJob> jobs,
        IReadOnlyList<IReadOnlyList<BenchLine>> rounds,
        Generated generated,
        PeersBenchOptions options
    )
    {
        Line(
            $"{generated.Events:N0} events, {generated.Distinct:N0} of them distinct with a value of {generated.Value:N2}; {options.Partitions} partitions a topic, cores {options.Cpus}, medians of {rounds.Count} rounds"
        );
        Line($"");
        Line(
            $"| job | events per CPU second | events/s | × Kafka Streams | × Flink | × consume | allocated B/event | gen 2 |"
        );
        Line($"|---|---:|---:|---:|---:|---:|---:|---:|");
        for (int job = 0; job < jobs.Count; job++)
        {
            int at = job;
            IReadOnlyList<BenchLine> lines = [.. rounds.Select(round => round[at])];
            string Against(string other)
            {
                int of = jobs.ToList().FindIndex(of => of.Label == other);
                // Round by round: what ran one after another met the same neighbours.
                double ratio = Median(rounds.Select(round => round[at].EventsPerCpuS / round[of].EventsPerCpuS));
                return ratio.ToString(ratio < 1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);
            }
            // Each against what reading its own messages costs.
            string consume = jobs[job].Label is ConsumeArrow or KpiArrow or FullArrow ? ConsumeArrow : Consume;
            bool own = lines[0].GcGen2 is not null;
            Line(
                $"| {jobs[job].Label} | {Median(lines.Select(of => of.EventsPerCpuS)):N0} | {Median(lines.Select(of => of.EventsPerS)):N0} | {Against(Streams)} | {Against(Flink)} | {Against(consume)} | {(own ? Median(lines.Select(of => of.AllocatedBytesPerEvent ?? 0)).ToString("0.00", CultureInfo.InvariantCulture) : "")} | {(own ? Median(lines.Select(of => (double)of.GcGen2!)).ToString("0", CultureInfo.InvariantCulture) : "")} |"
            );
        }
    }

    internal static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = numbers.Order().ToArray();
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
