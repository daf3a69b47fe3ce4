using CreatorStream.Analytics.Authenticity;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Visitors.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What a visitor task publishes is a function of the set of its events.</summary>
public sealed class VisitorFlowTests
{
    private static readonly EngineOptions Options = new();

    private readonly int seed = Random.Shared.Next();

    [Fact]
    public void Order_duplicates_and_batch_size_change_nothing()
    {
        var random = new Random(seed);
        string[] lines = [.. Facts.AtOnce(300), .. Facts.Bursts(random), .. Facts.Random(random, 3_000)];
        SortedDictionary<string, string> expected = Run(lines, lines.Length);
        Assert.Contains(expected.Values, value => value.Contains("InhumanRate", StringComparison.Ordinal));
        string[] doubled = [.. lines.Concat(lines[..1_800])];
        random.Shuffle(doubled);
        Assert.True(expected.SequenceEqual(Run(doubled, 7)), $"seed {seed}");
        Assert.True(expected.SequenceEqual(Run(doubled.Reverse(), 400)), $"seed {seed}");
    }

    [Fact]
    public void A_verdict_leaves_an_actor_out_and_its_withdrawal_brings_it_back()
    {
        string[] lines = Facts.Random(new Random(seed), 2_000);
        (VisitorState state, VisitorFlow flow) = New();
        Facts.Feed(flow, lines[..1_000], 100);
        SortedDictionary<string, string> before = Facts.Rows(state, flow);
        ulong actor = state.Journeys.HashOf(3);
        flow.Apply(new Verdict("default", actor, VerdictLevel.Inauthentic));
        Facts.Feed(flow, lines[1_000..], 100);
        flow.Apply(new Verdict("default", actor, VerdictLevel.Clear));
        Facts.Rows(state, flow).ToList().ForEach(row => before[row.Key] = row.Value);
        SortedDictionary<string, string> never = Run(lines, 100);
        foreach ((string key, string value) in never)
        {
            Assert.True(before[key] == value, $"seed {seed}: {key}");
        }
    }

    [Fact]
    public void The_excluded_part_is_what_the_actor_did()
    {
        (VisitorState state, VisitorFlow flow) = New();
        Facts.Feed(flow, Facts.Random(new Random(seed), 2_000), 100);
        foreach (ulong actor in Enumerable.Range(0, state.Journeys.Count).Select(state.Journeys.HashOf).ToArray())
        {
            flow.Apply(new Verdict("default", actor, VerdictLevel.Inauthentic));
        }
        // Everybody is left out: the two halves of each row are equal.
        foreach ((string key, string value) in Facts.Rows(state, flow))
        {
            if (key.StartsWith("count", StringComparison.Ordinal))
            {
                string[] counts = value.Split(',');
                Assert.Equal(counts[..10], counts[10..]);
            }
            else if (key.StartsWith("reach", StringComparison.Ordinal))
            {
                Assert.Equal(value.Split(' ')[0], value.Split(' ')[1]);
            }
            else if (key.StartsWith("sessions", StringComparison.Ordinal))
            {
                string[] sums = value.Split(' ');
                Assert.Equal(sums[..SessionColumns.Excluded], sums[SessionColumns.Excluded..]);
            }
        }
    }

    [Fact]
    public void A_restored_task_publishes_what_it_had_and_knows_its_duplicates()
    {
        // Of so many touches at one moment whole fingerprints are needed, and must be in the snapshot.
        var random = new Random(seed);
        string[] lines = [.. Facts.AtOnce(300), .. Facts.Bursts(random)[..900], .. Facts.Random(random, 1_800)];
        new Random(seed).Shuffle(lines);
        string path = Path.Combine(Path.GetTempPath(), $"snapshots-{Guid.NewGuid():N}.db");
        try
        {
            using var store = SqliteSnapshotStore.Open(path, Facts.Secret);
            (VisitorState state, VisitorFlow flow) = New();
            VisitorSnapshots saved = Snapshots(store, state, flow);
            Facts.Feed(flow, lines[..1_000], 100);
            saved.Save(new ReaderAt(10));
            Facts.Feed(flow, lines[1_000..2_000], 100);
            saved.Save(new ReaderAt(20));
            (VisitorState restored, VisitorFlow again) = New();
            Assert.Equal(20, Snapshots(store, restored, again).Restore(new ReaderAt(0))["events"]);
            Facts.Feed(again, lines[500..], 100);
            Assert.Equal(1_500, restored.Acceptance.Duplicates);
            Assert.True(Run(lines, 100).SequenceEqual(Facts.Rows(restored, again)), $"seed {seed}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A stranger's call that completes a burst must not keep all others waiting for a long journey.</summary>
    [Fact]
    public void A_burst_of_a_long_journey_waits_until_enough_was_allowed()
    {
        string[] lines = [.. Facts.AtOnce(2_000), .. Facts.Clicks("everybody", 41)];
        (VisitorState state, VisitorFlow flow) = New();
        Facts.Feed(flow, lines, 100, takesOut: false);
        int times = 0;
        for (; !flow.AreBurstsOut; times++)
        {
            flow.TakeOutBursts(100);
        }
        Assert.Equal(21, times);
        Assert.Equal(Run(lines, 100), Facts.Rows(state, flow));
    }

    /// <summary>Displays come in the same minute as the actions, before them and in between.</summary>
    [Fact]
    public void Each_action_of_a_burst_does_not_look_at_all_displays_again()
    {
        const int Many = 2_000;
        string[] clicks =
        [
            .. Enumerable
                .Range(0, Many)
                .Select(n =>
                    $$"""{"id":"c{{n}}","type":"click","via":"pixel","time":"{{Rfc3339.Format(
                        Facts.NowMicros - (n * 1_000L)
                    )}}","visitor":"everybody","content":"post-0"}"""
                ),
        ];
        string[] displays = Facts.AtOnce(2 * Many);
        string[] lines = [.. displays[..Many], .. clicks[..41]];
        string[] after = [.. displays[Many..].Zip(clicks[41..]).SelectMany(of => (string[])[of.First, of.Second])];
        using var memory = new StateMemory();
        var state = new VisitorState(memory.Open(), retention: null);
        IContribution[] contributions = Families.Composed.Contribute(state);
        var bursts = new Bursts(state);
        var recorder = new JourneyRecorder(state, new ContentMoves(state, contributions), bursts);
        Process(lines);
        int visitor = bursts.Next!.Value;
        bursts.TakeNext();
        bursts.Move(visitor, bursts.ShadowOf(visitor));
        Process(after);
        Assert.Equal(Many, state.Journeys.Touches(bursts.ShadowOf(visitor)).Length);
        Assert.InRange(bursts.LookedAt, 1, 3 * Many);

        void Process(string[] some)
        {
            var batch = new FactBatch(Facts.Secret);
            Facts.Fill(batch, some);
            batch.Start();
            recorder.Process(batch);
        }
    }

    [Fact]
    public void A_burst_that_waits_is_not_forgotten_by_a_snapshot()
    {
        string[] lines = [.. Facts.AtOnce(2_000), .. Facts.Clicks("everybody", 41)];
        string path = Path.Combine(Path.GetTempPath(), $"snapshots-{Guid.NewGuid():N}.db");
        try
        {
            using var store = SqliteSnapshotStore.Open(path, Facts.Secret);
            (VisitorState state, VisitorFlow flow) = New();
            Facts.Feed(flow, lines, 100, takesOut: false);
            Snapshots(store, state, flow).Save(new ReaderAt(10));
            (VisitorState restored, VisitorFlow again) = New();
            Snapshots(store, restored, again).Restore(new ReaderAt(0));
            Assert.Equal(Run(lines, 100), Facts.Rows(restored, again));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_verdict_that_comes_before_its_visitor_counts_all_the_same()
    {
        string[] lines = Facts.Random(new Random(seed), 2_000);
        (VisitorState known, VisitorFlow late) = New();
        Facts.Feed(late, lines, 100);
        Verdict[] verdicts =
        [
            .. Enumerable
                .Range(0, 10)
                .Select(visitor => new Verdict("default", known.Journeys.HashOf(visitor), VerdictLevel.Inauthentic)),
        ];
        foreach (Verdict verdict in verdicts)
        {
            late.Apply(verdict);
        }
        (VisitorState state, VisitorFlow early) = New();
        foreach (Verdict verdict in verdicts)
        {
            early.Apply(verdict);
        }
        Facts.Feed(early, lines, 100);
        Assert.True(Facts.Rows(known, late).SequenceEqual(Facts.Rows(state, early)), $"seed {seed}");
    }

    private static VisitorSnapshots Snapshots(ISnapshotStore store, VisitorState state, VisitorFlow flow) =>
        new("visitors-0", state, flow, store, Options, TimeProvider.System, NullLogger.Instance);

    private static SortedDictionary<string, string> Run(IEnumerable<string> lines, int batchSize)
    {
        (VisitorState state, VisitorFlow flow) = New();
        Facts.Feed(flow, lines, batchSize);
        return Facts.Rows(state, flow);
    }

    private static (VisitorState, VisitorFlow) New()
    {
        var state = new VisitorState(new StateMemory().Open(), retention: null);
        return (state, new VisitorFlow(state, Families.Composed));
    }
}
