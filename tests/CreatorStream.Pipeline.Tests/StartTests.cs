using System.Text;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>After a start figures are not whole for a while, and views say so.</summary>
public sealed class StartTests : IDisposable
{
    private readonly StateMemory memory = new();
    private readonly MemoryViewStore views = new();
    private readonly MergedWorkspace workspace;
    private readonly VisitorFlow flow;
    private readonly ViewPublisher publisher;

    public StartTests()
    {
        workspace = new MergedWorkspace(memory.Open());
        flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        publisher = new ViewPublisher(workspace.State, views, new SteppedTime());
    }

    public void Dispose()
    {
        views.Dispose();
        memory.Dispose();
    }

    [Fact]
    public void Until_groups_were_looked_for_views_say_that_it_starts()
    {
        bool hasAll = false;
        workspace.State.HasStart = () => hasAll;
        Feed("like");
        Assert.True(IsStarting());
        hasAll = true;
        workspace.State.Settle(() => false);
        // Whoever is no person may not be known yet.
        Assert.True(IsStarting());
        workspace.State.Put([]);
        Assert.False(IsStarting());
        // From then on groups are looked for again and again.
        Feed("comment");
        Assert.False(IsStarting());
    }

    [Fact]
    public void Where_nobody_could_be_in_a_group_it_is_over_when_all_is_taken_in()
    {
        Feed("click");
        Assert.False(IsStarting());
    }

    private void Feed(string type)
    {
        string time = Rfc3339.Format(Facts.NowMicros);
        Facts.Feed(
            flow,
            [
                $$"""{"id":"{{type}}","type":"{{type}}","time":"{{time}}","visitor":"v","campaign":"spring","creator":"ann","content":"post","source":"api"}""",
            ],
            10
        );
        workspace.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
    }

    private bool IsStarting()
    {
        publisher.PublishWatched(() => false);
        while (publisher.IsStale && !publisher.PublishAll(() => false)) { }
        ViewDocument view = views.Get(new ViewKey("default", "spring", "overview"))!;
        return Encoding.UTF8.GetString(view.State).Contains("\"starting\"", StringComparison.Ordinal);
    }
}
