using CreatorStream.Bench.Kafka;
using CreatorStream.Events;

namespace CreatorStream.Bench.Tests;

public sealed class PeersTableTests
{
    private static readonly BenchFigures Figures = new(7, 99, 12_340_000, 99, 1);

    [Fact]
    public void A_line_has_the_keys_of_peers_and_more()
    {
        var result = new KafkaBenchResult(
            "kpi",
            100,
            TimeSpan.FromSeconds(2),
            TimeSpan.FromSeconds(4),
            Figures,
            AllocatedBytesPerEvent: 2.5,
            Gen2: 3
        );
        Assert.Equal(
            """{"job":"kpi","events":100,"wall_s":2,"cpu_s":4,"events_per_s":50,"events_per_cpu_s":25,"rows":7,"counted":99,"value":12.34,"distinct":99,"duplicates":1,"allocated_bytes_per_event":2.5,"gc_gen2":3}""",
            result.ToJson()
        );
        BenchLine line = BenchLine.Read(result.ToJson())!;
        Assert.Equal(
            (25.0, 12.34m, 2.5, 3),
            (line.EventsPerCpuS, line.Value, line.AllocatedBytesPerEvent, line.GcGen2)
        );
    }

    [Fact]
    public void Lines_of_peers_are_read_and_others_passed_over()
    {
        BenchLine line = BenchLine.Read(
            """{"job":"flink","events":100,"wall_s":2.000,"cpu_s":4.000,"events_per_s":50,"events_per_cpu_s":25,"rows":7,"counted":100,"value":12.34}"""
        )!;
        Assert.Equal(
            ("flink", 100L, 100L, 12.34m, null),
            (line.Job, line.Events, line.Counted, line.Value, line.Distinct)
        );
        Assert.Null(BenchLine.Read("distinct events 99, their value 12.34, duplicates 1"));
        Assert.Null(BenchLine.Read("{not json"));
    }

    [Fact]
    public void Ratios_are_medians_of_rounds()
    {
        PeerJob[] jobs =
        [
            new(PeersTable.Consume, [], Removes: false, Counts: false),
            new(PeersTable.Kpi, [], Removes: true, Counts: true),
            new(PeersTable.Streams, [], Removes: false, Counts: true),
            new(PeersTable.Flink, [], Removes: false, Counts: true),
        ];
        IReadOnlyList<BenchLine> Round(double consume, double kpi, double streams, double flink) =>
            [Line(consume) with { GcGen2 = 0 }, Line(kpi) with { GcGen2 = 1 }, Line(streams), Line(flink)];
        using var output = new StringWriter();
        new PeersTable(output).Write(
            jobs,
            [Round(2000, 1000, 100, 125), Round(4000, 1200, 200, 100), Round(2000, 900, 60, 100)],
            new Generated(1000, 995, 5m),
            new PeersBenchOptions("", "", 1000, 3, 1, 4, "0,1")
        );
        var rows = output.ToString().Split('\n').Where(line => line.StartsWith("| ")).ToList();
        // kpi against Kafka Streams: 10, 6 and 15 times.
        Assert.Contains("| CreatorStream, kpi | 1,000 | 1,000 | 10.00 | 9.00 | 0.450 |", rows[2]);
        Assert.Contains("| Kafka Streams, in-memory store, kpi | 100 |", rows[3]);

        static BenchLine Line(double rate) => new("", 1000, 1, 1, rate, rate);
    }

    [Fact]
    public void Jobs_over_columns_are_held_against_reading_columns()
    {
        PeerJob[] jobs =
        [
            .. new[]
            {
                PeersTable.Consume,
                PeersTable.ConsumeArrow,
                PeersTable.KpiArrow,
                PeersTable.Streams,
                PeersTable.Flink,
            }.Select(label => new PeerJob(label, [], Removes: false, Counts: false)),
        ];
        double[] rates = [1_000, 20_000, 10_000, 100, 200];
        IReadOnlyList<BenchLine> round = [.. rates.Select(rate => new BenchLine("", 1000, 1, 1, rate, rate))];
        using var output = new StringWriter();
        new PeersTable(output).Write(
            jobs,
            [round],
            new Generated(1000, 995, 5m),
            new PeersBenchOptions("", "", 1000, 1, 1, 4, "0,1")
        );
        Assert.Contains("| CreatorStream, kpi, Arrow | 10,000 | 10,000 | 100.00 | 50.00 | 0.500 |", output.ToString());
    }

    [Fact]
    public void A_row_counts_events_as_peers_tell_types_apart()
    {
        var row = new KpiRow();
        row.Add(EventType.View, EventBatch.NoValue);
        row.Add(EventType.Visit, EventBatch.NoValue);
        row.Add(EventType.Save, EventBatch.NoValue);
        row.Add(EventType.Purchase, 5_000_000);
        row.Add(EventType.Lead, EventBatch.NoValue);
        Assert.Equal(
            (1, 1, 1, 2, 5_000_000L, 5L),
            (row.Impressions, row.Clicks, row.Engagements, row.Conversions, row.ValueMicros, row.Events)
        );
        Assert.True((row - row).IsZero);
        Assert.Equal(10L, (row + row).Events);
    }
}
