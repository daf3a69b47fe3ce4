using CreatorStream.Connectors.Notifications;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>Which alerts are told, of all that views show.</summary>
public sealed class AlertWatchTests : IDisposable
{
    private const string Channels = """
        channels:
          - { name: ops, kind: webhook, url: "https://example.org/x", secret: { file: secret } }
          - { name: all, kind: webhook, url: "https://example.org/y", secret: { file: secret } }
        """;

    private readonly World world = new(
        Channels
            + """

            rules:
              - { channels: [all], events: [opened, closed] }
              - { channels: [ops], workspace: default, campaigns: [spring], rules: [ctr-drop], severity: warning, minutes: 3 }
            """
    );

    public void Dispose() => world.Dispose();

    [Fact]
    public void An_alert_is_told_once_and_its_end_once()
    {
        world.Show(world.Alert(5, isOpen: true));
        Assert.Equal(["alert.opened 2026-03-01T11:55:00Z/ctr-drop/"], world.Waits("all"));
        Assert.Equal(["alert.opened 2026-03-01T11:55:00Z/ctr-drop/"], world.Waits("ops"));
        world.Show(world.Alert(5, held: 6, isOpen: true));
        Assert.Empty(world.Waits("all"));
        world.Show(world.Alert(5, held: 6));
        Assert.Equal(["alert.closed 2026-03-01T11:55:00Z/ctr-drop/"], world.Waits("all"));
        Assert.Empty(world.Waits("ops"));
        // It goes on after all, as late events tell, and ends once more.
        world.Show(world.Alert(5, held: 8, isOpen: true));
        Assert.Empty(world.Waits("all"));
        world.Show(world.Alert(5, held: 9));
        Assert.Empty(world.Waits("all"));
    }

    [Fact]
    public void What_was_told_is_not_told_again_after_a_restart_or_when_its_opening_moves()
    {
        world.Show(world.Alert(20, held: 15, isOpen: true));
        Assert.Single(world.Waits("ops"));
        world.Restart();
        world.Show(world.Alert(20, held: 15, isOpen: true));
        Assert.Empty(world.Waits("ops"));
        world.Show(world.Alert(30, held: 25, isOpen: true));
        Assert.Empty(world.Waits("ops"));
        // Another one of the rule is another.
        world.Show(world.Alert(30, held: 8), world.Alert(6, isOpen: true));
        Assert.Equal(["alert.opened 2026-03-01T11:54:00Z/ctr-drop/"], world.Waits("ops"));
    }

    [Fact]
    public void One_that_closed_before_it_was_looked_at_is_still_told()
    {
        world.Time.Advance(TimeSpan.FromMinutes(30));
        world.Show(world.Alert(20));
        Assert.Equal(["alert.closed 2026-03-01T12:10:00Z/ctr-drop/"], world.Waits("all"));
        Assert.Equal(["alert.opened 2026-03-01T12:10:00Z/ctr-drop/"], world.Waits("ops"));
    }

    [Fact]
    public void At_the_first_start_what_is_over_is_history_and_what_is_open_is_told()
    {
        world.Show(world.Alert(60), world.Alert(10, isOpen: true));
        Assert.Equal(["alert.opened 2026-03-01T11:50:00Z/ctr-drop/"], world.Waits("all"));
    }

    [Theory]
    [InlineData(5 * 60 + 59, true)]
    [InlineData(6 * 60 + 5, false)]
    public void What_is_six_hours_behind_the_clock_is_told_to_nobody(int minutesAgo, bool isTold)
    {
        world.Show(world.Alert(minutesAgo, isOpen: true));
        Assert.Equal(isTold ? 1 : 0, world.Waits("all").Length);
    }

    /// <summary>Of a part of the events there are silences that the whole has not.</summary>
    [Fact]
    public void What_a_start_shows_before_it_is_over_is_told_to_nobody_for_ten_minutes()
    {
        world.Badge = "missing-rate";
        world.Show(world.Alert(5, isOpen: true));
        Assert.Single(world.Waits("all"));
        world.Restart();
        world.Badge = "starting";
        world.Show(world.Alert(5, isOpen: true, rule: "no-activity"));
        Assert.Empty(world.Waits("all"));
        world.Badge = null;
        world.Show();
        Assert.Empty(world.Waits("all"));
        // One that doesn't end: nothing changes, and it is told all the same.
        world.Badge = "starting";
        world.Show(world.Alert(5, isOpen: true, rule: "no-activity"));
        Assert.Empty(world.Waits("all"));
        world.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Empty(world.Waits("all"));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(world.Waits("all"));
    }

    /// <summary>Until a process has read what there is, it has views of long ago.</summary>
    [Fact]
    public void Nothing_is_told_from_views_that_may_be_old()
    {
        world.Show(world.Alert(5, isOpen: true));
        using var views = new NewestViews();
        using var watch = new AlertWatch(world.Settings, world.Store, views, world.Time, world.Log);
        views.Offer(
            new PublishedView(world.Views.Get(new ViewKey("default", "spring", "alerts"))!, new ViewVersion(1, 1))
        );
        watch.Look();
        Assert.Equal(0, world.Store.Waiting("all"));
        views.AreWhole = true;
        watch.Look();
        Assert.Equal(1, world.Store.Waiting("all"));
    }

    /// <summary>Another process took the workspace over, long after this one began.</summary>
    [Fact]
    public void A_later_start_of_a_workspace_is_waited_for_as_long()
    {
        world.Time.Advance(TimeSpan.FromMinutes(20));
        world.Badge = "starting";
        world.Show(world.Alert(5, isOpen: true));
        Assert.Empty(world.Waits("all"));
        world.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Empty(world.Waits("all"));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(world.Waits("all"));
    }

    [Fact]
    public void A_rule_is_about_its_workspace_campaign_alerts_severities_and_lengths()
    {
        world.ShowOf("other", "spring", world.Alert(5, isOpen: true));
        world.ShowOf("default", "autumn", world.Alert(5, isOpen: true));
        world.Show(
            world.Alert(5, isOpen: true, rule: "no-activity"),
            world.Alert(5, isOpen: true, severity: "good"),
            world.Alert(5, held: 2, isOpen: true, creator: "ann"),
            world.Alert(5, held: 3, isOpen: true, severity: "bad", creator: "bea"),
            world.Alert(5, held: 3, isOpen: true, severity: "of a later release", creator: "cem")
        );
        Assert.Equal(
            ["alert.opened 2026-03-01T11:55:00Z/ctr-drop/bea", "alert.opened 2026-03-01T11:55:00Z/ctr-drop/cem"],
            world.Waits("ops").Order()
        );
        Assert.Equal(7, world.Waits("all").Length);
    }

    /// <summary>Its opening and its last minute are both the beginning of that step.</summary>
    [Fact]
    public void What_a_detector_found_in_one_step_has_held_for_five_minutes()
    {
        using var own = new World(
            Channels
                + """

                rules: [{ channels: [ops], minutes: 5 }, { channels: [all], minutes: 6 }]
                """
        );
        own.Show(
            own.Alert(5, held: 1, isOpen: true, rule: "click-spike", isLearned: true),
            own.Alert(5, held: 4, isOpen: true)
        );
        Assert.Equal(["alert.opened 2026-03-01T11:55:00Z/click-spike/"], own.Waits("ops"));
        Assert.Empty(own.Waits("all"));
    }

    /// <summary>A program that opened an incident by it waits for that.</summary>
    [Fact]
    public void The_end_of_what_was_told_is_told_whatever_became_of_it()
    {
        using var own = new World(
            Channels
                + """

                rules: [{ channels: [ops], severity: warning, minutes: 4, events: [opened, closed] }]
                """
        );
        own.Show(own.Alert(5, held: 4, isOpen: true));
        Assert.Equal(["alert.opened 2026-03-01T11:55:00Z/ctr-drop/"], own.Waits("ops"));
        own.Time.Advance(TimeSpan.FromHours(8));
        // Milder, shorter, and longer ago than anybody is told of news.
        own.Show(own.Alert((8 * 60) + 5, held: 2, severity: "good"), own.Alert((8 * 60) + 5, held: 4, creator: "ann"));
        Assert.Equal(["alert.closed 2026-03-01T11:55:00Z/ctr-drop/"], own.Waits("ops"));
    }

    [Fact]
    public void A_muted_alert_is_told_when_it_goes_on_after_its_mute()
    {
        world.Show(world.Alert(5, isOpen: true, isMuted: true));
        Assert.Empty(world.Waits("all"));
        world.Show(world.Alert(5, isOpen: true));
        Assert.Single(world.Waits("all"));
    }

    [Fact]
    public void What_a_channel_has_no_room_for_waits_until_it_has()
    {
        object[] many =
        [
            .. Enumerable
                .Range(0, Connectors.Notifications.AlertWatch.MostWaiting + 5)
                .Select(n => world.Alert(5, isOpen: true, creator: $"c{n}")),
        ];
        world.Show(many);
        Assert.Equal(Connectors.Notifications.AlertWatch.MostWaiting, world.Waits("all").Length);
        Assert.Equal(5, world.Waits("all").Length);
        world.Time.Advance(TimeSpan.FromHours(7));
        world.Show(many);
        Assert.Empty(world.Waits("all"));
        Assert.Equal(0, world.Watch.LostOf("all"));
    }
}
