using CreatorStream.Analytics.Alerts;

namespace CreatorStream.Analytics.Tests;

public sealed class AlertRulesTests
{
    private const int Minutes = 300;

    [Fact]
    public void A_spike_opens_lasts_and_closes_by_event_time()
    {
        MinuteFigures figures = Even(engagements: 10);
        for (int minute = 200; minute < 210; minute++)
        {
            figures.Engagements[minute] = 100;
        }
        AlertSpan spike = Assert.Single(AlertRules.Spikes(figures));
        Assert.Equal((1201, 1211), (spike.Opened, spike.Updated));
        Assert.Equal(spike.Updated + 1, spike.Closed);
        Assert.True(spike.Value > 5);
        Assert.Equal(50, spike.Expected!.Value, 1e-9);
    }

    [Fact]
    public void A_spike_under_way_is_open()
    {
        MinuteFigures figures = Even(engagements: 10);
        figures.Engagements[Minutes - 1] = 300;
        Assert.Null(Assert.Single(AlertRules.Spikes(figures)).Closed);
    }

    [Fact]
    public void Three_times_the_usual_is_not_yet_a_spike()
    {
        MinuteFigures figures = Even(engagements: 10);
        for (int minute = 200; minute < 205; minute++)
        {
            figures.Engagements[minute] = 30;
        }
        Assert.Empty(AlertRules.Spikes(figures));
    }

    [Fact]
    public void The_beginning_of_a_campaign_is_no_spike()
    {
        MinuteFigures figures = Even(engagements: 0, events: 0);
        for (int minute = 200; minute < Minutes; minute++)
        {
            figures.Events[minute] = figures.Engagements[minute] = 50;
        }
        Assert.Empty(AlertRules.Spikes(figures));
    }

    [Fact]
    public void Ctr_below_half_of_the_usual_is_told()
    {
        MinuteFigures figures = Even(impressions: 100, clicks: 4);
        for (int minute = 250; minute < 270; minute++)
        {
            figures.Clicks[minute] = 1;
        }
        AlertSpan drop = Assert.Single(AlertRules.CtrDrops(figures));
        Assert.True(drop.Opened > 1250 && drop.Opened < 1270);
        Assert.Equal(0.01, drop.Value, 1e-9);
    }

    [Fact]
    public void Silence_after_a_lively_hour_is_told_until_it_ends()
    {
        MinuteFigures figures = Even(events: 10);
        for (int minute = 200; minute < 230; minute++)
        {
            figures.Events[minute] = 0;
        }
        AlertSpan silence = Assert.Single(AlertRules.Silences(figures));
        Assert.Equal((1215, 1230, 30.0), (silence.Opened, silence.Closed, silence.Value));
    }

    [Fact]
    public void More_than_a_tenth_suspect_is_told()
    {
        MinuteFigures figures = Even(events: 100);
        for (int minute = 200; minute < 220; minute++)
        {
            figures.Excluded[minute] = 11;
        }
        AlertSpan share = Assert.Single(AlertRules.SuspectShares(figures));
        Assert.Equal(0.11, share.Value, 1e-9);
        figures = Even(events: 100);
        Array.Fill(figures.Excluded, 10);
        Assert.Empty(AlertRules.SuspectShares(figures));
    }

    private static MinuteFigures Even(long engagements = 0, long events = 100, long impressions = 0, long clicks = 0) =>
        new(1000, Fill(events), Fill(0), Fill(impressions), Fill(clicks), Fill(engagements));

    private static long[] Fill(long value) => [.. Enumerable.Repeat(value, Minutes)];
}
