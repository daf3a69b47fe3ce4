using System.Threading.Channels;
using CreatorStream.Embedded;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What comes anew, or moves, takes the room of what was counted before, not room beside it.</summary>
public sealed class GenerationTests : IDisposable
{
    private readonly int seed = Random.Shared.Next();
    private readonly StateMemory memory = new();
    private readonly Channel<PartialRows> rows = Channel.CreateUnbounded<PartialRows>();
    private readonly MemoryViewStore views = new();
    private readonly SteppedTime time = new();
    private readonly StateScope scope;
    private readonly VisitorFlow flow;
    private readonly WorkspaceTask stage2;

    public GenerationTests()
    {
        scope = memory.Open();
        flow = new VisitorFlow(new VisitorState(scope, retention: null), Families.Composed);
        stage2 = new WorkspaceTask(new EmptyLog(), views, rows.Reader, _ => true, (_, _) => { }, memory, time);
        stage2.Open();
        Facts.Feed(flow, Facts.Random(new Random(seed), 5_000), 100);
    }

    public void Dispose()
    {
        stage2.Dispose();
        scope.Dispose();
        Assert.True(Bytes == 0, $"seed {seed}");
        views.Dispose();
        memory.Dispose();
    }

    [Fact]
    public void Stage_2_keeps_one_generation_of_a_partition()
    {
        // Rows that come as they changed may leave other gaps than rows that come in order of their visitors.
        Tick(replacesAll: true);
        flow.PublishAll();
        long first = Tick(replacesAll: true);
        for (int generation = 0; generation < 20; generation++)
        {
            flow.PublishAll();
            Assert.True(Tick(replacesAll: true) == first, $"seed {seed}");
        }
    }

    [Fact]
    public void Content_that_moves_to_and_fro_takes_no_more_room()
    {
        Tick(replacesAll: true);
        Place("creator-0");
        Tick();
        Place("creator-1");
        long before = Tick();
        for (int i = 0; i < 20; i++)
        {
            Place($"creator-{i % 2}");
            long after = Tick();
            // In either of the two it is what it was.
            Assert.True(i % 2 == 0 || after == before, $"seed {seed}");
        }
    }

    private long Bytes => Enum.GetValues<StatePart>().Sum(memory.Bytes);

    private void Place(string creator)
    {
        for (int post = 0; post < 8; post++)
        {
            flow.Apply(new ContentEntry("default", $"post-{post}", "campaign-0", creator, null, null, null));
        }
        flow.Place(int.MaxValue);
    }

    /// <returns>The bytes of all state after stage 2 has taken it in.</returns>
    private long Tick(bool replacesAll = false)
    {
        PartialRows tick = flow.Tick(0, new TaskProgress(0, 0, 0, default)) with { ReplacesAll = replacesAll };
        Assert.True(rows.Writer.TryWrite(tick));
        time.Advance(TimeSpan.FromSeconds(1));
        stage2.TakeIn();
        Assert.True(stage2.PublishIfDue());
        return Bytes;
    }
}
