using CreatorStream.Analytics.Reach;

namespace CreatorStream.Analytics.Tests;

public sealed class ReportedReachTests
{
    [Fact]
    public void Independent_parts_miss_an_audience_each_by_its_share()
    {
        // 1,000 people: half are missed by the first, half of these by the second.
        Assert.Equal(750, ReportedReach.Sainsbury([500, 500], 1_000), 9);
        Assert.Equal(280, ReportedReach.Sainsbury([100, 200], 1_000), 9);
        Assert.Equal(1_000, ReportedReach.Sainsbury([1_000, 1], 1_000), 9);
    }

    [Fact]
    public void Where_nobody_is_identified_parts_are_taken_as_independent_within_the_certain_range()
    {
        PlatformAudience[] platforms = [Unseen(500), Unseen(500)];
        Assert.Equal(
            new DeduplicatedReach(ReachMethod.Independent, 500, 1_000, 750, null, null),
            ReportedReach.Of(platforms, 1_000)
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData(499L)]
    public void Without_an_audience_that_can_hold_them_only_the_range_is_known(long? audience) =>
        Assert.Equal(
            new DeduplicatedReach(ReachMethod.Range, 500, 900, null, null, null),
            ReportedReach.Of([Unseen(500), Unseen(400)], audience)
        );

    [Fact]
    public void A_single_part_is_what_it_is() =>
        Assert.Equal(
            new DeduplicatedReach(ReachMethod.Range, 500, 500, 500, null, null),
            ReportedReach.Of([Unseen(500)], null)
        );

    [Fact]
    public void Nothing_reported_is_nothing() => Assert.Null(ReportedReach.Of([], 1_000));

    /// <summary>Of 1,000 people of each of two platforms 200 met both: each total counts (800 + 200 ÷ 2) ÷ 1,000 = .9.</summary>
    [Fact]
    public void Totals_count_as_identified_people_met_one_platform_or_several()
    {
        PlatformAudience[] platforms =
        [
            new PlatformAudience([40_000], 1_000, 800, 200, 1_000, 1_000),
            new PlatformAudience([10_000], 1_000, 800, 200, 1_000, 1_000),
        ];
        DeduplicatedReach reach = ReportedReach.Of(platforms, 1_000_000)!.Value;
        Assert.Equal((ReachMethod.Measured, 40_000L, 50_000L), (reach.Method, reach.Least, reach.Most));
        Assert.Equal(45_000, reach.People!.Value, 6);
        // ½ √(p (1 − p) ÷ 1,004) of each total, p = 802 ÷ 1,004.
        double error = 0.5 * Math.Sqrt(802 / 1_004.0 * (202 / 1_004.0) / 1_004) * 50_000;
        Assert.Equal(45_000 - (1.959963984540054 * error), reach.Low!.Value, 6);
        Assert.Equal(45_000 + (1.959963984540054 * error), reach.High!.Value, 6);
    }

    /// <summary>People met 1.5 items of a platform on average, all of which report: 900 ÷ 1.5.</summary>
    [Fact]
    public void Items_of_a_platform_are_divided_by_how_many_of_them_a_person_met()
    {
        DeduplicatedReach reach = ReportedReach
            .Of([new PlatformAudience([500, 400], 200, 200, 0, 300, 300)], null)!
            .Value;
        Assert.Equal(ReachMethod.Measured, reach.Method);
        Assert.Equal(600, reach.People!.Value, 6);
        double error = 600 * Math.Sqrt(0.5 / 200) / 1.5;
        Assert.Equal(600 - (1.959963984540054 * error), reach.Low!.Value, 6);
    }

    /// <summary>Of items that report only part is met again: 1 + .5 × ⅔.</summary>
    [Fact]
    public void Items_that_report_nothing_are_taken_off()
    {
        DeduplicatedReach reach = ReportedReach
            .Of([new PlatformAudience([500, 400], 200, 200, 0, 300, 200)], null)!
            .Value;
        Assert.Equal(900 / (1 + (0.5 * 2 / 3)), reach.People!.Value, 6);
    }

    [Fact]
    public void An_estimate_and_its_interval_stay_in_the_certain_range()
    {
        // Everybody met everything: less than the largest part can't be.
        PlatformAudience[] platforms =
        [
            new PlatformAudience([900, 100], 100, 0, 100, 200, 200),
            new PlatformAudience([10], 100, 0, 100, 100, 100),
        ];
        DeduplicatedReach reach = ReportedReach.Of(platforms, null)!.Value;
        Assert.Equal(900, reach.People);
        Assert.Equal(900, reach.Low);
        Assert.InRange(reach.High!.Value, 900, 1_010);
    }

    [Fact]
    public void With_few_identified_people_nothing_is_measured() =>
        Assert.Equal(
            ReachMethod.Range,
            ReportedReach.Of([new PlatformAudience([500, 400], 99, 99, 0, 300, 300)], null)!.Value.Method
        );

    [Fact]
    public void Totals_that_no_platform_can_have_overflow_nothing()
    {
        long greatest = (1L << 53) - 1;
        PlatformAudience[] platforms = [.. Enumerable.Repeat(Unseen(greatest), 5_000)];
        Assert.Equal(long.MaxValue, ReportedReach.Of(platforms, null)!.Value.Most);
    }

    private static PlatformAudience Unseen(long reported) => new([reported], 0, 0, 0, 0, 0);
}
