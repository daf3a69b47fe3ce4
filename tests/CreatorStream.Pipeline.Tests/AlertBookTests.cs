using System.Text;
using System.Text.Json;
using CreatorStream.Analytics.Alerts;
using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Analytics.Panes;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Alerts;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

public sealed class AlertBookTests(ITestOutputHelper output)
{
    private const int Day = 9_830;
    private const int Start = Day * Pane.PerDay;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Alerts_are_the_same_however_and_how_often_rows_came(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        List<Fact> facts = Facts(random, days: 9, creators: 3, posts: 2);
        string expected;
        int told;
        using (var memory = new StateMemory())
        {
            var whole = new MadeCampaign(memory, 3, 2);
            facts.ForEach(fact => Put(whole, fact));
            CampaignAlerts alerts = whole.JudgeAll();
            told = alerts.Alerts.Count(alert => alert.High != null);
            expected = JsonSerializer.Serialize(alerts);
        }
        output.WriteLine(expected);
        Assert.InRange(told, 1, 30);
        Assert.Contains("\"Dimension\":\"country\"", expected, StringComparison.Ordinal);

        using var other = new StateMemory();
        var pieces = new MadeCampaign(other, 3, 2);
        int[] delays = [0, 0, 0, 0, Pane.PerMinute, Pane.PerHour, Pane.PerDay, 5 * Pane.PerDay];
        int next = 0;
        foreach (Fact fact in facts.OrderBy(of => of.Pane + random.Next(delays[random.Next(delays.Length)] + 1)))
        {
            Put(pieces, fact);
            if (random.Next(10) == 0)
            {
                pieces.Publish(fact.Partition, fact.Post, fact.Pane);
            }
            if (next-- == 0)
            {
                pieces.Judge();
                next = random.Next(random.Next(20) == 0 ? 20_000 : 1_000);
            }
        }
        Assert.Equal(expected, JsonSerializer.Serialize(pieces.JudgeAll()));
    }

    [Fact]
    public void What_one_round_has_no_time_for_is_shown_though_nothing_more_comes()
    {
        const int Creators = 10;
        var random = new Random(4);
        List<Fact> facts = Facts(random, days: 9, Creators, posts: 2);
        using var memory = new StateMemory();
        using var whole = new MemoryViewStore();
        Show(whole, campaign => facts.ForEach(fact => Put(campaign, fact)));
        using var inPieces = new MemoryViewStore();
        Show(
            inPieces,
            campaign =>
            {
                ILookup<bool, Fact> isLate = facts.ToLookup(fact =>
                    fact.Kind == EventType.Click && fact.Partition == 0
                );
                foreach (Fact fact in isLate[false])
                {
                    Put(campaign, fact);
                }
                campaign.ShowAll();
                // Of every creator and post all of both weeks has to be judged again.
                foreach (Fact fact in isLate[true])
                {
                    Put(campaign, fact);
                }
            }
        );
        Assert.InRange(Rows(whole).Length, 3, 100);
        Assert.Equal(Rows(whole), Rows(inPieces));

        void Show(MemoryViewStore views, Action<MadeCampaign> put)
        {
            var campaign = new MadeCampaign(memory, Creators, 2, views);
            put(campaign);
            campaign.ShowAll();
        }

        static string[] Rows(MemoryViewStore views) =>
            [
                .. views
                    .Get(new ViewKey("default", MadeCampaign.Name, "alerts"))!
                    .Tables["rows"]
                    .Rows.Select(row => Encoding.UTF8.GetString(row.Json)),
            ];
    }

    [Fact]
    public void What_one_round_has_no_time_for_is_never_the_campaign()
    {
        const int Creators = 10;
        const int Days = 9;
        const int End = Start + (Days * Pane.PerDay);
        // Clicks of two hours; and of the first, so that of everybody all has to be judged again.
        ILookup<bool, Fact> isLate = Facts(new Random(4), Days, Creators, posts: 2)
            .ToLookup(fact =>
                fact.Kind == EventType.Click
                && fact.Pane is < Start + Pane.PerHour or (> End - (6 * Pane.PerHour) and < End - (4 * Pane.PerHour))
            );
        using var memory = new StateMemory();
        var campaign = new MadeCampaign(memory, Creators, 2);
        foreach (Fact fact in isLate[false])
        {
            Put(campaign, fact);
        }
        Assert.True(HasFallen(campaign.JudgeAll()));
        foreach (Fact fact in isLate[true])
        {
            Put(campaign, fact);
        }
        Assert.False(HasFallen(campaign.Judge()));
        Assert.True(campaign.Waits);

        static bool HasFallen(CampaignAlerts alerts) =>
            alerts.Alerts.Any(alert =>
                alert is { Rule: AlertRules.CtrDrop, Creator: null, Content: null, High: not null }
            );
    }

    [Fact]
    public void An_alert_says_what_since_when_how_large_who_drives_it_how_suspect_it_is_and_what_to_do()
    {
        using var memory = new StateMemory();
        var campaign = new MadeCampaign(memory, 3, 2);
        var random = new Random(7);
        int at = Start + (9 * Pane.PerDay);
        for (int pane = Start; pane < at; pane += Step.Panes)
        {
            for (int post = 0; post < 6; post++)
            {
                campaign.Add(0, post, pane, EventType.Like, 18 + random.Next(5));
            }
        }
        Assert.Empty(campaign.Judge().Alerts);
        campaign.Add(0, 2, at, EventType.Like, 240);
        campaign.Add(1, 2, at, EventType.Impression, 80, isSuspect: true);
        campaign.Add(1, 3, at, EventType.Like, 20);
        IReadOnlyList<Alert> alerts = campaign.Judge().Alerts;
        Alert alert = alerts.Single(of => of.Rule == AlertRules.EngagementSpike);
        output.WriteLine(JsonSerializer.Serialize(alert));
        Assert.Equal("creator-1", alert.Creator);
        Assert.Null(alert.Content);
        Assert.Equal(Pane.StartMicros(at), alert.OpenedMicros);
        Assert.Null(alert.ClosedMicros);
        Assert.Equal(260, alert.Observed);
        Assert.InRange(alert.Expected!.Value, 36, 44);
        Assert.InRange(alert.Low!.Value, 30, alert.Expected.Value);
        Assert.InRange(alert.High!.Value, alert.Expected.Value, 50);
        Assert.Equal(80 / 340.0, alert.SuspectShare!.Value, 9);
        Assert.Equal("260 engagements in 5 min, where", alert.Text[..31]);
        Assert.Equal(
            [("content", "post-2"), ("platform", "instagram")],
            alert.Drivers.Select(driver => (driver.Dimension, driver.Id))
        );
        Assert.All(alert.Drivers, driver => Assert.InRange(driver.Share, 0.9, 1.1));
        Assert.NotEmpty(alert.Action);

        // It updates, stays the same one through a pause, and closes.
        campaign.Add(0, 2, at + Step.Panes, EventType.Like, 400);
        campaign.Add(0, 0, at + (3 * Step.Panes), EventType.Like, 20);
        Alert updated = campaign.Judge().Alerts.Single(of => of.Id == alert.Id);
        Assert.Equal((400, true), (updated.Observed, updated.UpdatedMicros > alert.UpdatedMicros));
        campaign.Add(0, 0, at + (8 * Step.Panes), EventType.Like, 20);
        Assert.NotNull(campaign.Judge().Alerts.Single(of => of.Id == alert.Id).ClosedMicros);
        campaign.Add(0, 2, at + (9 * Step.Panes), EventType.Like, 1_900);
        Alert again = campaign.Judge().Alerts.Single(of => of.Id == alert.Id);
        Assert.Null(again.ClosedMicros);
        Assert.StartsWith("1,900 engagements in 5 min, where", again.Text, StringComparison.Ordinal);

        // Of repeats that are one alert, what is said is about the strongest.
        campaign.Add(0, 3, at + (10 * Step.Panes), EventType.Like, 9_000);
        Alert strongest = campaign.Judge().Alerts.Single(of => of.Id == alert.Id);
        Assert.Equal(Pane.StartMicros(at + (10 * Step.Panes)), strongest.WorstMicros);
        Assert.Equal(
            [("content", "post-3"), ("platform", "youtube")],
            strongest.Drivers.Select(driver => (driver.Dimension, driver.Id))
        );
    }

    /// <summary>
    /// Both rises of the creator are one alert, which shows the later one: many times its usual, and less in numbers. The campaign's,
    /// which shows the earlier one, is all the creator's.
    /// </summary>
    [Fact]
    public void A_rise_of_the_campaign_is_explained_by_the_repeat_of_its_time()
    {
        using var memory = new StateMemory();
        var campaign = new MadeCampaign(memory, 2, 1);
        for (int minute = 0; minute < 230; minute++)
        {
            bool isEarlier = minute is >= 100 and < 105;
            bool isLater = minute is >= 220 and < 225;
            int pane = Start + (minute * Pane.PerMinute);
            campaign.Add(
                0,
                0,
                pane,
                EventType.Like,
                isEarlier ? 340
                    : isLater ? 110
                    : minute < 110 ? 40
                    : 10
            );
            campaign.Add(1, 1, pane, EventType.Like, 30);
        }
        Alert only = campaign.Judge().Alerts.Single(of => of.Rule == AlertRules.EngagementSpike);
        output.WriteLine(JsonSerializer.Serialize(only));
        Assert.Equal(("creator-0", 550), (only.Creator, only.Observed));
    }

    /// <summary>Where some state no country less than all is explained. Of a content item nothing else is told.</summary>
    [Theory]
    [InlineData(20, "content", "platform", "country")]
    [InlineData(400, "country")]
    public void An_alert_says_from_which_countries_it_comes(int usualOfOthers, params string[] dimensions)
    {
        using var memory = new StateMemory();
        var campaign = new MadeCampaign(memory, 1, 6);
        var random = new Random(7);
        int at = Start + (9 * Pane.PerDay);
        for (int pane = Start; pane <= at; pane += Step.Panes)
        {
            for (int post = 0; post < 6; post++)
            {
                int usual = post == 2 ? 20 : usualOfOthers;
                campaign.Add(0, post, pane, EventType.Like, usual + random.Next(usual / 2), country: "DE");
            }
        }
        campaign.Add(0, 2, at, EventType.Like, 140, country: "AT");
        campaign.Add(1, 2, at + 1, EventType.Like, 60, country: "AT");
        campaign.Add(1, 2, at, EventType.Like, 100);
        // What is suspect is no engagement that counts.
        campaign.Add(1, 2, at, EventType.Like, 900, isSuspect: true, country: "FR");
        IReadOnlyList<Alert> alerts = campaign.Judge().Alerts;
        output.WriteLine(JsonSerializer.Serialize(alerts));
        Alert alert = alerts.Single(of => of.Rule == AlertRules.EngagementSpike);
        Assert.Equal(dimensions is ["country"], alert.Content == "post-2");
        Assert.Equal(dimensions, alert.Drivers.Select(of => of.Dimension));
        Assert.Equal("AT", alert.Drivers[^1].Id);
        Assert.InRange(alert.Drivers[^1].Share, 0.55, 0.7);
        AlertDriver suspect = alerts.Single(of => of.Rule == AlertRules.SuspectShare).Drivers[^1];
        Assert.Equal(("country", "FR"), (suspect.Dimension, suspect.Id));

        // As long as it is told, and no longer than what countries came to is known.
        campaign.Add(0, 0, at + Pane.PerDay - Pane.PerHour, EventType.Like, 1);
        Assert.Equal(alert.Drivers, campaign.Judge().Alerts.Single(of => of.Id == alert.Id).Drivers);
    }

    /// <summary>Plain rules end within a step, of which countries are told whole.</summary>
    [Fact]
    public void Countries_of_a_step_that_goes_on_are_those_of_all_of_it()
    {
        const int Minutes = 120;
        using var memory = new StateMemory();
        string expected = Show(looksBetween: false);
        Assert.Contains("engagement-spike", expected, StringComparison.Ordinal);
        Assert.Contains("\"Id\":\"FR\"", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Show(looksBetween: true));

        string Show(bool looksBetween)
        {
            var campaign = new MadeCampaign(memory, 1, 1);
            for (int minute = 0; minute < Minutes; minute++)
            {
                campaign.Add(0, 0, Start + (minute * Pane.PerMinute), EventType.Like, 20, country: "DE");
            }
            // It holds for five minutes, of which the last is the strongest, and the first of a step.
            campaign.Add(0, 0, Start + ((Minutes + 1) * Pane.PerMinute), EventType.Like, 900, country: "AT");
            campaign.Add(0, 0, Start + ((Minutes + 5) * Pane.PerMinute), EventType.Like, 100, country: "AT");
            campaign.Add(0, 0, Start + ((Minutes + 6) * Pane.PerMinute), EventType.Impression, 1, country: "DE");
            if (looksBetween)
            {
                Assert.NotEmpty(campaign.Judge().Alerts);
            }
            campaign.Add(0, 0, Start + ((Minutes + 7) * Pane.PerMinute), EventType.Like, 200, country: "FR");
            return JsonSerializer.Serialize(campaign.Judge());
        }
    }

    [Fact]
    public void What_a_whole_campaign_loses_is_one_alert_and_silence_is_no_fall()
    {
        using var memory = new StateMemory();
        var campaign = new MadeCampaign(memory, 4, 1);
        var random = new Random(11);
        int at = Start + (9 * Pane.PerDay);
        for (int pane = Start; pane < at + (6 * Step.Panes); pane += Step.Panes)
        {
            for (int post = 0; post < 4; post++)
            {
                // Clicks are lost, the rest goes on.
                campaign.Add(0, post, pane, EventType.Impression, 400 + random.Next(40));
                campaign.Add(0, post, pane, EventType.Click, pane < at ? 60 + random.Next(10) : 0);
            }
        }
        IReadOnlyList<Alert> alerts = campaign.Judge().Alerts;
        output.WriteLine(JsonSerializer.Serialize(alerts));
        Assert.Equal([AlertRules.ClickDrop, AlertRules.CtrDrop], alerts.Select(alert => alert.Rule).Order());
        Assert.All(alerts, alert => Assert.Null(alert.Creator));
        Alert clicks = alerts.Single(alert => alert.Rule == AlertRules.ClickDrop);
        Assert.Equal(3, clicks.Drivers.Count(driver => driver.Dimension == "creator"));

        using var other = new StateMemory();
        var silent = new MadeCampaign(other, 4, 1);
        for (int pane = Start; pane < at; pane += Pane.PerMinute)
        {
            silent.Add(0, pane % 4, pane, EventType.Like, 20);
        }
        // Something happens elsewhere, so that time goes on.
        silent.Add(0, 0, at + (5 * Step.Panes), EventType.Like, 1);
        Assert.Equal([AlertRules.NoActivity], silent.Judge().Alerts.Select(alert => alert.Rule));
    }

    /// <summary>A creator's post is gone at 7 h, and all others fall somewhat: there are more than at 6 h all the same.</summary>
    [Fact]
    public void Who_rose_with_the_morning_drives_no_fall()
    {
        using var memory = new StateMemory();
        var campaign = new MadeCampaign(memory, 2, 1);
        var random = new Random(5);
        int end = Start + (9 * Pane.PerDay) + (10 * Pane.PerHour);
        for (int pane = Start; pane < end; pane += Step.Panes)
        {
            int hour = pane % Pane.PerDay / Pane.PerHour;
            int usual = hour switch
            {
                < 7 => 40,
                7 => 100,
                8 => 150,
                _ => 180,
            };
            bool isFall = pane >= end - (3 * Pane.PerHour);
            campaign.Add(0, 0, pane, EventType.Like, isFall ? 0 : usual + random.Next(10));
            campaign.Add(0, 1, pane, EventType.Like, (isFall ? usual * 7 / 10 : usual) + random.Next(10));
        }
        Alert fall = campaign.JudgeAll().Alerts.Single(of => of.Rule == AlertRules.EngagementDrop);
        output.WriteLine(JsonSerializer.Serialize(fall));
        Assert.Null(fall.Creator);
        Assert.Empty(fall.Drivers);
    }

    /// <summary>Clicks come by the hour, with the times at which they happened; impressions, and another creator's clicks, at once.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(0)]
    public void Who_says_that_batches_come_is_told_of_a_fall_to_nothing_once_they_stay_out(int days)
    {
        using var memory = new StateMemory();
        var campaign = new Batches(memory, days);
        int batch = campaign.Begin;
        var told = new List<int>();
        for (int minute = batch; minute < batch + (4 * 60); minute++)
        {
            campaign.Impress(minute);
            // The third batch after an hour of clicks and another one stays out.
            if (minute == batch + 60 || minute == batch + 120)
            {
                campaign.Click(minute - 60, minute);
            }
            if (campaign.Falls().Length > 0)
            {
                told.Add(minute - batch - 120);
            }
        }
        output.WriteLine(string.Join(' ', told));
        Assert.NotEmpty(told);
        // Minutes since the last click, of which the detector looks at whole steps.
        Assert.InRange(told[0], Batches.SilentMinutes - 1, Batches.SilentMinutes + Step.Minutes);

        // So it is with what nobody says to come late.
        campaign.Describe(null);
        Assert.NotEmpty(campaign.Falls());
        campaign.Click(batch + 120, batch + 225);
        Assert.NotEmpty(campaign.Falls());
        campaign.Describe(Batches.SilentMinutes);
        Assert.Empty(campaign.Falls());
    }

    /// <summary>Whom an alert told of it would hear of its end, and no more of what goes on.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(0)]
    public void What_fell_before_clicks_stayed_out_is_open_until_more_is_known(int days)
    {
        using var memory = new StateMemory();
        var campaign = new Batches(memory, days);
        int batch = campaign.Begin;
        for (int minute = batch; minute < batch + 130; minute++)
        {
            campaign.Impress(minute);
        }
        campaign.Click(batch, batch + 60);
        campaign.Click(batch + 60, batch + 80, 4);
        Alert[] falls = campaign.Falls();
        Assert.NotEmpty(falls);
        Assert.All(falls, alert => Assert.Null(alert.ClosedMicros));
        // It had not gone on.
        campaign.Click(batch + 80, batch + 129);
        Assert.All(campaign.Falls(), alert => Assert.NotNull(alert.ClosedMicros));
    }

    /// <summary>A campaign of two creators, of whom one's clicks come in batches.</summary>
    private sealed class Batches
    {
        public const int SilentMinutes = 75;

        private readonly MadeCampaign campaign;
        private readonly int days;

        /// <param name="days">So long all came as it happened: 0 is too short for a detector.</param>
        public Batches(StateMemory memory, int days)
        {
            this.days = days;
            campaign = new MadeCampaign(memory, 2, 1);
            Describe(SilentMinutes);
            Begin = (Start + (days * Pane.PerDay)) / Pane.PerMinute;
            for (int minute = Start / Pane.PerMinute; minute < Begin; minute += Step.Minutes)
            {
                Impress(minute);
                Click(minute, minute + 1);
            }
        }

        public int Begin { get; }

        public void Describe(int? silentMinutes) =>
            campaign.Describe(
                new CampaignEntry(
                    "default",
                    MadeCampaign.Name,
                    null,
                    null,
                    null,
                    null,
                    null,
                    SilentMinutes: silentMinutes
                )
            );

        public void Impress(int minute)
        {
            for (int post = 0; post < 2; post++)
            {
                campaign.Add(0, post, minute * Pane.PerMinute, EventType.Impression, 500);
            }
            if (days > 0)
            {
                campaign.Add(0, 1, minute * Pane.PerMinute, EventType.Click, 60);
            }
        }

        public void Click(int from, int to, int count = 40)
        {
            for (int minute = from; minute < to; minute++)
            {
                campaign.Add(0, 0, minute * Pane.PerMinute, EventType.Click, count);
            }
        }

        public Alert[] Falls() =>
            [.. campaign.JudgeAll().Alerts.Where(alert => alert.Rule is AlertRules.ClickDrop or AlertRules.CtrDrop)];
    }

    /// <summary>Ten minutes are what it looks at.</summary>
    [Fact]
    public void Of_what_a_plain_rule_says_the_suspect_share_is_of_the_same_minutes()
    {
        using var memory = new StateMemory();
        var campaign = new MadeCampaign(memory, 1, 1);
        campaign.Add(0, 0, Start, EventType.Like, 6, isSuspect: true);
        for (int minute = 5; minute < 10; minute++)
        {
            campaign.Add(0, 0, Start + (minute * Pane.PerMinute), EventType.Like, 9);
        }
        campaign.Add(0, 0, Start + (20 * Pane.PerMinute), EventType.Like, 1);
        Alert alert = Assert.Single(campaign.Judge().Alerts, of => of.Rule == AlertRules.SuspectShare);
        Assert.Equal(6 / 51.0, alert.Value);
        Assert.Equal(6 / 51.0, alert.SuspectShare);
    }

    /// <summary>It would else be told of anew each time that the beginning of what is judged moves on.</summary>
    [Theory]
    [InlineData(23 * Pane.PerHour, true)]
    [InlineData(25 * Pane.PerHour, false)]
    public void What_lasts_for_days_keeps_its_name_until_the_day_ends(int later, bool isSame)
    {
        using var memory = new StateMemory();
        var campaign = new MadeCampaign(memory, 1, 1);
        // Midnight, since panes are counted from one.
        const int From = 900 * Pane.PerDay;
        const int Days = 4;
        for (int pane = From; pane < From + (Days * Pane.PerDay); pane += Pane.PerMinute)
        {
            campaign.Add(0, 0, pane, EventType.Like, 10, isSuspect: true);
        }
        campaign.Add(0, 0, From + (Days * Pane.PerDay), EventType.Like, 10, isSuspect: true);
        string id = Suspect();
        for (int pane = Pane.PerMinute; pane <= later; pane += Pane.PerMinute)
        {
            campaign.Add(0, 0, From + (Days * Pane.PerDay) + pane, EventType.Like, 10, isSuspect: true);
        }
        Assert.Equal(isSame, id == Suspect());

        string Suspect() => campaign.Judge().Alerts.Single(alert => alert.Rule == AlertRules.SuspectShare).Id;
    }

    private static void Put(MadeCampaign campaign, Fact fact) =>
        campaign.Add(fact.Partition, fact.Post, fact.Pane, fact.Kind, fact.Count, fact.IsSuspect, fact.Country);

    /// <summary>Days with spikes, falls and bursts of suspects, and with a silence.</summary>
    private static List<Fact> Facts(Random random, int days, int creators, int posts)
    {
        var facts = new List<Fact>();
        int end = Start + (days * Pane.PerDay);
        int silence = end - Pane.PerDay + random.Next(Pane.PerDay / 2);
        for (int step = Start; step < end; step += Step.Panes)
        {
            if (step >= silence && step < silence + (2 * Pane.PerHour))
            {
                continue;
            }
            bool isLast = step > end - Pane.PerDay;
            double wave = 1.2 + Math.Sin(2 * Math.PI * (step % Pane.PerDay) / Pane.PerDay);
            int spiking = random.Next(isLast ? 60 : 400) == 0 ? random.Next(creators * posts) : -1;
            for (int post = 0; post < creators * posts; post++)
            {
                double more = post == spiking ? 9 : 1;
                Add(post, EventType.Like, 25 * wave * more);
                Add(post, EventType.Impression, 150 * wave);
                Add(post, EventType.Click, 6 * wave * (random.Next(300) == 0 ? 7 : 1));
                if (random.Next(isLast ? 100 : 1_000) == 0)
                {
                    Add(post, EventType.Click, 200, isSuspect: true);
                }
            }

            void Add(int post, EventType kind, double mean, bool isSuspect = false)
            {
                int count = (int)(mean * (0.8 + (0.4 * random.NextDouble())));
                int stated = random.Next(MadeCampaign.Countries.Length + 1);
                string country = stated == 0 ? "" : MadeCampaign.Countries[stated - 1];
                int pane = step + random.Next(Step.Panes);
                facts.Add(new Fact(random.Next(2), post, pane, kind, count, isSuspect, country));
            }
        }
        return facts;
    }

    private readonly record struct Fact(
        int Partition,
        int Post,
        int Pane,
        EventType Kind,
        int Count,
        bool IsSuspect,
        string Country
    );
}
