using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Collectors refuse refunds of strangers; one that is in the log all the same takes nothing back.</summary>
public sealed class StrangersRefundTests
{
    [Theory]
    [InlineData("pixel", 1, 5_000_000)]
    [InlineData("link", 1, 5_000_000)]
    [InlineData("script", 1, 5_000_000)]
    [InlineData("key:shop", 0, 0)]
    public void Only_a_proven_refund_takes_an_order_back(string via, long conversions, long revenueMicros)
    {
        using var memory = new StateMemory();
        using StateScope scope = memory.Open();
        var flow = new VisitorFlow(new VisitorState(scope, retention: null), Families.Composed);
        // A click, for the campaign to be credited; an order; and all of it taken back, by the same visitor.
        Facts.Feed(
            flow,
            [
                Event("click", 0, "import", ",\"content\":\"post\",\"campaign\":\"spring\""),
                Event("purchase", 1, "import", ",\"order\":\"o\",\"value\":\"5\""),
                Event("refund", 2, via, ",\"order\":\"o\",\"value\":\"5\""),
            ],
            10
        );
        var merged = new MergedWorkspace(scope);
        merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        WorkspaceState workspace = merged.State;
        var spring = new Entity("default", "spring", EntityLevel.Campaign, "");
        Totals totals = new Windows(workspace).AllTime(spring, workspace.Figures.Find(spring), authentic: true);
        Assert.Equal((conversions, (Int128?)revenueMicros), (totals.Conversions, totals.RevenueMicros));
    }

    private static string Event(string type, int seconds, string via, string more) =>
        $$"""{"id":"{{type}}","type":"{{type}}","time":"{{Rfc3339.Format(
            Facts.NowMicros + (seconds * 1_000_000L)
        )}}","visitor":"v","via":"{{via}}"{{more}}}""";
}
