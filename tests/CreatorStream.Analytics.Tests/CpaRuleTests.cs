using CreatorStream.Analytics.Alerts;

namespace CreatorStream.Analytics.Tests;

/// <summary>What a conversion costs, by the hour.</summary>
public class CpaRuleTests
{
    private const long Limit = 10_000_000;

    /// <summary>A full hour, and 25 minutes.</summary>
    private const int Now = (1_000 * 60) + 25;

    [Theory]
    [InlineData(100, 10, false)]
    [InlineData(100.000001, 10, true)]
    [InlineData(50, 2, false)]
    [InlineData(50.000001, 2, true)]
    [InlineData(50.000001, 0, true)]
    [InlineData(0, 0, false)]
    public void It_holds_above_the_limit_and_few_conversions_count_as_five(double cost, long conversions, bool holds)
    {
        List<AlertSpan> spans = Spans(_ => ((Int128)Math.Round((decimal)cost * 1_000_000), conversions));
        Assert.Equal(holds, spans.Count > 0);
    }

    [Fact]
    public void It_opens_and_closes_at_full_hours_and_shows_the_worst()
    {
        List<AlertSpan> spans = Spans(minute =>
            minute switch
            {
                990 * 60 => (120_000_000, 10),
                991 * 60 => (300_000_000, 20),
                1_000 * 60 => (900_000_000, 0),
                _ => (1_000_000, 10),
            }
        );
        Assert.Equal(
            [
                new AlertSpan(CpaRule.CpaAbove, 990 * 60, (992 * 60) - 1, 992 * 60, 15, 10, 20),
                new AlertSpan(CpaRule.CpaAbove, 1_000 * 60, Now, null, 900, 10, 0),
            ],
            spans
        );
    }

    /// <summary>As of other rules; so no two of them lie so near that one is taken for the other.</summary>
    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public void Repeats_within_three_hours_are_one_alert(int hours, int alerts)
    {
        List<AlertSpan> spans = Spans(minute =>
            minute == 980 * 60 || minute == (980 + hours) * 60 ? (120_000_000, 10) : (1_000_000, 10)
        );
        Assert.Equal(alerts, spans.Count);
        Assert.Equal((980 + hours + 1) * 60, spans[^1].Closed);
        Assert.Equal(980 * 60, spans[0].Opened);
    }

    [Fact]
    public void One_that_is_open_stays_so_while_nobody_knows()
    {
        AlertSpan open = Assert.Single(
            Spans(minute =>
                minute < 950 * 60 ? (1_000_000, 10)
                : minute == 950 * 60 ? (120_000_000, 10)
                : null
            )
        );
        Assert.Equal((950 * 60, Now, (int?)null), (open.Opened, open.Updated, open.Closed));
    }

    /// <summary>A rate that is entered each afternoon must not close it each night.</summary>
    [Fact]
    public void Hours_whose_cost_is_not_known_neither_open_nor_close_it()
    {
        List<AlertSpan> spans = Spans(minute =>
            minute switch
            {
                990 * 60 => (120_000_000, 10),
                > 990 * 60 and < 994 * 60 => null,
                994 * 60 => (130_000_000, 10),
                996 * 60 => null,
                _ => (1_000_000, 10),
            }
        );
        Assert.Equal([new AlertSpan(CpaRule.CpaAbove, 990 * 60, (995 * 60) - 1, 995 * 60, 13, 10, 10)], spans);
    }

    [Fact]
    public void While_the_cost_is_not_known_it_does_not_hold() => Assert.Empty(Spans(_ => null));

    private static List<AlertSpan> Spans(Func<int, (Int128, long)?> sums) => CpaRule.Spans(Now, Limit, sums);
}
