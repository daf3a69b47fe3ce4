using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Bench.Tests;

public sealed class EngineBenchTests
{
    private static readonly EngineMix Small = new(Visitors: 5_000, Contents: 100);

    [Fact]
    public void Events_are_distinct_but_for_repeats_and_mixed_as_told()
    {
        var load = new EngineLoad(Small, seed: 1);
        var batch = new FactBatch(secret: 1);
        var ids = new HashSet<string>();
        var types = new Dictionary<EventType, int>();
        long latest = 0L;
        // More batches than there are records to patch.
        for (int n = 0; n < 20; n++)
        {
            load.Next(batch);
            Assert.Equal(EngineLoad.Rows, batch.Events.Count);
            for (int row = 0; row < EngineLoad.Rows; row++)
            {
                ids.Add(batch.Events.Strings.Text(batch.Events.Code(EventField.Id, row)));
                EventType type = batch.Events.Types[row];
                types[type] = types.GetValueOrDefault(type) + 1;
                Assert.True(batch.Events.TimesMicros[row] > latest - 2_100_000, "an event is too late");
                latest = Math.Max(latest, batch.Events.TimesMicros[row]);
            }
        }
        int rows = 20 * EngineLoad.Rows;
        Assert.Equal(rows - 20 * EngineLoad.Repeats, ids.Count);
        Assert.InRange(types[EventType.Impression], rows * .78, rows * .82);
        Assert.InRange(types[EventType.Click] + types[EventType.Visit], rows * .11, rows * .13);
        Assert.InRange(types[EventType.Purchase], rows * .005, rows * .015);
    }

    [Fact]
    public void The_same_seed_makes_the_same_events()
    {
        Assert.Equal(Fingerprints(seed: 3), Fingerprints(seed: 3));
        Assert.NotEqual(Fingerprints(seed: 3), Fingerprints(seed: 4));

        static ulong[] Fingerprints(int seed)
        {
            var load = new EngineLoad(Small, seed);
            var batch = new FactBatch(secret: 1);
            load.Next(batch);
            load.Next(batch);
            batch.Start();
            return batch.Identity.Fingerprints.ToArray();
        }
    }

    [Fact]
    public void Half_of_all_events_go_to_one_campaign()
    {
        var batch = new FactBatch(secret: 1);
        new EngineLoad(Small with { OnOneCampaign = .5 }, seed: 1).Next(batch);
        int[] campaigns = batch.Events.Codes(EventField.Campaign).ToArray();
        int first = campaigns.Count(code => batch.Events.Strings.Text(code) == "camp-0");
        Assert.InRange(first, EngineLoad.Rows * .5, EngineLoad.Rows * .56);
    }

    [Fact]
    public void Everything_fed_is_counted()
    {
        var bench = new EngineBench(new EngineBenchOptions { Events = 8_192, Rounds = 2 }, TimeProvider.System);
        EngineRun run = bench.Together(Small);
        // Rounds and the warm-up last until a tick.
        int batches = 3 * EngineMeter.BatchesPerTick;
        Assert.Equal(batches * EngineLoad.Rows, run.Events);
        Assert.Equal(batches * EngineLoad.Repeats, run.Duplicates);
        Assert.Equal(run.Events, run.Accepted + run.Duplicates);
        Assert.InRange(run.Visitors, 4_500, 5_000);
        Assert.Equal(["conversions", "fingerprints", "journeys", "panes", "visitors"], run.StateBytes.Keys.Order());

        EngineRun few = bench.FewEach(Small with { Visitors = 100_000 });
        Assert.InRange(few.EventsPerVisitor, 4.9, 7);
    }

    [Fact]
    public void What_takes_four_times_as_long_has_a_quarter_of_the_events_a_second_however_busy_the_machine_is()
    {
        var clock = new SteppedClock();
        EngineMeter quick = Taking(1);
        EngineMeter slow = Taking(4);
        foreach (int busy in (int[])[1, 1, 5, 3])
        {
            clock.Busy = busy;
            quick.Measure(1);
            slow.Measure(1);
        }
        Assert.Equal(.25, slow.ShareOf(quick), 6);
        Assert.Equal(4, quick.ShareOf(slow), 6);

        EngineMeter Taking(int ticks) =>
            new(new EngineLoad(Small, seed: 1), [new EngineStep("work", _ => clock.Work(ticks))], clock);
    }

    [Fact]
    public void The_last_line_is_the_same_as_json()
    {
        var options = new EngineBenchOptions
        {
            Events = 4_096,
            Rounds = 1,
            MostVisitors = 0,
        };
        using var text = new StringWriter();
        new EngineReport(text).Write(new EngineBench(options, TimeProvider.System), options, CancellationToken.None);
        string[] lines = text.ToString().TrimEnd().Split('\n');
        JsonElement json = JsonDocument.Parse(lines[^1]).RootElement;
        Assert.Equal("engine", json.GetProperty("bench").GetString());
        int batches = 2 * EngineMeter.BatchesPerTick;
        Assert.Equal(batches * (EngineLoad.Rows - EngineLoad.Repeats), json.GetProperty("accepted").GetInt32());
        Assert.Equal(batches * EngineLoad.Repeats, json.GetProperty("duplicates").GetInt32());
        Assert.Equal(1, json.GetProperty("seed").GetInt32());
        JsonElement[] shares = json.GetProperty("shares").EnumerateArray().ToArray();
        Assert.Equal(
            ["half of all on one campaign", "10,000 content items", "100,000 content items"],
            shares.Select(share => share.GetProperty("name").GetString())
        );
        Assert.All(shares, share => Assert.True(share.GetProperty("ofEvenLoad").GetDouble() > 0));
        foreach (JsonElement of in json.GetProperty("operators").EnumerateArray())
        {
            Assert.Contains(lines, line => line.StartsWith($"| {of.GetProperty("name").GetString()} |"));
            Assert.True(of.GetProperty("cost").TryGetProperty("nsPerEvent", out _));
        }
        JsonElement[] runs = json.GetProperty("runs").EnumerateArray().ToArray();
        Assert.Equal(
            [1_000, 1_000, 10_000, 100_000],
            runs.Select(run => run.GetProperty("mix").GetProperty("contents").GetInt32())
        );
        Assert.All(runs, run => Assert.True(run.GetProperty("total").GetProperty("eventsPerSecond").GetDouble() > 0));
    }

    private sealed class SteppedClock : TimeProvider
    {
        private long now;

        public int Busy { get; set; }

        public void Work(int ticks) => now += ticks * Busy;

        public override long GetTimestamp() => now;
    }
}
