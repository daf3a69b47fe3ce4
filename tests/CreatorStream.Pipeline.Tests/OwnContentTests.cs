using System.Text.Json.Nodes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Fits;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Credit of a campaign's content that is no creator's, such as an advertiser's own film.</summary>
public sealed class OwnContentTests : IDisposable
{
    private static readonly string[] FittedModels = ["markov", "shapley", "counterfactual"];

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Content_without_a_creator_has_its_part_of_fitted_models_and_intervals()
    {
        var merged = new MergedWorkspace(memory.Open());
        merged.State.Apply(new WorkspaceEntry("default", "EUR", []));
        merged.State.Apply(new ContentEntry("default", "film", "spring", null, null, null, null));
        merged.State.Apply(new ContentEntry("default", "post", "spring", "ana", null, null, null));
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        Facts.Feed(flow, Enumerable.Range(0, 40).SelectMany(Buyer), 50);
        merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        FitInput input = merged.State.Models.TakeInput()!;
        while (!input.GoOn()) { }
        merged.State.Models.Put(PathFit.Of(input));
        (Dictionary<string, byte[]> fields, Dictionary<string, ViewTable> tables) = ViewRegistry
            .Find("attribution")!
            .Write(new ViewSources(merged.State), "spring");
        JsonNode film = JsonNode.Parse(Assert.Single(tables["content"].Rows, row => row.Key == "\"film\"").Json)!;
        JsonNode rest = JsonNode.Parse(fields["withoutCreator"])!;
        foreach (string model in FittedModels)
        {
            Assert.True(Of(rest, model, "conversions") > 1, model);
            Assert.Equal(Of(rest, model, "conversions"), Of(film, model, "conversions"), 1e-9);
            Assert.Equal(Of(rest, model, "revenue"), Of(film, model, "revenue"), 1e-9);
        }
        // Others might have bought.
        Assert.True(Of(rest, "linear", "conversionsLow") < Of(rest, "linear", "conversions"));
        Assert.True(Of(rest, "linear", "revenueHigh") > Of(rest, "linear", "revenue"));

        static double Of(JsonNode row, string model, string figure) => (double)row["totals"]![model]![figure]!;
    }

    /// <summary>All see the film, and every other one a post behind it.</summary>
    private static IEnumerable<string> Buyer(int number)
    {
        yield return Line("click", number, 60, "\"content\":\"film\"");
        if (number % 2 == 0)
        {
            yield return Line("click", number, 30, "\"content\":\"post\"");
        }
        yield return Line("purchase", number, 0, $"\"order\":\"o{number}\",\"value\":10,\"currency\":\"EUR\"");
    }

    private static string Line(string type, int buyer, int secondsAgo, string more) =>
        $$"""{"id":"{{type}}-{{buyer}}-{{secondsAgo}}","type":"{{type}}","time":"{{Rfc3339.Format(
            Facts.NowMicros - (secondsAgo * 1_000_000L)
        )}}","visitor":"v{{buyer}}",{{more}}}""";
}
