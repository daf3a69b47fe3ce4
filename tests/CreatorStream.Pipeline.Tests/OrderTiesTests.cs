using System.Text;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What arrival or a refund must not decide about orders.</summary>
public sealed class OrderTiesTests : IDisposable
{
    private readonly StateMemory memory = new();
    private int lines;

    public void Dispose() => memory.Dispose();

    /// <summary>A page says twice what was done, with one id: of a visitor's claims of a day five count.</summary>
    [Fact]
    public void Which_of_two_claims_of_one_moment_counts_does_not_follow_from_which_came_first()
    {
        string[] four = [.. Enumerable.Range(0, 4).Select(n => Claim("purchase", $"id-{n}", seconds: n))];
        string[] both = [Claim("purchase", "same", seconds: 10), Claim("lead", "same", seconds: 10)];
        string once = Views([.. four, .. both]);
        Assert.Contains("\"conversions\":5", once, StringComparison.Ordinal);
        Assert.Equal(once, Views([.. four, both[1], both[0]]));
    }

    [Fact]
    public void Which_of_two_words_of_the_shop_about_an_order_is_canonical_does_not_either()
    {
        string[] both = [.. ((string[])["ANN", "BEA"]).Select(code => Shop(code))];
        string once = Views(both);
        Assert.Contains("canonical", once, StringComparison.Ordinal);
        Assert.Equal(once, Views([both[1], both[0]]));

        static string Shop(string code) =>
            $$"""{"id":"same","source":"shop","type":"purchase","time":"{{At(0)}}","visitor":"buyer","order":"o","value":10,"currency":"EUR","code":"{{code}}"}""";
    }

    [Fact]
    public void The_currency_of_a_refund_is_not_that_of_all_money()
    {
        MergedWorkspace merged = Fed([Line("purchase", "EUR", ""), Line("refund", "AED", "")]);
        Assert.Equal("EUR", merged.State.Currency);
    }

    private string Views(string[] of)
    {
        MergedWorkspace merged = Fed([Line("click", "", "", -60), .. of]);
        using var views = new MemoryViewStore();
        var publisher = new ViewPublisher(merged.State, views, new SteppedTime());
        publisher.Settle(() => false);
        Assert.True(publisher.PublishWatched(() => false));
        Assert.True(publisher.PublishAll(() => false));
        return string.Join(
            '\n',
            from name in (string[])["overview", "orders"]
            let view = views.Get(new ViewKey("default", "spring", name))!
            from part in view
                .Fields.Select(field => (field.Key, field.Value))
                .Concat(view.Tables.SelectMany(table => table.Value.Rows).Select(row => (row.Key, Value: row.Json)))
                .OrderBy(part => part.Key, StringComparer.Ordinal)
            select $"{part.Key} {Encoding.UTF8.GetString(part.Value)}"
        );
    }

    private MergedWorkspace Fed(string[] of)
    {
        var merged = new MergedWorkspace(memory.Open());
        merged.State.Apply(new CampaignEntry("default", "spring", null, null, null, null, null));
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        foreach (string line in of)
        {
            Facts.Feed(flow, [line], 10);
        }
        merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        return merged;
    }

    private static string Claim(string type, string id, int seconds) =>
        $$"""{"id":"{{id}}","via":"pixel","type":"{{type}}","time":"{{At(seconds)}}","visitor":"buyer","value":10,"currency":"EUR"}""";

    private string Line(string type, string currency, string more, int seconds = 0) =>
        $$"""{"id":"{{++lines}}","type":"{{type}}","time":"{{At(seconds)}}","visitor":"buyer","order":"{{(type == "click" ? "" : "o")}}","currency":"{{currency}}","campaign":"spring","content":"post","creator":"ann"{{more}}{{(type == "click" ? "" : ",\"value\":10")}}}""";

    private static string At(int seconds) => Rfc3339.Format(Facts.NowMicros + (seconds * 1_000_000L));
}
