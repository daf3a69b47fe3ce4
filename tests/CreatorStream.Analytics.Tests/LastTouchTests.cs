using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

public sealed class LastTouchTests
{
    private const long Day = 86_400_000_000;

    [Fact]
    public void The_last_click_beats_a_later_view() =>
        Assert.Equal(
            new Credit("spring", "ann", "post-1", ""),
            Decide([At(1, EventType.Click, "ann", "post-1"), At(2, EventType.View, "bob", "post-2")])
        );

    [Fact]
    public void Without_a_click_the_last_other_touch_counts() =>
        Assert.Equal(
            new Credit("spring", "bob", "post-2", ""),
            Decide([At(1, EventType.Like, "ann", "post-1"), At(2, EventType.View, "bob", "post-2")])
        );

    [Fact]
    public void A_channel_takes_its_credit_from_nobody() =>
        Assert.True(
            Decide([
                At(1, EventType.Click, "ann", "post-1"),
                new Touch(2, EventType.Visit, "", "", "", "email"),
            ]).IsUnattributed
        );

    [Fact]
    public void A_code_beats_the_link_and_takes_its_creators_last_touch_along()
    {
        Touch[] path =
        [
            At(1, EventType.Click, "ann", "post-1"),
            At(2, EventType.View, "ann", "post-3"),
            At(3, EventType.Click, "bob", "post-2"),
        ];
        Assert.Equal(new Credit("spring", "ann", "post-1", ""), Decide(path, new PromoCode("ann", "spring")));
        Assert.Equal(new Credit("autumn", "ann", "", ""), Decide(path, new PromoCode("ann", "autumn")));
        Assert.Equal(new Credit("spring", "cem", "", ""), Decide(path, new PromoCode("cem", "spring")));
    }

    [Fact]
    public void Content_that_the_order_names_stands_behind_all_that_was_met()
    {
        List<Touch> met = [At(9, EventType.Visit, "zoe", "post-9"), At(1, EventType.Click, "ann", "post-1")];
        List<Touch> named = [At(9, EventType.Click, "cem", "post-3"), At(9, EventType.Click, "bob", "post-2")];
        var path = OrderPath.Of(met, named, code: null, orderMicros: 9);
        Assert.Equal(["ann", "zoe", "bob", "cem"], path.Touches.ToArray().Select(touch => touch.Creator));
        Assert.Equal(new Credit("spring", "cem", "post-3", ""), Credited.By(new LastTouch(), path));
    }

    [Theory]
    [InlineData(EventType.Click, 30 * Day, true)]
    [InlineData(EventType.Visit, (30 * Day) + 1, false)]
    [InlineData(EventType.View, 7 * Day, true)]
    [InlineData(EventType.Mention, (7 * Day) + 1, false)]
    [InlineData(EventType.Click, 0, true)]
    [InlineData(EventType.Click, -1, false)]
    public void Lookback_includes_its_ends(EventType kind, long age, bool included) =>
        Assert.Equal(included, Lookback.Default.Includes(kind, (100 * Day) - age, 100 * Day));

    [Fact]
    public void Ties_are_broken_by_kind_then_by_name()
    {
        Touch click = At(1, EventType.Click, "ann", "post-1");
        Assert.True(Touch.Compare(click, At(1, EventType.Visit, "ann", "post-1")) < 0);
        Assert.True(Touch.Compare(click, At(1, EventType.Click, "bob", "post-0")) < 0);
        Assert.True(Touch.Compare(At(2, EventType.View, "ann", "post-1"), click) > 0);
    }

    private static Touch At(long time, EventType kind, string creator, string content) =>
        new(time, kind, "spring", creator, content, "");

    private static Credit Decide(Touch[] met, PromoCode? code = null) =>
        Credited.By(new LastTouch(), OrderPath.Of([.. met], [], code, orderMicros: 100));
}
