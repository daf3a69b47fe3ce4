using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Orders;

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

    /// <summary>In whatever order they come, and by whomever.</summary>
    [Theory]
    [InlineData(OrderStore.MostClaims, false, 1, 7)]
    [InlineData(OrderStore.MostClaims + 1, false, 0, 0)]
    [InlineData(OrderStore.MostClaims, true, 1, 5)]
    [InlineData(OrderStore.MostClaims + 1, true, 1, 5)]
    public void Of_an_order_that_very_many_claim_no_claim_tells_anything(
        int claims,
        bool isProven,
        long conversions,
        long revenue
    )
    {
        string[] lines =
        [
            .. Enumerable.Range(0, claims).Select(n => Claim(n, visitor: $"v-{n % 600}")),
            .. isProven ? [Event("purchase", 1, "import", ",\"order\":\"o\",\"value\":\"5\"")] : (string[])[],
        ];
        foreach (int seed in (int[])[1, 2])
        {
            using var memory = new StateMemory();
            using StateScope scope = memory.Open();
            var flow = new VisitorFlow(new VisitorState(scope, retention: null), Families.Composed);
            var merged = new MergedWorkspace(scope);
            new Random(seed).Shuffle(lines);
            foreach (string[] some in lines.Chunk(400))
            {
                Facts.Feed(flow, some, 100);
                merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
            }
            EntitySums loose = merged.State.Figures.Unattributed;
            Assert.Equal(
                (conversions, (Int128)revenue * 1_000_000),
                (loose.Conversions(authentic: true), loose.Revenue[1])
            );
        }

        static string Claim(int n, string visitor) =>
            $$"""{"id":"c{{n}}","type":"purchase","time":"{{Rfc3339.Format(Facts.NowMicros + (n * 1_000L))}}","visitor":"{{visitor}}","via":"pixel","order":"o","value":"7"}""";
    }

    private static string Event(string type, int seconds, string via, string more) =>
        $$"""{"id":"{{type}}","type":"{{type}}","time":"{{Rfc3339.Format(
            Facts.NowMicros + (seconds * 1_000_000L)
        )}}","visitor":"v","via":"{{via}}"{{more}}}""";
}
