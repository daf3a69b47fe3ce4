using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>A snapshot is of the moment at which it was begun, however long it takes and whatever comes meanwhile.</summary>
public sealed class SnapshotMomentTests : IDisposable
{
    private const int Visitors = 5 * EngineOptions.DefaultSnapshotBlockSize / 2;

    private readonly int seed = Random.Shared.Next();
    private readonly StateMemory memory = new();
    private readonly SteppedTime time = new();
    private readonly NewestSnapshot store = new();
    private readonly VisitorState state;
    private readonly VisitorFlow flow;
    private readonly VisitorSnapshots snapshots;
    private readonly string[] before;
    private readonly string[] after;

    public SnapshotMomentTests()
    {
        (state, flow) = New();
        snapshots = Of(state, flow);
        // Of some visitors bursts are found, and touches at one moment looked up, before and after.
        var random = new Random(seed);
        string[] lines =
        [
            .. Facts.AtOnce(300),
            .. Facts.Bursts(random),
            .. Facts.Random(random, 1_000),
            .. Enumerable.Range(0, 2 * Visitors).Select(i => Line(i, random)),
        ];
        random.Shuffle(lines);
        before = lines[..(lines.Length * 2 / 3)];
        after = lines[before.Length..];
        Facts.Feed(flow, before, 500);
    }

    public void Dispose()
    {
        snapshots.Dispose();
        memory.Dispose();
    }

    [Fact]
    public void It_holds_what_was_when_it_was_begun()
    {
        time.Advance(TimeSpan.FromMinutes(2));
        int turns = 0;
        foreach (string[] some in after.Chunk(after.Length / 20))
        {
            snapshots.SaveIfDue(new ReaderAt(turns < 1 ? 10 : 20));
            Facts.Feed(flow, some, 100);
            time.Advance(TimeSpan.FromSeconds(1));
            turns += store.Manifest == null ? 1 : 0;
        }
        Assert.InRange(turns, 2, 19);
        Assert.NotEqual(0, state.Journeys.Count % state.BlockSize);
        Assert.Equal(10, store.Manifest!.Vector["events"]);
        IsStateOf(before, 10);
        Assert.Equal(0, memory.Bytes(StatePart.Snapshots));
        // What changed meanwhile is in the next one.
        snapshots.Save(new ReaderAt(30));
        IsStateOf([.. before, .. after], 30);
    }

    [Fact]
    public void No_turn_waits_for_the_disk()
    {
        time.Advance(TimeSpan.FromMinutes(2));
        store.Holds = new TaskCompletionSource();
        snapshots.SaveIfDue(new ReaderAt(10));
        Assert.Equal(1, store.Puts);
        foreach (string[] some in after.Chunk(after.Length / 4))
        {
            Facts.Feed(flow, some, 100);
            time.Advance(TimeSpan.FromSeconds(1));
            snapshots.SaveIfDue(new ReaderAt(20));
        }
        Assert.Equal(1, store.Puts);
        Assert.False(snapshots.Due(new ReaderAt(20), CancellationToken.None)!.IsCompleted);
        store.Holds.SetResult();
        while (store.Manifest == null)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            snapshots.SaveIfDue(new ReaderAt(20));
        }
        IsStateOf(before, 10);
    }

    [Fact]
    public void What_one_that_failed_was_to_hold_is_in_the_next()
    {
        snapshots.Save(new ReaderAt(10));
        Facts.Feed(flow, after, 500);
        time.Advance(TimeSpan.FromMinutes(2));
        snapshots.SaveIfDue(new ReaderAt(20));
        time.Advance(TimeSpan.FromSeconds(1));
        snapshots.SaveIfDue(new ReaderAt(20));
        store.Fails = true;
        time.Advance(TimeSpan.FromSeconds(1));
        snapshots.SaveIfDue(new ReaderAt(20));
        int puts = store.Puts;
        time.Advance(TimeSpan.FromSeconds(1));
        snapshots.SaveIfDue(new ReaderAt(20));
        // It was given up.
        Assert.Equal(puts, store.Puts);
        Assert.Equal(0, memory.Bytes(StatePart.Snapshots));
        IsStateOf(before, 10);
        store.Fails = false;
        snapshots.Save(new ReaderAt(20));
        IsStateOf([.. before, .. after], 20);
    }

    [Fact]
    public void The_last_one_is_whole_though_another_is_under_way()
    {
        time.Advance(TimeSpan.FromMinutes(2));
        snapshots.SaveIfDue(new ReaderAt(10));
        Facts.Feed(flow, after, 500);
        snapshots.Save(new ReaderAt(20));
        IsStateOf([.. before, .. after], 20);
    }

    [Fact]
    public void Erasures_that_keep_coming_let_snapshots_end()
    {
        time.Advance(TimeSpan.FromMinutes(2));
        for (int turn = 0; turn < 20; turn++)
        {
            snapshots.SaveIfDue(new ReaderAt(10));
            snapshots.Forget();
            time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.InRange(store.Saves, 1, 19);
        snapshots.Save(new ReaderAt(10));
        Facts.Feed(flow, after, 500);
        time.Advance(TimeSpan.FromMinutes(2));
        int saves = store.Saves;
        snapshots.SaveIfDue(new ReaderAt(20));
        Assert.Equal(saves, store.Saves);
        // The one under way may hold who was erased: as many as are kept follow it.
        snapshots.Forget();
        for (int turn = 0; turn < 60; turn++)
        {
            snapshots.SaveIfDue(new ReaderAt(20));
            time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(saves + 1 + ISnapshotStore.ManifestsKept, store.Saves);
    }

    private void IsStateOf(string[] lines, long offset)
    {
        (VisitorState expected, VisitorFlow by) = New();
        Facts.Feed(by, lines, 500);
        (VisitorState restored, VisitorFlow again) = New();
        Assert.Equal(offset, Of(restored, again).Restore(new ReaderAt(0))["events"]);
        Assert.Equal(expected.Acceptance.Count, restored.Acceptance.Count);
        Assert.Equal(expected.Acceptance.Duplicates, restored.Acceptance.Duplicates);
        Assert.True(Facts.Rows(expected, by).SequenceEqual(Facts.Rows(restored, again)), $"seed {seed}");
    }

    private static string Line(int number, Random random) =>
        $$"""{"id":"m{{number}}","type":"{{(random.Next(20) == 0 ? "purchase" : "click")}}","order":"m{{number}}","time":"{{Rfc3339.Format(Facts.NowMicros - (random.Next(80_000) * 1_000_000L))}}","visitor":"m{{random.Next(Visitors)}}","content":"post-{{random.Next(5)}}"}""";

    private VisitorSnapshots Of(VisitorState of, VisitorFlow by) =>
        new("visitors-0", of, by, store, new EngineOptions { SnapshotBytesPerTurn = 1 }, time, NullLogger.Instance);

    private (VisitorState, VisitorFlow) New()
    {
        var of = new VisitorState(memory.Open(), retention: null);
        return (of, new VisitorFlow(of, Families.Composed));
    }
}
