using CreatorStream.Analytics.Money;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

public sealed class EarnedMediaTests
{
    [Fact]
    public void The_check_values_of_the_definition()
    {
        var several = new EarnedMedia();
        several.Add(5_000, 300_000, 1);
        several.Add(500, 500_000, 1);
        several.Add(50_000, 50_000, 1_000);
        Assert.Equal(1_752_500_000, several.TotalMicros());

        var impressions = new EarnedMedia();
        impressions.Add(1_000_000, 6_500_000, 1_000);
        Assert.Equal(6_500 * Micros.PerUnit, impressions.TotalMicros());
    }

    [Theory]
    [InlineData(500, 0)]
    [InlineData(501, 1)]
    [InlineData(1_500, 2)]
    [InlineData(2_500, 2)]
    public void The_whole_sum_is_rounded_once_half_to_even(int thousandths, int expected)
    {
        // A millionth for a thousand, one at a time: a part rounded by itself would come to nothing.
        var sum = new EarnedMedia();
        for (int n = 0; n < thousandths; n++)
        {
            sum.Add(1, 1, 1_000);
        }
        Assert.Equal(expected, sum.TotalMicros());
    }

    [Fact]
    public void Another_currency_leaves_no_fraction_before_the_end()
    {
        var sum = new EarnedMedia();
        sum.Add(3, 1, 1_000, exchangeMicros: 333_333);
        sum.Add(1_000, 1_000_000, 1_000, exchangeMicros: 980_000);
        Assert.Equal(980_000, sum.TotalMicros());
    }

    [Fact]
    public void The_greatest_rates_and_very_many_activities_fit()
    {
        var sum = new EarnedMedia();
        sum.Add(10_000_000_000, Micros.GreatestRate, 1, Micros.GreatestRate);
        Assert.Equal(
            (Int128)10_000_000_000 * Micros.GreatestRate * (Micros.GreatestRate / Micros.PerUnit),
            sum.TotalMicros()
        );
    }

    [Fact]
    public void What_is_done_on_the_site_is_no_media()
    {
        Assert.Equal(
            ["impression", "view", "click", "like", "comment", "share", "save", "follow", "mention"],
            EarnedMedia.Names
        );
        Assert.Equal(EventType.Like, EarnedMedia.KindOf("like"));
        Assert.Equal(EventType.None, EarnedMedia.KindOf("visit"));
    }
}
