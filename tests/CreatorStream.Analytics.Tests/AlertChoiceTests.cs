using CreatorStream.Analytics.Alerts;

namespace CreatorStream.Analytics.Tests;

public sealed class AlertChoiceTests
{
    [Theory]
    [InlineData(100, 110, 109, 120, false)]
    [InlineData(100, 110, 110, 120, false)]
    [InlineData(100, 110, 111, 120, true)]
    [InlineData(100, 110, 80, 99, true)]
    [InlineData(100, 110, 80, 100, false)]
    [InlineData(100, null, 5_000, null, false)]
    [InlineData(100, 110, 105, null, false)]
    public void A_creators_spike_says_it_better_than_the_campaigns_at_the_same_time(
        int opened,
        int? closed,
        int creatorsOpened,
        int? creatorsClosed,
        bool isKept
    )
    {
        AlertSpan[] creators = [Span(1, 2), Span(creatorsOpened, creatorsClosed)];
        Assert.Equal(!isKept, AlertChoice.IsAmong(Span(opened, closed), creators));
        Assert.False(AlertChoice.IsAmong(Span(opened, closed) with { Rule = AlertRules.CtrDrop }, creators));
    }

    /// <summary>A creator's small rise at the time must not hide what came elsewhere.</summary>
    [Theory]
    [InlineData(1_500, 1_500, true)]
    [InlineData(1_499, 1_500, false)]
    [InlineData(20, 0, false)]
    public void A_rise_of_the_whole_is_said_by_parts_that_come_to_half_of_it(int first, int second, bool isExplained)
    {
        AlertSpan whole = Rise(1_000, 7_000);
        Assert.Equal(isExplained, AlertChoice.IsExplained(whole, [Rise(20, 20 + first), Rise(10, 10 + second)]));
        Assert.False(AlertChoice.IsExplained(whole, [Rise(0, 9_000) with { Rule = AlertRules.ClickSpike }]));
        Assert.False(
            AlertChoice.IsExplained(Rise(1_000, 7_000) with { Closed = 200 }, [Rise(0, 9_000) with { Opened = 300 }])
        );
        // It was over when the whole, folded into one alert with what it explained, rose by others.
        Assert.False(AlertChoice.IsExplained(whole with { WorstAt = 250 }, [Rise(0, 9_000) with { Closed = 106 }]));
        Assert.True(AlertChoice.IsExplained(whole with { WorstAt = 110 }, [Rise(0, 9_000) with { Closed = 106 }]));

        static AlertSpan Rise(double expected, double observed) =>
            Span(100, null) with
            {
                Expected = expected,
                Observed = observed,
            };
    }

    /// <summary>Of 10,000 events 800 more than expected are suspect, or clicks; of the creator's at most its own.</summary>
    [Theory]
    [InlineData(AlertRules.SuspectShare, 60, 0.2, false)]
    [InlineData(AlertRules.CtrRise, 60, 0.2, false)]
    [InlineData(AlertRules.CtrRise, 1_990, 0.21, false)]
    [InlineData(AlertRules.CtrRise, 2_010, 0.21, true)]
    public void A_ratio_of_few_events_explains_few_of_the_wholes(
        string rule,
        int events,
        double observed,
        bool isExplained
    )
    {
        Assert.Equal(isExplained, AlertChoice.IsExplained(Ratio(10_000, 0.09), [Ratio(events, observed)]));

        AlertSpan Ratio(int of, double to) =>
            Span(100, null) with
            {
                Rule = rule,
                Expected = 0.01,
                Observed = to,
                Events = of,
            };
    }

    [Theory]
    [InlineData(3_560, true)]
    [InlineData(3_559, false)]
    public void An_alert_is_told_for_24_hours_after_it_held(int updated, bool isTold) =>
        Assert.Equal(isTold, AlertChoice.IsTold(Span(3_000, null) with { Updated = updated }, 5_000));

    private static AlertSpan Span(int opened, int? closed) =>
        new(AlertRules.EngagementSpike, opened, (closed ?? opened + 1) - 1, closed, 1, 1, 1);
}
