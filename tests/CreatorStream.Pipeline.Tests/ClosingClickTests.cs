using CreatorStream.Analytics.Authenticity.Clicks;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Authenticity;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Clicks right before orders: which of them look injected, and what that says of the content.</summary>
public sealed class ClosingClickTests : IDisposable
{
    private readonly StateMemory memory = new();
    private readonly MergedWorkspace workspace;
    private readonly VisitorFlow flow;

    public ClosingClickTests()
    {
        workspace = new MergedWorkspace(memory.Open());
        flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
    }

    public void Dispose() => memory.Dispose();

    [Fact]
    public void A_click_just_before_the_order_of_one_who_was_in_the_shop_looks_injected()
    {
        InjectedContent of = Assert.Single(Of([Page(-300), Click(-20), Order(0)]));
        Assert.Equal(("post-0", 1, 1), (of.Content, of.Clicks, of.Orders));
        // One such order proves nothing.
        Assert.Equal(0, ClickInjection.Likelihood(of.Clicks, of.Orders, 0, 0));
        InjectedClick click = Assert.Single(workspace.State.InjectedClicks.Newest("post-0", 10));
        Assert.Equal(20_000_000, click.OrderMicros - click.ClickMicros);
    }

    /// <summary>Anybody may claim an order, in whose name and against whom he likes.</summary>
    [Fact]
    public void Claims_say_nothing_of_clicks() =>
        Assert.Empty(
            Of([Page(-300), Click(-20), Order(0).Replace("{", "{\"via\":\"pixel\",", StringComparison.Ordinal)])
        );

    // A page after it: the link was followed. The creator, or the content, was met before.
    [Theory]
    [InlineData("visit", -10, "", "")]
    [InlineData("impression", -5_000, "post-1", "ann")]
    [InlineData("view", -5_000, "post-0", "")]
    public void What_a_person_does_who_follows_a_link_lifts_it(string type, int seconds, string content, string creator)
    {
        Assert.Single(Of([Page(-300), Click(-20), Order(0)]));
        Assert.Empty(Of([Line(type, seconds, content, creator)]));
    }

    [Theory]
    [InlineData(-4_000, -20, 0)]
    [InlineData(-300, -31, 0)]
    [InlineData(-10, -20, 0)]
    public void Who_was_not_there_before_or_clicked_earlier_came_by_the_click(int page, int click, int order) =>
        Assert.Empty(Of([Page(page), Click(click), Order(order)]));

    [Fact]
    public void Content_whose_orders_look_like_that_more_often_than_others_is_likely_attacked()
    {
        Assert.Equal(0, ClickInjection.Likelihood(2, 2, 0, 1_000));
        Assert.Equal(0, ClickInjection.Likelihood(10, 1_000, 100, 10_000));
        Assert.InRange(ClickInjection.Likelihood(5, 20, 2, 1_000), .5, .9);
        Assert.InRange(ClickInjection.Likelihood(1_000, 1_000, 0, 100_000), .8, .9);
        // Nothing to compare with.
        Assert.InRange(ClickInjection.Likelihood(3, 3, 0, 0), 0, .1);
    }

    [Fact]
    public void A_new_owner_of_a_partition_begins_anew()
    {
        Of([Page(-300), Click(-20), Order(0)]);
        workspace.State.InjectedClicks.Void(0);
        Assert.Empty(workspace.State.InjectedClicks.Suspicious);
        flow.PublishAll();
        Assert.Single(Of([]));
    }

    /// <summary>A till: as after a restart, nothing is said of it, whether its orders came at once or one by one.</summary>
    [Fact]
    public void Of_who_has_too_many_orders_what_was_said_is_taken_back()
    {
        Assert.Single(Of([Page(-300), Click(-20), Order(0)]));
        string[] more =
        [
            .. Enumerable
                .Range(1, 200)
                .Select(n =>
                    Order(n).Replace("\"order\":\"order\"", $"\"order\":\"order-{n}\"", StringComparison.Ordinal)
                ),
        ];
        Assert.Single(Of(more[..10]));
        Assert.Empty(Of(more[10..]));
        workspace.State.InjectedClicks.Void(0);
        flow.PublishAll();
        Assert.Empty(Of([Order(300)]));
        Assert.Equal(0, workspace.State.InjectedClicks.Orders);
    }

    /// <summary>A shop that writes whole seconds tells a sign-up and an order of one time.</summary>
    [Fact]
    public void Two_orders_of_a_buyer_at_one_time_are_two()
    {
        string other = Order(0)
            .Replace("purchase0", "other", StringComparison.Ordinal)
            .Replace("\"order\":\"order\"", "\"order\":\"other\"", StringComparison.Ordinal);
        InjectedContent both = Assert.Single(Of([Page(-300), Click(-20), Order(0), other]));
        Assert.Equal((2, 2), (both.Clicks, both.Orders));
        Assert.Equal(2, workspace.State.InjectedClicks.Newest("post-0", 10).Count());
        // One is told again, of a time before the click.
        InjectedContent one = Assert.Single(Of([Order(-100)]));
        Assert.Equal((1, 1), (one.Clicks, one.Orders));
        Assert.Equal((1, 1), AsOfANewOwner());
        // And the other of one behind it.
        Of([
            other
                .Replace("\"other\",\"type", "\"again\",\"type", StringComparison.Ordinal)
                .Replace(At(0), At(-10), StringComparison.Ordinal),
        ]);
        InjectedClick click = Assert.Single(workspace.State.InjectedClicks.Newest("post-0", 10));
        Assert.Equal(10_000_000, click.OrderMicros - click.ClickMicros);

        (long, long) AsOfANewOwner()
        {
            workspace.State.InjectedClicks.Void(0);
            flow.PublishAll();
            InjectedContent of = Assert.Single(Of([]));
            return (of.Clicks, of.Orders);
        }
    }

    private IReadOnlyList<InjectedContent> Of(string[] lines)
    {
        Facts.Feed(flow, lines, 10);
        workspace.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        InjectedClicks clicks = workspace.State.InjectedClicks;
        return [.. clicks.Suspicious.Select(of => clicks.Find(of)!.Value)];
    }

    private static string Page(int seconds) => Line("visit", seconds, "", "");

    private static string Click(int seconds) => Line("click", seconds, "post-0", "ann");

    private static string Order(int seconds) => Line("purchase", seconds, "", "");

    private static string At(int seconds) => Rfc3339.Format(Facts.NowMicros + (seconds * 1_000_000L));

    private static string Line(string type, int seconds, string content, string creator)
    {
        string time = At(seconds);
        string campaign = content.Length > 0 ? "campaign-0" : "";
        string channel = type == "visit" ? "search" : "";
        string order = type == "purchase" ? "order" : "";
        return $$"""{"id":"{{type}}{{seconds}}","type":"{{type}}","time":"{{time}}","visitor":"buyer","content":"{{content}}","creator":"{{creator}}","campaign":"{{campaign}}","channel":"{{channel}}","order":"{{order}}"}""";
    }
}
