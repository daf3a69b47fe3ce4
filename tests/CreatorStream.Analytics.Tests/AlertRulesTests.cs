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

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void A_spike_has_30_engagements(int engagements, bool isSpike)
    {
        MinuteFigures figures = Even(engagements: 1);
        figures.Engagements[Minutes - 1] = engagements - 4;
        Assert.Equal(isSpike, AlertRules.Spikes(figures).Count == 1);
    }

    [Theory]
    [InlineData(44, false)]
    [InlineData(45, true)]
    public void What_is_usual_is_known_of_an_hour_with_three_quarters_of_its_minutes(int lively, bool isKnown)
    {
        MinuteFigures figures = Even(engagements: 10);
        figures.Engagements[Minutes - 1] = 300;
        // The hour before the last 5 minutes.
        Array.Clear(figures.Events, Minutes - 65, 60 - lively);
        Assert.Equal(isKnown, AlertRules.Spikes(figures).Count == 1);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void An_alert_stays_open_through_four_quiet_minutes(int quiet, bool isOpen)
    {
        MinuteFigures figures = Even(events: 100);
        // Of 10 minutes, so the share is above a tenth for 10 minutes from it on.
        figures.Excluded[Minutes - 10 - quiet] = 101;
        Assert.Equal(isOpen, Assert.Single(AlertRules.SuspectShares(figures)).Closed == null);
    }

    [Theory]
    [InlineData(180, 1)]
    [InlineData(181, 2)]
    public void Repeats_within_three_hours_are_one_alert_and_it_shows_the_worst(int minutes, int alerts)
    {
        MinuteFigures figures = Even(events: 100);
        figures.Excluded[80] = 101;
        figures.Excluded[89 + minutes] = 303;
        List<AlertSpan> spans = AlertRules.SuspectShares(figures);
        Assert.Equal(alerts, spans.Count);
        Assert.Equal(0.303, spans[^1].Value, 1e-9);
        Assert.Equal(figures.FirstMinute + 98 + minutes, spans[^1].Updated);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void A_ctr_is_judged_from_200_impressions(int impressions, bool isJudged)
    {
        MinuteFigures figures = Even(impressions: impressions, clicks: impressions);
        Array.Clear(figures.Clicks, Minutes - 10, 10);
        Assert.Equal(isJudged, AlertRules.CtrDrops(figures).Count == 1);
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void A_ctr_is_judged_where_10_clicks_were_to_be_expected(int impressions, bool isJudged)
    {
        // 1 % is usual.
        MinuteFigures figures = Even(impressions: 100, clicks: 1);
        Array.Fill(figures.Impressions, impressions, Minutes - 10, 10);
        Array.Clear(figures.Clicks, Minutes - 10, 10);
        Assert.Equal(isJudged, AlertRules.CtrDrops(figures).Count > 0);
    }

    [Theory]
    [InlineData(15, 2, false)]
    // The newest minute is not over.
    [InlineData(16, 2, true)]
    [InlineData(16, 1, false)]
    public void Silence_is_15_minutes_after_an_hour_of_120_events(int silent, int events, bool isTold)
    {
        MinuteFigures figures = Even(events: events);
        Array.Clear(figures.Events, Minutes - silent, silent);
        Assert.Equal(isTold, AlertRules.Silences(figures).Count == 1);
    }

    /// <summary>As a connector reports that polls once an hour, or an import whose times are full hours.</summary>
    [Theory]
    [InlineData(60, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void What_comes_in_batches_is_not_silent_in_between(int every, bool isTold)
    {
        MinuteFigures figures = Even(events: 0);
        for (int minute = 0; minute < Minutes - 40; minute += every)
        {
            figures.Events[minute] = 20 * every;
        }
        Assert.Equal(isTold, AlertRules.Silences(figures).Count == 1);
    }

    [Theory]
    [InlineData(11, false)]
    [InlineData(12, true)]
    public void What_ebbs_away_is_no_silence(int lastQuarter, bool isTold)
    {
        MinuteFigures figures = Even(events: 10);
        Array.Clear(figures.Events, Minutes - 35, 35);
        figures.Events[Minutes - 21] = lastQuarter;
        Assert.Equal(isTold, AlertRules.Silences(figures).Count == 1);
    }

    [Theory]
    [InlineData(15, int.MaxValue, null)]
    [InlineData(16, int.MaxValue, 15.0)]
    [InlineData(41, int.MaxValue, 40.0)]
    [InlineData(40, 20, 20.0)]
    [InlineData(40, 10, null)]
    public void Silence_goes_on_while_no_event_says_that_time_passed(int passed, int endsAfter, double? minutes)
    {
        MinuteFigures figures = Even(events: 10);
        int last = figures.FirstMinute + Minutes;
        int end = endsAfter == int.MaxValue ? endsAfter : last + endsAfter;
        List<AlertSpan> silences = AlertRules.Silences(figures, end: end, passed: passed);
        Assert.Equal(
            minutes == null
                ? []
                : [(last + 15, last + (int)minutes - 1, end == int.MaxValue ? (int?)null : end, minutes.Value)],
            silences.Select(of => (of.Opened, of.Updated, of.Closed, of.Value))
        );
    }

    /// <summary>Others' events move event time, and the clock goes on from there.</summary>
    [Fact]
    public void Silence_does_not_grow_shorter_when_another_campaign_has_an_event()
    {
        var silent = new List<double>();
        for (int minutes = Minutes - 40; minutes < Minutes; minutes++)
        {
            foreach (int passed in (ReadOnlySpan<int>)[0, 1])
            {
                var figures = new MinuteFigures(1_000, minutes);
                Array.Fill(figures.Events, 10, 0, Minutes - 60);
                silent.Add(AlertRules.Silences(figures, passed: passed).Select(of => of.Value).SingleOrDefault());
            }
        }
        Assert.Equal(silent.Order(), silent);
        Assert.Equal((19, 58), (silent.Find(value => value > 0), silent[^2]));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void A_suspect_share_is_of_50_events(int events, bool isTold)
    {
        MinuteFigures figures = Even(events: events);
        Array.Fill(figures.Excluded, 1);
        Assert.Equal(isTold, AlertRules.SuspectShares(figures).Count == 1);
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
        // A campaign that is over is silent.
        Assert.Equal([1220], AlertRules.Silences(figures, end: 1220).Select(of => of.Closed ?? 0));
        Assert.Empty(AlertRules.Silences(figures, end: 1210));
        Assert.Empty(AlertRules.Silences(figures, end: 3));
        Assert.Equal([silence], AlertRules.Silences(figures, end: 1_000_000));
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

    private static MinuteFigures Even(long engagements = 0, long events = 100, long impressions = 0, long clicks = 0)
    {
        var figures = new MinuteFigures(1000, Minutes);
        Array.Fill(figures.Engagements, engagements);
        Array.Fill(figures.Events, events);
        Array.Fill(figures.Impressions, impressions);
        Array.Fill(figures.Clicks, clicks);
        return figures;
    }
}
