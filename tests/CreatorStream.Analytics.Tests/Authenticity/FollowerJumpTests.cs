using System.Globalization;
using CreatorStream.Analytics.Authenticity.Vetting;

namespace CreatorStream.Analytics.Tests.Authenticity;

/// <summary>Readings of followers, one a day, of an account that published nothing lately: what platforms count is no jump.</summary>
public sealed class FollowerJumpTests
{
    private const long Start = MadeUpProspect.Start;
    private const long Day = MadeUpProspect.Day;

    /// <summary>Around 1.05 million, as "1.0M" and "1.1M".</summary>
    [Fact]
    public void Counts_that_cross_the_limit_of_rounding_are_no_jump() =>
        Assert.Empty(
            Jumps(
                "1000000 1000000 1000000 1000000 1000000 1000000 1000000 1000000 1000000 1000000 1100000 1100000 1000000 1100000 1000000 1000000 1000000 1000000 1000000 1000000"
            )
        );

    /// <summary>1 % a day, which is shown once in some days; beyond a million in steps a hundred times as great.</summary>
    [Theory]
    [InlineData(1_000, 100_000)]
    [InlineData(10_000, 100_000)]
    [InlineData(1_000, 10_000)]
    public void A_channel_that_grows_is_no_jump_when_it_is_rounded(long below, long above) =>
        Assert.Empty(
            Jumps(
                Enumerable
                    .Range(0, 60)
                    .Select(day => (long)(800_000 * Math.Pow(1.01, day)))
                    .Select(count => count < 1_000_000 ? count / below * below : count / above * above)
            )
        );

    /// <summary>A reading a week, of two digits: 7 % in one of them may be less.</summary>
    [Fact]
    public void Rounded_counts_of_weeks_are_no_jump() =>
        Assert.Empty(
            Find(
                "1500000 1500000 1500000 1500000 1500000 1500000 1500000 1600000 1600000 1600000 1600000"
                    .Split(' ')
                    .Select((count, week) => Reading(7 * week, long.Parse(count, CultureInfo.InvariantCulture)))
            ).Jumps
        );

    [Theory]
    // One wrong reading, and two.
    [InlineData("41000 41011 41023 41030 41042 41051 41060 41071 41080 120000 41102 41109 41121 41130 41142")]
    [InlineData("41000 41011 41023 41030 41042 41051 41060 41071 41080 120113 120117 41109 41121 41130 41142")]
    // None for two days.
    [InlineData("41000 41011 41023 41030 41042 41051 41060 41071 41080 0 0 41109 41121 41130 41142")]
    // Taken away, and given back two days later.
    [InlineData("41000 41011 41023 41030 41042 41051 41060 41071 41080 35080 35102 41109 41121 41130 41142")]
    // Given, and taken away two days later.
    [InlineData("41000 41011 41023 41030 41042 41051 41060 41071 41080 47091 47102 41109 41121 41130 41142")]
    public void What_is_otherwise_for_two_days_is_no_jump(string counts) => Assert.Empty(Jumps(counts));

    /// <summary>The readings of a day may be at any hour: so two days are two of UTC.</summary>
    [Fact]
    public void A_spike_of_two_days_is_none_at_any_hour()
    {
        string counts = "41000 41011 41023 41030 41042 41051 41060 41071 41080 47091 47102 41109 41121 41130 41142";
        for (int hour = 0; hour < 24; hour++)
        {
            Assert.Empty(
                Find(
                    counts
                        .Split(' ')
                        .Select(
                            (count, day) =>
                                new FollowerReading(
                                    Start + (day * Day) + (day > 10 ? hour * MadeUpProspect.Hour : 0),
                                    long.Parse(count, CultureInfo.InvariantCulture)
                                )
                        )
                ).Jumps
            );
        }
    }

    [Fact]
    public void Who_comes_while_the_platform_is_wrong_counts_from_the_week_before()
    {
        Jump jump = Assert.Single(
            Jumps("41000 41011 41023 41030 41042 41051 41060 41071 41080 0 0 50109 50121 50130 50142")
        );
        Assert.Equal((41_080, 50_109, 9_029), (jump.Before, jump.After, jump.Gain));
        Assert.Equal(VettingState.Notable, FollowerJump.StateOf(jump));
    }

    [Theory]
    [InlineData("1000000 1000000 1000000 1000000 1000000 1000000 1000000 1000000 1500000 1500000 1500000 1500000")]
    [InlineData("500000 501000 501000 502000 502000 502000 503000 504000 1000000 1000000 1000000 1000000")]
    [InlineData("41200 41300 41300 41400 41400 41400 41500 41600 47900 47900 47900 48000")]
    [InlineData("41203 41311 41323 41410 41420 41431 41508 41600 45002 45017 45021 45100")]
    public void A_jump_of_rounded_counts_is_found(string counts)
    {
        Jump jump = Assert.Single(Jumps(counts));
        Assert.Equal(Start + (8 * Day), jump.ToSeconds);
        Assert.Equal(VettingState.Notable, FollowerJump.StateOf(jump));
    }

    /// <summary>Half as many again, of whom three fifths go again: 300,000 less 100,000 of 500,000.</summary>
    [Fact]
    public void What_went_of_rounded_counts_is_at_least_a_step_less()
    {
        Jump jump = Assert.Single(
            Jumps(
                "1000000 1000000 1000000 1000000 1000000 1000000 1000000 1000000 1500000 1500000 1400000 1300000 1200000 1200000 1200000"
            )
        );
        Assert.Equal((100_000, 300_000, 0.4), (jump.Rounding, jump.Gone, jump.Lost));
        Assert.Equal(new BoughtCount(500_000, 400_000, 500_000), jump.Bought);
        Assert.Equal(200_000, jump.Left.Count);
        // One step less of it is no sign that anybody went.
        Jump kept = Assert.Single(
            Jumps(
                "1000000 1000000 1000000 1000000 1000000 1000000 1000000 1000000 1300000 1300000 1300000 1200000 1200000 1200000"
            )
        );
        Assert.Equal((100_000, 0), (kept.Gone, kept.Lost));
        Assert.Equal(VettingState.Notable, FollowerJump.StateOf(kept));
    }

    /// <summary>The check value of metrics.md: usually 50 a day, and 8,050 in one, of whom 4,000 go again.</summary>
    [Fact]
    public void Of_exact_counts_nothing_is_uncertain()
    {
        Jump jump = Assert.Single(
            Jumps([
                .. Enumerable.Range(0, 10).Select(day => 40_001L + (50 * day)),
                .. Enumerable.Range(0, 5).Select(day => 48_501L + (50 * day)),
                44_501,
                44_501,
                44_501,
            ])
        );
        Assert.Equal((0, 8_050, 4_000), (jump.Rounding, jump.Gain, jump.Gone));
        Assert.Equal(new BoughtCount(8_000, 8_000, 8_000), jump.Bought);
        Assert.Equal(4_000, jump.Left.Count);
        Assert.Equal(VettingState.Strong, FollowerJump.StateOf(jump));
    }

    /// <summary>9,000 who stay, and long after they came a day or two that the platform counts wrong.</summary>
    [Theory]
    [InlineData(1, 4_500)]
    [InlineData(2, 4_500)]
    [InlineData(1, 1_000_000)]
    [InlineData(2, 1_000_000)]
    public void A_low_reading_after_a_jump_is_no_loss(int days, long fewer)
    {
        Jump jump = Assert.Single(
            Jumps(
                Enumerable
                    .Range(0, 130)
                    .Select(day =>
                        Math.Max(
                            0,
                            41_003 + (47L * day) + (day >= 60 ? 9_000 : 0) - (day >= 90 && day < 90 + days ? fewer : 0)
                        )
                    )
            )
        );
        Assert.Equal((0, VettingState.Notable), (jump.Gone, FollowerJump.StateOf(jump)));
    }

    /// <summary>Nor while it lasts, whether it will be given back or not.</summary>
    [Theory]
    [InlineData(91)]
    [InlineData(92)]
    public void A_loss_waits_for_two_days(int days)
    {
        Jump jump = Assert.Single(
            Jumps(
                Enumerable
                    .Range(0, days)
                    .Select(day => 41_003 + (47L * day) + (day >= 60 ? 9_000 : 0) - (day >= 90 ? 4_500 : 0))
            )
        );
        Assert.Equal((0, VettingState.Notable), (jump.Gone, FollowerJump.StateOf(jump)));
    }

    /// <summary>Readings on weekdays only, and a wrong one on a Friday; and a reading a week.</summary>
    [Theory]
    [InlineData(1, 5)]
    [InlineData(7, 7)]
    public void A_wrong_reading_before_a_pause_is_no_jump(int every, int week)
    {
        int[] days = [.. Enumerable.Range(0, 60).Select(n => n * every).Where(day => week == 7 || day % 7 < week)];
        Assert.Empty(
            Find(days.Select((day, n) => Reading(day, 41_003 + (11L * day) + (n == 39 || n == 24 ? 80_000 : 0)))).Jumps
        );
    }

    /// <summary>Of what can't be judged nothing is said: neither that there was a jump nor that there was none.</summary>
    [Theory]
    [InlineData(5, 10, VettingState.Unknown)]
    [InlineData(59, 60, VettingState.Unknown)]
    [InlineData(3, 60, VettingState.Unknown)]
    [InlineData(100, 60, VettingState.NotFound)]
    public void A_great_step_at_the_ends_of_what_is_known_is_no_clean_bill(int on, int days, VettingState state)
    {
        CounterReading[] readings =
        [
            .. Enumerable
                .Range(0, days)
                .Select(day => new CounterReading(
                    "instagram",
                    null,
                    Start + (day * Day),
                    41_003 + (47L * day) + (day >= on ? 9_000 : 0),
                    null,
                    null,
                    null
                )),
        ];
        var sample = new ProspectSample(new Prospect("ann", [], readings, [], []));
        Assert.Equal(state, FollowerJump.Signal.Judge(sample).State);
    }

    /// <summary>All who came and half of those before: no more than all of a gain is lost.</summary>
    [Fact]
    public void More_than_all_is_never_lost()
    {
        Jump jump = Assert.Single(
            Jumps(
                Enumerable
                    .Range(0, 40)
                    .Select(day =>
                        day < 20 ? 41_003 + (47L * day)
                        : day < 25 ? 50_003
                        : 20_003
                    )
            )
        );
        Assert.Equal((1, VettingState.Strong), (jump.Lost, FollowerJump.StateOf(jump)));
    }

    /// <summary>Whether they stay, and what platforms tell late, is not known before.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void A_jump_waits_for_two_days(int daysAfter, int jumps) =>
        Assert.Equal(
            jumps,
            Jumps(
                Enumerable.Range(0, 21 + daysAfter).Select(day => 41_003 + (47L * day) + (day >= 20 ? 9_000 : 0))
            ).Count
        );

    /// <summary>What the platform counted before isn't known: a series that begins with a wrong reading, or within two days of none.</summary>
    [Theory]
    [InlineData("0 41011 41023 41030 41042 41051 41060 41071 41080 41091 41102 41109")]
    [InlineData("0 0 41023 41030 41042 41051 41060 41071 41080 41091 41102 41109")]
    [InlineData("41000 0 0 41030 41042 41051 41060 41071 41080 41091 41102 41109")]
    public void A_jump_needs_a_week_before_it(string counts) => Assert.Empty(Jumps(counts));

    /// <summary>Views that are told up to day 40 say nothing of day 50.</summary>
    [Theory]
    [InlineData(49, 0)]
    [InlineData(20, 1)]
    [InlineData(null, null)]
    public void Views_that_are_not_told_yet_are_not_none(int? publishedOn, int? unexplained)
    {
        JumpFindings found = FollowerJump.Find(
            [.. Enumerable.Range(0, 60).Select(day => Reading(day, 41_003 + (47L * day) + (day >= 50 ? 9_000 : 0)))],
            () =>
                new(
                    Enumerable
                        .Range(0, 40)
                        .Select(day => new CounterReading("", null, Start + (day * Day), null, 1_000 * day, null, null))
                ),
            () => publishedOn is { } day ? [Start + (day * Day)] : []
        );
        Assert.Equal((1, unexplained), (found.Jumps.Count, found.Unexplained?.Count));
    }

    /// <summary>Many readings of which each is a jump must not take as long as they are many times many.</summary>
    [Fact]
    public void Rounding_is_by_all_readings_at_least_as_great()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            long[] values =
            [
                .. Enumerable
                    .Range(0, random.Next(1, 20))
                    .Select(_ => random.NextInt64(2_000) * (long)Math.Pow(10, random.Next(5))),
            ];
            var rounding = new CounterRounding(values);
            foreach (long count in values)
            {
                long step = 1;
                while (count / 100 >= step && values.Where(of => of >= count).All(of => of % (10 * step) == 0))
                {
                    step *= 10;
                }
                Assert.True(rounding.Of(count) == (step == 1 ? 0 : step), $"seed {seed}, round {round}");
            }
        }
    }

    /// <summary>Stories have no likes to tell of, and what was published a minute ago has few.</summary>
    [Theory]
    [InlineData(0, true, false)]
    [InlineData(3, false, false)]
    [InlineData(3, true, true)]
    public void Posts_without_engagement_or_age_say_nothing_of_followers(long likes, bool areSettled, bool isOdd)
    {
        PostCounts[] posts =
        [
            .. Enumerable.Range(0, 5).Select(n => new PostCounts($"{n}", 12, likes, 0, IsSettled: areSettled)),
        ];
        Assert.Equal(
            isOdd,
            OddRatio.Find("instagram", 41_000, posts).Any(found => found.State >= VettingState.Notable)
        );
    }

    /// <summary>Content that was read once, at the end, shows no views at any step: that explains nothing.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 0)]
    public void Views_that_were_hardly_read_explain_no_jump(int publishedOn, int unexplained)
    {
        IEnumerable<long> counts =
        [
            .. Enumerable.Range(0, 21).Select(day => 10_003L + (21 * day)),
            .. Enumerable.Range(0, 9).Select(day => 15_318L - (401 * day)),
        ];
        JumpFindings found = FollowerJump.Find(
            [.. counts.Select((count, day) => Reading(day, count))],
            () =>
                new([
                    .. Enumerable
                        .Range(0, 5)
                        .Select(post => new CounterReading(
                            "",
                            $"post-{post}",
                            Start + (29 * Day),
                            null,
                            9_000,
                            null,
                            null
                        )),
                ]),
            () => [Start + (publishedOn * Day)]
        );
        Assert.Equal(unexplained, found.Unexplained!.Count);
    }

    /// <summary>One item that went round doesn't speak for all.</summary>
    [Theory]
    [InlineData(10, false)]
    [InlineData(0, true)]
    public void Few_comments_by_like_are_few_on_most_items(int comments, bool isOdd)
    {
        PostCounts[] posts =
        [
            .. Enumerable.Range(0, 4).Select(n => new PostCounts($"{n}", null, 100_000, 40 * comments + 1)),
            new("round", null, 10_000_000, 100),
        ];
        RatioFinding found = Assert.Single(OddRatio.Find("youtube", null, posts));
        Assert.Equal(isOdd ? VettingState.Notable : VettingState.NotFound, found.State);
    }

    private static IReadOnlyList<Jump> Jumps(string counts) =>
        Jumps(counts.Split(' ').Select(count => long.Parse(count, CultureInfo.InvariantCulture)));

    private static IReadOnlyList<Jump> Jumps(IEnumerable<long> counts) =>
        Find(counts.Select((count, day) => Reading(day, count))).Jumps;

    private static JumpFindings Find(IEnumerable<FollowerReading> readings) =>
        FollowerJump.Find([.. readings], () => new([]), () => []);

    private static FollowerReading Reading(int day, long count) => new(Start + (day * Day), count);
}
