using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What the catalog moves takes its counts and its orders along, with no other entry to restate them.</summary>
public sealed class MovedOrdersTests
{
    [Theory]
    [InlineData("met", false)] // On the way to the order.
    [InlineData("named", true)] // By the order itself.
    public void An_order_goes_where_its_content_goes(string content, bool isNamed)
    {
        using var memory = new StateMemory();
        using StateScope scope = memory.Open();
        var flow = new VisitorFlow(new VisitorState(scope, retention: null), Families.Composed);
        string named = isNamed ? $",\"content\":\"{content}\",\"campaign\":\"before\",\"creator\":\"ana\"" : "";
        Facts.Feed(
            flow,
            [
                Event("click", 0, $",\"content\":\"{content}\",\"campaign\":\"before\",\"creator\":\"ana\""),
                Event("purchase", 1, $",\"order\":\"o\",\"value\":\"5\",\"currency\":\"EUR\"{named}"),
            ],
            10
        );
        var merged = new MergedWorkspace(scope);
        WorkspaceState workspace = merged.State;
        merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        workspace.TakeChanged(timeMoved: true, out _);
        Assert.Equal((1, 1), Counted(workspace, "before"));
        workspace.Apply(new ContentEntry("default", content, "after", "bea", null, null, null));
        workspace.Settle(() => false);
        Assert.Superset(
            new HashSet<string> { "before", "after" },
            new HashSet<string>(workspace.TakeChanged(timeMoved: false, out bool all))
        );
        Assert.False(all);
        Assert.Equal((0, 0), Counted(workspace, "before"));
        Assert.Equal((1, 1), Counted(workspace, "after"));
        workspace.Apply(new ContentEntry("default", "never-seen", "after", "bea", null, null, null));
        workspace.Settle(() => false);
        Assert.Equal(["after"], workspace.TakeChanged(timeMoved: false, out _));
    }

    private static (long Clicks, long Conversions) Counted(WorkspaceState workspace, string campaign)
    {
        EntityFigures? figures = workspace.Figures.Find(new Entity("default", campaign, EntityLevel.Campaign, ""));
        return figures == null
            ? (0, 0)
            : (figures.AllTime.Counts[(int)EventType.Click - 1], figures.AllTime.Conversions(authentic: false));
    }

    private static string Event(string type, int seconds, string more) =>
        $$"""{"id":"{{type}}","type":"{{type}}","time":"{{Rfc3339.Format(
            Facts.NowMicros + (seconds * 1_000_000L)
        )}}","visitor":"v"{{more}}}""";
}
