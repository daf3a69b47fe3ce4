using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Alerts;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Who makes up campaigns takes nothing from those of the catalog, and from others only with as many events.</summary>
public sealed class WatchSharesTests : IDisposable
{
    private readonly StateMemory memory = new();
    private readonly MergedWorkspace merged;
    private readonly VisitorFlow flow;
    private readonly WatchShares shares;
    private readonly List<string> shown = [];
    private int events;

    public WatchSharesTests()
    {
        merged = new MergedWorkspace(memory.Open());
        flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        shares = new WatchShares(merged.State);
    }

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Campaigns_of_a_size_share_and_smaller_ones_take_nothing()
    {
        Add("large", campaigns: 2, eventsEach: 1_000);
        Assert.False(shares.Update(shown));
        Add("small", campaigns: 400, eventsEach: 9);
        Assert.True(shares.Update(shown));
        Assert.Equal((150, 3), (shares.Of("large-0"), shares.Of("small-0")));
        Add("other", campaigns: 8, eventsEach: 1_500);
        Assert.True(shares.Update(shown));
        Assert.Equal((100, 3), (shares.Of("large-0"), shares.Of("small-0")));
        Assert.False(shares.Update(shown));
    }

    [Fact]
    public void Those_of_the_catalog_share_among_themselves_whatever_size_others_have()
    {
        Add("known", campaigns: 8, eventsEach: 10);
        foreach (string campaign in shown)
        {
            merged.State.Apply(new CampaignEntry("default", campaign, null, null, null, null, null));
        }
        Add("other", campaigns: 12, eventsEach: 100);
        Assert.True(shares.Update(shown));
        Assert.Equal((125, 83), (shares.Of("known-0"), shares.Of("other-0")));
        Assert.Equal(3, WatchedOf(400));

        int WatchedOf(int more)
        {
            Add("flood", more, eventsEach: 1);
            shares.Update(shown);
            Assert.Equal((125, 83), (shares.Of("known-0"), shares.Of("other-0")));
            return shares.Of("flood-0");
        }
    }

    private void Add(string name, int campaigns, int eventsEach)
    {
        shown.AddRange(Enumerable.Range(0, campaigns).Select(n => $"{name}-{n}"));
        IEnumerable<string> lines = Enumerable
            .Range(0, campaigns * eventsEach)
            .Select(n =>
                $$"""{"id":"{{++events}}","type":"impression","time":"{{Rfc3339.Format(
                    Facts.NowMicros
                )}}","visitor":"v{{events}}","campaign":"{{name}}-{{n % campaigns}}","content":"post"}"""
            );
        Facts.Feed(flow, lines, 1_000);
        merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
    }
}
