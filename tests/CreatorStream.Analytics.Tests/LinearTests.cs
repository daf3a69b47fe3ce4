using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

public sealed class LinearTests
{
    private static readonly Touch[] Met =
    [
        new(1, EventType.View, "spring", "ann", "post-1", ""),
        new(2, EventType.Click, "spring", "bob", "post-2", ""),
        new(3, EventType.Visit, "", "", "", "email"),
        new(4, EventType.Like, "spring", "ann", "post-3", ""),
    ];

    [Fact]
    public void Each_touch_gets_the_same() =>
        Assert.Equal([1, 1, 1, 1], Credited.Weights(new Linear(), OrderPath.Of([.. Met], [], null, 5)));

    [Fact]
    public void A_code_leaves_it_to_its_creators_last_touch()
    {
        var path = OrderPath.Of([.. Met], [], new PromoCode("ann", "spring"), 5);
        Assert.Equal([1], Credited.Weights(new Linear(), path));
        Assert.Equal(["post-3"], path.Touches.ToArray().Select(touch => touch.Content));
    }

    [Fact]
    public void Nobody_gets_what_nobody_led_to() =>
        Assert.Empty(Credited.Weights(new Linear(), OrderPath.Of([], [], null, 5)));
}
