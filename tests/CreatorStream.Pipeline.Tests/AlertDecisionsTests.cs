using CreatorStream.Events;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Workspaces.Alerts;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What was decided about which alert, also where alerts have moved since.</summary>
public class AlertDecisionsTests
{
    private const long Minute = 60_000_000;
    private const long Noon = 1_772_366_400_000_000;
    private readonly AlertDecisions decisions = new();

    [Theory]
    [InlineData(0, true)]
    [InlineData(12, true)]
    [InlineData(-15, true)]
    [InlineData(-16, false)]
    [InlineData(25, true)]
    [InlineData(26, false)]
    public void An_alert_whose_opening_moved_by_a_quarter_of_an_hour_is_still_acknowledged(int minutes, bool isSame)
    {
        decisions.Put(Acknowledged(minutes));
        Alert alert = Assert.Single(Decide(Alert(opened: 0, last: 10)));
        Assert.Equal(isSame, alert.Decided.Acknowledged != null);
    }

    /// <summary>A late order moves what is judged by the hour to the next one, or further.</summary>
    [Theory]
    [InlineData(-60, true)]
    [InlineData(-180, true)]
    [InlineData(-181, false)]
    [InlineData(190, true)]
    public void A_cost_alert_whose_opening_moved_by_hours_is_still_acknowledged(int minutes, bool isSame)
    {
        Acknowledgement by = Acknowledged(minutes);
        decisions.Put(by with { Alert = by.Alert with { Rule = "cpa-above" } });
        Alert alert = Assert.Single(Decide(Alert(opened: 0, last: 10) with { Rule = "cpa-above" }));
        Assert.Equal(isSame, alert.Decided.Acknowledged != null);
    }

    /// <summary>What a plain rule finds is judged from midnight two days ago on: each day what lasts opens a day later.</summary>
    [Fact]
    public void What_was_decided_about_an_alert_that_lasts_stays_over_midnight()
    {
        const int Day = 24 * 60;
        const int Midnight = 12 * 60;
        int before = Midnight - (3 * Day);
        int after = Midnight - (2 * Day);
        decisions.Put(Acknowledged(before) with { AtMicros = Noon + ((Midnight - 10) * Minute) });
        decisions.Put(
            new AlertComment("default", Name(before), "1", "long ago", "key:a", Noon + ((after - 1) * Minute))
        );
        Assert.NotNull(Of(Midnight - 10, before).Acknowledged);
        Assert.NotNull(Of(Midnight + 10, after).Acknowledged);
        Assert.Equal(0, Of(Midnight + 10, after).Comments);
        Assert.Null(Of(Midnight + (3 * Day), Midnight + Day).Acknowledged);
        // One that opened by itself at another time is another one.
        Assert.Null(Of(Midnight + 10, after + 60).Acknowledged);

        AlertState Of(int now, int opened) =>
            Assert
                .Single(
                    decisions.Decide("spring", [Alert(opened, now) with { ClosedMicros = null }], Noon + (now * Minute))
                )
                .Decided;
    }

    [Fact]
    public void A_decision_is_about_the_nearest_alert_alone()
    {
        decisions.Put(Acknowledged(3));
        Alert[] alerts = Decide(Alert(-10, -7), Alert(0, 2), Alert(12, 20));
        Assert.Equal([false, true, false], alerts.Select(alert => alert.Decided.Acknowledged != null));
    }

    [Fact]
    public void Other_rules_creators_and_campaigns_are_not_meant()
    {
        decisions.Put(Acknowledged(0));
        decisions.Put(new Mute("default", Name(0), Noon + (60 * Minute), "key:a", Noon));
        Assert.Equal(
            [AlertState.Undecided, AlertState.Undecided],
            Decide(Alert(0, 5) with { Rule = "no-activity" }, Alert(0, 5) with { Id = Alert(0, 5).Id + "bea" })
                .Select(of => of.Decided with { LastComments = AlertState.Undecided.LastComments })
        );
        Assert.Same(AlertState.Undecided, Assert.Single(decisions.Decide("autumn", [Alert(0, 5)], Noon)).Decided);
    }

    [Fact]
    public void The_last_word_counts_also_where_it_names_another_opening()
    {
        decisions.Put(Acknowledged(0));
        decisions.Put(Acknowledged(4) with { IsAcknowledged = false });
        Assert.Null(Assert.Single(Decide(Alert(0, 5))).Decided.Acknowledged);
        decisions.Put(Acknowledged(0) with { By = "key:b" });
        Assert.Equal("key:b", Assert.Single(Decide(Alert(0, 5))).Decided.Acknowledged!.By);
    }

    [Fact]
    public void A_mute_ends_for_what_goes_on_and_stays_for_what_was_over()
    {
        var mute = new Mute("default", Name(0), Noon + (60 * Minute), "key:a", Noon);
        decisions.Put(mute);
        Alert open = Alert(0, 200) with { ClosedMicros = null };
        Alert over = Alert(20, 30);
        Alert later = Alert(70, 80);
        Assert.Equal([mute, mute], Muted(59, open, over));
        Assert.Equal([null, mute, null], Muted(81, open, over, later));
        // Nothing comes any more, so event time stands still, and the clock goes on.
        Assert.Equal(
            [null, mute],
            decisions.Decide("spring", [open, over], Noon + (50 * Minute), 10 * Minute).Select(of => of.Decided.Muted)
        );
        Assert.Equal(
            [mute, mute],
            decisions.Decide("spring", [open, over], Noon + (50 * Minute), 9 * Minute).Select(of => of.Decided.Muted)
        );
        decisions.Put(mute with { UntilMicros = null });
        Assert.Equal([null, null], Muted(59, open, over));

        IEnumerable<Mute?> Muted(int now, params Alert[] alerts) =>
            decisions.Decide("spring", alerts, Noon + (now * Minute)).Select(alert => alert.Decided.Muted);
    }

    [Fact]
    public void Comments_are_counted_and_the_newest_five_shown_until_they_are_withdrawn()
    {
        AlertComment[] all = [.. Enumerable.Range(0, 7).Select(n => Comment(n, $"word {n}"))];
        Array.ForEach(all, decisions.Put);
        AlertState state = Assert.Single(Decide(Alert(0, 5))).Decided;
        Assert.Equal(7, state.Comments);
        Assert.Equal(all[2..], state.LastComments);
        decisions.Put(all[6] with { Words = "" });
        // Said again: it is the newest.
        decisions.Put(all[0]);
        state = Assert.Single(Decide(Alert(0, 5))).Decided;
        Assert.Equal(6, state.Comments);
        Assert.Equal([.. all[2..6], all[0]], state.LastComments);
    }

    /// <summary>Also where the log has last words only, as after its compaction.</summary>
    [Fact]
    public void The_last_decisions_are_kept_with_those_that_take_back()
    {
        AlertDecision[] said =
        [
            .. ((int[])[40, 0, 80]).Select(Acknowledged),
            new Mute("default", Name(-400), Noon, "key:a", Noon),
            Acknowledged(40),
            Comment(120, "later"),
            new Mute("default", Name(-400), null, "key:a", Noon),
            Comment(120, "later") with
            {
                Words = "",
            },
        ];
        Alert[] alerts = [.. ((int[])[0, 40, 80, 120]).Select(minute => Alert(minute, minute))];
        foreach (IEnumerable<AlertDecision> log in (AlertDecision[][])[said, [.. LastWords()]])
        {
            var few = new AlertDecisions(most: 4);
            foreach (AlertDecision decision in log)
            {
                few.Put(decision);
            }
            Assert.Equal(4, few.Count);
            Assert.Equal(
                [false, true, true, false],
                few.Decide("spring", alerts, Noon).Select(alert => alert.Decided.Acknowledged != null)
            );
            Assert.All(few.Decide("spring", alerts, Noon), alert => Assert.Equal(0, alert.Decided.Comments));
        }

        IEnumerable<AlertDecision> LastWords() =>
            said.Where((decision, at) => !said.Skip(at + 1).Any(later => later.Key == decision.Key));
    }

    private Alert[] Decide(params Alert[] alerts) => [.. decisions.Decide("spring", alerts, Noon)];

    private static AlertName Name(int minutes) => new("spring", "ctr-drop", "", Noon + (minutes * Minute));

    private static Acknowledgement Acknowledged(int minutes) => new("default", Name(minutes), true, "key:a", Noon);

    private static AlertComment Comment(int minutes, string words) =>
        new(
            "default",
            Name(0),
            AlertComment.IdOf("default", Name(0), words, "key:a", 1),
            words,
            "key:a",
            Noon + minutes
        );

    /// <param name="opened">Minutes after noon.</param>
    private static Alert Alert(int opened, int last) =>
        new(
            $"{Rfc3339.Format(Noon + (opened * Minute))}/ctr-drop/",
            "ctr-drop",
            "warning",
            Noon + (opened * Minute),
            Noon + (last * Minute),
            Noon + ((last + 1) * Minute),
            "",
            "",
            null,
            null,
            0,
            null,
            null,
            null,
            null,
            null,
            null,
            [],
            "",
            Noon + (opened * Minute)
        );
}
