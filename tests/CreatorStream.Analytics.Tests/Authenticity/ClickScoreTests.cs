using CreatorStream.Analytics.Authenticity.Clicks;

namespace CreatorStream.Analytics.Tests.Authenticity;

public sealed class ClickScoreTests
{
    /// <summary>A farm clicks 900 times for app 0, from 3 addresses and with 2 devices; 100 people for app 1.</summary>
    private static readonly List<Click> Clicks =
    [
        .. Enumerable.Range(0, 900).Select(i => new Click(i % 3, 0, 0, i % 2)),
        .. Enumerable.Range(0, 100).Select(i => new Click(3 + i, 1, 1, 2 + i % 40)),
    ];

    [Fact]
    public void Who_clicks_for_himself_comes_before_who_floods()
    {
        double[] scores = ClickScore.Of(Clicks);
        Assert.True(scores[900..].Min() > scores[..900].Max());
    }

    [Fact]
    public void The_order_of_clicks_and_the_numbers_of_names_change_nothing()
    {
        double[] scores = ClickScore.Of(Clicks);
        List<Click> others =
        [
            .. Clicks
                .AsEnumerable()
                .Reverse()
                .Select(click => new Click(102 - click.Address, 1 - click.App, 1 - click.Channel, 41 - click.Device)),
        ];
        double[] other = ClickScore.Of(others);
        Assert.Equal(scores.Reverse(), other);
    }

    [Fact]
    public void Equal_clicks_have_equal_scores()
    {
        double[] scores = ClickScore.Of([.. Enumerable.Repeat(new Click(0, 0, 0, 0), 10)]);
        // Each in the middle: the share of clicks at least so telling is a half, by each of three signals.
        Assert.All(scores, score => Assert.Equal(3 * Math.Log(2), score, 12));
    }

    [Fact]
    public void Nothing_comes_of_nothing() => Assert.Empty(ClickScore.Of(Array.Empty<Click>()));
}
