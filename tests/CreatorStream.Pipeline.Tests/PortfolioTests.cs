using System.Text.Json.Nodes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What creators are worth over all campaigns.</summary>
public sealed class PortfolioTests : IDisposable
{
    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    /// <summary>One buyer clicks on Ana's post of spring, then on that of summer, and buys once.</summary>
    [Fact]
    public void Models_that_differ_between_campaigns_have_no_sum_for_each_may_give_out_the_same_order()
    {
        JsonNode ana = Ana("firstTouch", "lastTouch");
        Assert.Equal("not known", Given(ana, "primary"));
        Assert.Equal(["1 for 100", "1 for 100"], ana["campaigns"]!.AsArray().Select(of => Given(of!, "primary")));
        Assert.Equal("1 for 100", Given(ana, "lastTouch"));

        JsonNode alike = Ana("lastTouch", "lastTouch");
        Assert.Equal("1 for 100", Given(alike, "primary"));
        Assert.Equal(["0 for 0", "1 for 100"], alike["campaigns"]!.AsArray().Select(of => Given(of!, "primary")));
    }

    private static string Given(JsonNode worth, string by) =>
        (worth[by]!["conversions"], worth[by]!["revenue"]) is ({ } conversions, { } revenue)
            ? $"{conversions} for {revenue}"
            : "not known";

    /// <summary>Her row.</summary>
    private JsonNode Ana(string spring, string summer)
    {
        var merged = new MergedWorkspace(memory.Open());
        merged.State.Apply(new WorkspaceEntry("default", "EUR", []));
        foreach ((string campaign, string model) in ((string, string)[])[("spring", spring), ("summer", summer)])
        {
            merged.State.Apply(new CampaignEntry("default", campaign, null, null, null, null, null, model));
            merged.State.Apply(new ContentEntry("default", $"{campaign}-post", campaign, "ana", null, null, null));
        }
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        string[] lines =
        [
            Line("click", 60, "\"content\":\"spring-post\""),
            Line("click", 30, "\"content\":\"summer-post\""),
            Line("purchase", 0, "\"order\":\"o\",\"value\":100,\"currency\":\"EUR\""),
        ];
        Facts.Feed(flow, lines, 10);
        merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        var sources = new ViewSources(merged.State);
        sources.Names.Update(merged.State.TakeChanged(timeMoved: true, out _));
        return JsonNode.Parse(
            Assert.Single(ViewRegistry.Find("portfolio")!.Write(sources, "").Tables["rows"].Rows).Json
        )!;
    }

    private static string Line(string type, int secondsAgo, string more) =>
        $$"""{"id":"{{type}}-{{secondsAgo}}","type":"{{type}}","time":"{{Rfc3339.Format(
            Facts.NowMicros - (secondsAgo * 1_000_000L)
        )}}","visitor":"buyer",{{more}}}""";
}
