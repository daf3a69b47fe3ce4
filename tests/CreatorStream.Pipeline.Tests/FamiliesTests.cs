using CreatorStream.Analytics.Authenticity;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Snapshots;
using CreatorStream.Pipeline.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>A family that is composed with the others goes where they go, and who doesn't know it goes on without.</summary>
public sealed class FamiliesTests : IDisposable
{
    private readonly int seed = Random.Shared.Next();
    private readonly StateMemory memory = new();
    private readonly ShareFamily shares = new();
    private readonly string path = Path.Combine(Path.GetTempPath(), $"snapshots-{Guid.NewGuid():N}.db");
    private readonly string[] lines;
    private readonly PartialsMerge merge;
    private readonly WorkspaceState workspace;

    public FamiliesTests()
    {
        lines = Facts.Random(new Random(seed), 1_000);
        WithShares = new Families([.. Families.Composed.All, shares]);
        merge = new PartialsMerge(WithShares);
        workspace = new WorkspaceState("default", merge.Numbers, memory.Open(), Facts.Secret);
    }

    private Families WithShares { get; }

    public void Dispose()
    {
        memory.Dispose();
        File.Delete(path);
    }

    [Fact]
    public void Its_rows_come_from_events_to_the_state_of_a_workspace()
    {
        (VisitorState state, VisitorFlow flow) = New(WithShares);
        Facts.Feed(flow, lines, 100);
        Merge(Tick(flow));
        Assert.Equal(Count(state), Named(state));
        Assert.NotEmpty(Named(state));

        // A verdict takes out what it names, and a tick brings what changed.
        ulong actor = state.Journeys.HashOf(0);
        flow.Apply(new Verdict("default", actor, VerdictLevel.Inauthentic));
        Merge(Tick(flow));
        Assert.Equal(Count(state, without: 0), Named(state));
    }

    [Fact]
    public void Who_does_not_know_it_passes_over_its_rows_and_has_all_others()
    {
        (_, VisitorFlow flow) = New(WithShares);
        (_, VisitorFlow without) = New(Families.Composed);
        Facts.Feed(flow, lines, 100);
        Facts.Feed(without, lines, 100);
        byte[] known = Tick(without);
        byte[] later = Tick(flow);
        Assert.True(later.Length > known.Length);
        Assert.True(Bytes(PartialRowsCodec.Read(later, Families.Composed)).SequenceEqual(known), $"seed {seed}");
    }

    [Fact]
    public void A_snapshot_that_lacks_it_is_restored_with_it_rebuilt_and_one_that_has_it_by_anybody()
    {
        using var store = SqliteSnapshotStore.Open(path, Facts.Secret);
        (VisitorState state, VisitorFlow flow) = New(Families.Composed);
        Facts.Feed(flow, lines, 100);
        Of(store, state, flow).Save(new ReaderAt(10));
        SortedDictionary<string, string> others = Facts.Rows(state, flow);

        (VisitorState rebuilt, VisitorFlow after) = New(WithShares);
        VisitorSnapshots snapshots = Of(store, rebuilt, after);
        Assert.Equal(10, snapshots.Restore(new ReaderAt(0))["events"]);
        Merge(Tick(after));
        Assert.Equal(Count(state), Named(rebuilt));
        snapshots.Save(new ReaderAt(20));

        shares.Merged.Clear();
        (VisitorState restored, VisitorFlow again) = New(WithShares);
        Assert.Equal(20, Of(store, restored, again).Restore(new ReaderAt(0))["events"]);
        Merge(Tick(again));
        Assert.Equal(Count(state), Named(restored));

        (VisitorState former, VisitorFlow back) = New(Families.Composed);
        Assert.Equal(20, Of(store, former, back).Restore(new ReaderAt(0))["events"]);
        Assert.True(others.SequenceEqual(Facts.Rows(former, back)), $"seed {seed}");
    }

    private void Merge(byte[] tick) =>
        merge.Put(PartialRowsCodec.Read(tick, WithShares), _ => workspace, [workspace.Name]);

    /// <summary>What stage 2 was given, by content.</summary>
    private SortedDictionary<string, int> Named(VisitorState state) =>
        Sums(shares.Merged.Select(of => (state.Subjects.Subjects[of.Key.Subject].Content, of.Value)));

    /// <summary>The same from the journeys.</summary>
    private static SortedDictionary<string, int> Count(VisitorState state, int without = -1) =>
        Sums(
            Enumerable
                .Range(0, state.Journeys.Count)
                .SelectMany(visitor =>
                    state
                        .Journeys.Touches(visitor)
                        .ToArray()
                        .Where(touch => touch.Kind == EventType.Share)
                        .Select(touch => (state.Subjects.Subjects[touch.Subject].Content, visitor == without ? 0 : 1))
                )
        );

    private static SortedDictionary<string, int> Sums(IEnumerable<(string Content, int Count)> of)
    {
        var sums = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach ((string content, int count) in of)
        {
            sums[content] = sums.GetValueOrDefault(content) + count;
        }
        return sums;
    }

    private static byte[] Tick(VisitorFlow flow) => Bytes(flow.Tick(0, new TaskProgress(0, 0, 0, default)));

    private static byte[] Bytes(PartialRows rows)
    {
        using var bytes = new MemoryStream();
        PartialRowsCodec.Write(rows, bytes);
        return bytes.ToArray();
    }

    private static VisitorSnapshots Of(ISnapshotStore store, VisitorState state, VisitorFlow flow) =>
        new("visitors-0", state, flow, store, new EngineOptions(), TimeProvider.System, NullLogger.Instance);

    private (VisitorState, VisitorFlow) New(Families families)
    {
        var state = new VisitorState(memory.Open(), retention: null);
        return (state, new VisitorFlow(state, families));
    }
}
