using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Cases;
using CreatorStream.Pipeline.Workspaces.Counters;

namespace CreatorStream.Pipeline.Tests;

/// <summary>From readings of platforms' counters to cases, and what counters come to by them.</summary>
public sealed class CounterCaseTests : IDisposable
{
    private const long DayMicros = 86_400_000_000;
    private const int Days = 60;
    private const int JumpDay = 20;
    private const long Usual = 50;
    private const long Bought = 8_000;
    private const long Start = Rfc3339.EarliestMicros + (9_000 * DayMicros);

    private static readonly CounterSubject Account = new("default", "", "@ann", "instagram", "spring", "ann");

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Followers_that_came_at_once_and_went_again_are_a_case_and_left_out()
    {
        WorkspaceState workspace = Filled(Followers(kept: 0.5));
        Case found = Assert.Single(workspace.Cases.Of("spring"));
        Assert.Equal(("follower-jump", "ann", 0.9), (found.Reason.Code, found.Creator, found.Confidence));
        Assert.Equal((Start + ((JumpDay - 1) * DayMicros), Bought), (found.FromMicros, found.Events));
        CounterChange counter = found.Counter!;
        Assert.Equal(
            ("instagram", "@ann", "followers", Bought + Usual, true),
            (counter.Platform, counter.Account, counter.Name, counter.Change, counter.IsLeftOut)
        );
        Assert.InRange(Bought, counter.Bought.Low, counter.Bought.High);
        // Half of them went; the usual gain of the days since then made up for some.
        CounterFigure shown = Shown(workspace, Account, "followers");
        Assert.Equal((counter.Raw, counter.Authentic), (shown.Value, shown.Value - shown.Bought!.Value.Count));
        long honest = 40_000 + ((Days - 1) * Usual);
        Assert.InRange(counter.Authentic, honest - (Usual * Days), honest + (Usual * Days));
        Assert.Null(workspace.Cases.Counters.Latest(Account).Single(of => of.Key == "views").Value.Bought);
        Assert.Empty(workspace.Cases.Of("autumn"));
    }

    [Fact]
    public void What_somebody_decides_about_a_counter_counts_until_it_is_taken_back()
    {
        WorkspaceState workspace = Filled(Followers(kept: 0.5));
        string id = Assert.Single(workspace.Cases.Of("spring")).Id;
        Assert.True(CaseOverride.IsDecidable(id));
        workspace.Put(new CaseOverride("default", id, CaseDecision.Dismissed));
        Case dismissed = Assert.Single(workspace.Cases.Of("spring"));
        Assert.Equal((CaseDecision.Dismissed, false), (dismissed.Decision, dismissed.Counter!.IsLeftOut));
        Assert.Equal(dismissed.Counter.Raw, dismissed.Counter.Authentic);
        Assert.Null(Shown(workspace, Account, "followers").Bought);
        workspace.Put(new CaseOverride("default", id, null));
        Assert.NotNull(Shown(workspace, Account, "followers").Bought);
    }

    /// <summary>Whatever a connector sends is in the log: it must not end the task, each time that it is read.</summary>
    [Fact]
    public void Counters_as_great_as_can_be_said_are_judged_too()
    {
        WorkspaceState workspace = new MergedWorkspace(memory.Open()).State;
        var values = new Dictionary<string, long>
        {
            ["comments"] = 1,
            ["likes"] = (1L << 53) - 1,
            ["views"] = 100_000,
        };
        for (int item = 0; item < 1_100; item++)
        {
            var subject = new CounterSubject("default", $"post-{item}", "", "instagram", "spring", "ann");
            workspace.Put(new CounterReading(subject, Start, values));
        }
        workspace.TakeChanged(timeMoved: false, out _);
        Assert.NotEmpty(workspace.Cases.Of("spring"));
        Assert.All(
            workspace.Cases.Of("spring"),
            of => Assert.Equal((long.MaxValue, long.MaxValue), (of.Counter!.Change, of.Counter.Raw))
        );
    }

    /// <summary>Who stayed may have come by something that nobody here knows of.</summary>
    [Fact]
    public void Followers_who_stay_are_suspect_and_left_out_only_by_a_person()
    {
        WorkspaceState workspace = Filled(Followers(kept: 1));
        Case found = Assert.Single(workspace.Cases.Of("spring"));
        Assert.Equal((0.5, false), (found.Confidence, found.Counter!.IsLeftOut));
        Assert.Null(Shown(workspace, Account, "followers").Bought);
        workspace.Put(new CaseOverride("default", found.Id, CaseDecision.Confirmed));
        Assert.Equal(Bought, Shown(workspace, Account, "followers").Bought!.Value.Count);
    }

    [Fact]
    public void Views_explain_a_jump_also_when_they_come_late()
    {
        CounterReading[] readings = Followers(kept: 0.5);
        WorkspaceState workspace = Filled(readings);
        Assert.NotEmpty(workspace.Cases.Of("spring"));
        long micros = Start + (JumpDay * DayMicros);
        foreach (CounterReading of in readings.Where(of => of.TimeMicros >= micros))
        {
            workspace.Put(Read(Account, of.TimeMicros, ("views", of.Values["views"] + 5_000_000)));
        }
        Assert.Empty(workspace.Cases.Of("spring"));
    }

    /// <summary>Silence means something only when all was told: the case waits two days.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void A_jump_waits_until_what_might_explain_it_is_told(int daysAfter, int cases)
    {
        CounterReading[] readings =
        [
            .. Followers(kept: 0.5).Where(of => of.TimeMicros <= Start + ((JumpDay + daysAfter) * DayMicros)),
        ];
        Assert.Equal(cases, Filled(readings).Cases.Of("spring").Count);
    }

    /// <summary>Wrong for a day or two, or taken away and given back: also while it is not known yet that it goes again.</summary>
    [Theory]
    [InlineData(1, 80_000)]
    [InlineData(2, 6_000)]
    [InlineData(2, -6_000)]
    [InlineData(2, -1_000_000)]
    public void What_a_platform_counts_wrong_for_a_day_or_two_is_no_case(int days, long more)
    {
        WorkspaceState workspace = new MergedWorkspace(memory.Open()).State;
        for (int day = 0; day < Days; day++)
        {
            bool isWrong = day >= JumpDay && day < JumpDay + days;
            long followers = 40_000 + (day * Usual);
            workspace.Put(
                Read(
                    Account,
                    Start + (day * DayMicros),
                    ("followers", isWrong ? Math.Max(0, followers + more) : followers),
                    ("views", day * 10_000)
                )
            );
            Assert.Empty(workspace.Cases.Of("spring"));
        }
    }

    /// <summary>Catalogs and platforms spell them otherwise.</summary>
    [Fact]
    public void A_publication_explains_a_jump_however_its_platform_is_spelled()
    {
        CounterReading[] readings =
        [
            .. Followers(kept: 1).Select(of => Read(Account, of.TimeMicros, ("followers", of.Values["followers"]))),
        ];
        Assert.Single(Filled(readings, Published(JumpDay - 10)).Cases.Of("spring"));
        Assert.Empty(Filled(readings, Published(JumpDay - 1)).Cases.Of("spring"));

        static ContentEntry Published(int day) =>
            new("default", "post", "spring", "ann", "Instagram", null, Rfc3339.Format(Start + (day * DayMicros)));
    }

    /// <summary>What was read for a campaign that was over then.</summary>
    [Fact]
    public void A_jump_takes_nothing_off_what_was_read_before_it()
    {
        CounterSubject old = Account with { Campaign = "winter" };
        CounterReading[] readings = Followers(kept: 0.5);
        WorkspaceState workspace = Filled([
            .. readings[..JumpDay].Select(of => of with { Subject = old }),
            .. readings[JumpDay..],
        ]);
        Assert.NotNull(Shown(workspace, Account, "followers").Bought);
        Assert.Null(Shown(workspace, old, "followers").Bought);
    }

    /// <summary>The day before it, which came late, shows that the followers came a day earlier.</summary>
    [Fact]
    public void A_dismissed_jump_stays_so_when_a_day_before_is_told_late()
    {
        CounterReading[] readings = Followers(kept: 0.5);
        WorkspaceState workspace = Filled([.. readings.Where((_, day) => day != JumpDay)]);
        string id = Assert.Single(workspace.Cases.Of("spring")).Id;
        workspace.Put(new CaseOverride("default", id, CaseDecision.Dismissed));
        workspace.Put(readings[JumpDay]);
        Case found = Assert.Single(workspace.Cases.Of("spring"));
        Assert.NotEqual(id, found.Id);
        Assert.Equal((CaseDecision.Dismissed, false), (found.Decision, found.Counter!.IsLeftOut));
        workspace.Put(new CaseOverride("default", found.Id, null));
        found = Assert.Single(workspace.Cases.Of("spring"));
        Assert.Equal((null, true), (found.Decision, found.Counter!.IsLeftOut));
    }

    /// <summary>Nobody looked at the one that is left: a confirmation doesn't pass on.</summary>
    [Fact]
    public void A_confirmed_jump_says_nothing_of_one_some_days_earlier()
    {
        CounterReading[] readings = Followers(kept: 1);
        WorkspaceState workspace = Filled([.. readings.Where((_, day) => day != JumpDay)]);
        string id = Assert.Single(workspace.Cases.Of("spring")).Id;
        workspace.Put(new CaseOverride("default", id, CaseDecision.Confirmed));
        Assert.True(Assert.Single(workspace.Cases.Of("spring")).Counter!.IsLeftOut);
        workspace.Put(readings[JumpDay]);
        Case found = Assert.Single(workspace.Cases.Of("spring"));
        Assert.Equal((null, false), (found.Decision, found.Counter!.IsLeftOut));
    }

    /// <summary>All who came went again, and more: there is nothing to leave out.</summary>
    [Fact]
    public void What_went_again_whole_is_not_said_to_be_left_out()
    {
        Case found = Assert.Single(Filled(Followers(kept: -0.5)).Cases.Of("spring"));
        Assert.Equal((0.9, false), (found.Confidence, found.Counter!.IsLeftOut));
        Assert.Equal(found.Counter.Raw, found.Counter.Authentic);
    }

    /// <summary>Of an item that nobody says the publication of, the first reading tells how old it is at least.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    public void An_item_of_unknown_age_is_judged_two_days_after_it_was_read_first(int daysLater, int cases)
    {
        CounterReading[] readings =
        [
            Read(Account, Start, ("followers", 41_000)),
            .. Enumerable
                .Range(0, 5)
                .SelectMany(n =>
                    new[] { Start, Start + (daysLater * DayMicros) }.Select(micros =>
                        Read(Post(n) with { Creator = "ann" }, micros, ("likes", 1), ("comments", 0))
                    )
                ),
        ];
        Assert.Equal(cases, Filled(readings).Cases.Of("spring").Count);
    }

    /// <summary>Five posts, five minutes after they were published.</summary>
    [Theory]
    [InlineData(5, 0)]
    [InlineData(3 * 1_440, 1)]
    public void Little_engagement_is_odd_only_after_two_days(int minutes, int cases)
    {
        CounterReading[] readings =
        [
            Read(Account, Start, ("followers", 41_000)),
            .. Enumerable.Range(0, 5).Select(n => Read(Post(n), Start, ("views", 12), ("likes", 1), ("comments", 0))),
        ];
        CatalogEntry[] catalog =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(n => new ContentEntry(
                    "default",
                    $"post-{n}",
                    "spring",
                    "ann",
                    "instagram",
                    null,
                    Rfc3339.Format(Start - (minutes * 60_000_000L))
                )),
        ];
        Assert.Equal(cases, Filled(readings, catalog).Cases.Of("spring").Count);
    }

    /// <summary>The creator's other content may have brought them: the workspace doesn't know it.</summary>
    [Fact]
    public void Where_only_some_content_is_known_nothing_is_left_out_by_itself()
    {
        var post = new CounterSubject("default", "post", "", "instagram", "spring", "ann");
        CounterReading[] readings =
        [
            .. Followers(kept: 0.5).Select(of => Read(Account, of.TimeMicros, ("followers", of.Values["followers"]))),
            .. Followers(kept: 0.5).Select(of => Read(post, of.TimeMicros, ("views", of.Values["views"]))),
        ];
        Case found = Assert.Single(Filled(readings).Cases.Of("spring"));
        Assert.Equal((0.5, false), (found.Confidence, found.Counter!.IsLeftOut));
    }

    [Fact]
    public void An_account_that_names_no_creator_is_not_judged() =>
        Assert.Empty(
            Filled([.. Followers(0.5).Select(of => of with { Subject = of.Subject with { Creator = "" } })])
                .Cases.Of("spring")
        );

    [Fact]
    public void More_likes_than_views_are_a_case_of_the_creator_by_the_catalog()
    {
        WorkspaceState workspace = Filled(Posts(6, views: 10_000, likes: 12_000));
        Assert.Empty(workspace.Cases.Of("spring"));
        for (int n = 0; n < 6; n++)
        {
            workspace.Apply(new ContentEntry("default", $"post-{n}", "spring", "ann", "instagram", null, null));
        }
        Case found = Assert.Single(workspace.Cases.Of("spring"));
        Assert.Equal(("ratio", "ann", 0.9), (found.Reason.Code, found.Creator, found.Confidence));
        CounterChange counter = found.Counter!;
        Assert.Equal((72_000, 72_000, 6_000), (counter.Change, counter.Raw, counter.Authentic));
        Assert.Equal((12_000, 66_000, 72_000), (counter.Bought.Low, counter.Bought.Count, counter.Bought.High));
        CounterFigure shown = Shown(workspace, Post(3), "likes");
        Assert.Equal((12_000, 11_000), (shown.Value, shown.Bought!.Value.Count));
        // The catalog says that one of them is somebody else's: five are enough.
        workspace.Apply(new ContentEntry("default", "post-0", "spring", "ben", "instagram", null, null));
        Assert.Equal(60_000, Assert.Single(workspace.Cases.Of("spring")).Counter!.Change);
        Assert.Null(Shown(workspace, Post(0), "likes").Bought);
        workspace.Apply(new ContentEntry("default", "post-1", "spring", "ben", "instagram", null, null));
        Assert.Empty(workspace.Cases.Of("spring"));
    }

    [Fact]
    public void An_item_that_is_read_for_several_campaigns_counts_once()
    {
        CounterReading[] readings =
        [
            .. Posts(6, views: 10_000, likes: 12_000)
                .SelectMany(of =>
                    new[]
                    {
                        of with
                        {
                            Subject = of.Subject with { Campaign = "spring", Creator = "ann" },
                        },
                        // No likes.
                        Read(of.Subject with { Campaign = "autumn", Creator = "ann" }, Start, ("views", 9_000)),
                    }
                ),
        ];
        CounterChange counter = Assert.Single(Filled(readings).Cases.Of("autumn")).Counter!;
        Assert.Equal((72_000, 72_000, 6_000), (counter.Change, counter.Raw, counter.Authentic));
    }

    /// <summary>Views that the platform no longer reports are older than the likes.</summary>
    [Fact]
    public void Counters_of_different_days_are_not_compared()
    {
        CounterReading[] readings =
        [
            .. Enumerable
                .Range(0, 6)
                .SelectMany(n =>
                    new[]
                    {
                        Read(Post(n) with { Creator = "ann" }, Start, ("views", 10_000)),
                        Read(Post(n) with { Creator = "ann" }, Start + (2 * DayMicros), ("likes", 12_000)),
                    }
                ),
        ];
        Assert.Empty(Filled(readings).Cases.Of("spring"));
    }

    [Fact]
    public void The_evidence_of_a_case_are_its_readings()
    {
        WorkspaceState workspace = Filled([.. Followers(kept: 0.5), .. Posts(6, views: 10_000, likes: 100)]);
        string id = Assert.Single(workspace.Cases.Of("spring")).Id;
        IReadOnlyList<CounterEvidence> readings = workspace.Cases.EvidenceOf("default", "spring", id)!.Readings!;
        Assert.Equal(2 * Days, readings.Count);
        Assert.Contains(
            new CounterEvidence(Account, "followers", new CounterPoint(Start + DayMicros, 40_000 + Usual)),
            readings
        );
        Assert.Null(workspace.Cases.EvidenceOf("default", "autumn", id));
    }

    /// <summary>Cases and counters are those of the set of readings, in whatever order they and the catalog come.</summary>
    [Fact]
    public void Order_and_repeats_of_readings_change_nothing()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < 20; round++)
        {
            CounterReading[] readings = MadeUp(random);
            CatalogEntry[] catalog =
            [
                .. Enumerable
                    .Range(0, 6)
                    .Select(n => new ContentEntry("default", $"post-{n}", "spring", "ann", "instagram", null, null)),
            ];
            string straight = Told(Filled(readings, catalog), readings);
            CounterReading[] mixed = [.. readings, .. readings.Where(_ => random.Next(3) == 0)];
            random.Shuffle(mixed);
            WorkspaceState other = new MergedWorkspace(memory.Open()).State;
            int entries = 0;
            foreach (CounterReading reading in mixed)
            {
                other.Put(reading);
                if (random.Next(10) == 0)
                {
                    // Whatever somebody saw meanwhile.
                    _ = other.Cases.Of("spring");
                    if (entries < catalog.Length)
                    {
                        other.Apply(catalog[entries++]);
                    }
                }
            }
            Array.ForEach(catalog, other.Apply);
            Assert.True(straight == Told(other, readings), $"seed {seed}, round {round}");
        }
    }

    /// <summary>Whose readings change what is shown of other campaigns, too.</summary>
    [Fact]
    public void Campaigns_of_a_creator_are_noted_when_what_is_found_changes()
    {
        WorkspaceState workspace = Filled(Followers(kept: 0.5)[..(JumpDay + 1)]);
        workspace.Put(Read(Post(0) with { Campaign = "autumn", Creator = "ann" }, Start, ("likes", 3)));
        _ = workspace.TakeChanged(timeMoved: false, out _);
        foreach (CounterReading reading in Followers(kept: 0.5)[(JumpDay + 1)..])
        {
            workspace.Put(reading);
        }
        Assert.Contains("autumn", workspace.TakeChanged(timeMoved: false, out _));
        Assert.Single(workspace.Cases.Of("autumn"));
    }

    private static string Told(WorkspaceState workspace, CounterReading[] readings) =>
        string.Join(
            '\n',
            workspace
                .Cases.Of("spring")
                .Select(of => $"{of.Id} {of.FromMicros} {of.ToMicros} {of.Confidence} {of.Expected} {of.Counter}")
                .Concat(
                    readings
                        .Select(of => of.Subject)
                        .Distinct()
                        .Order(CounterSubject.ByName)
                        .Select(of => $"{of} {string.Join(' ', workspace.Cases.Counters.Latest(of))}")
                )
        );

    /// <summary>Honest and bought, several readings a day, some of the same account for another campaign.</summary>
    private static CounterReading[] MadeUp(Random random)
    {
        double kept = random.NextDouble();
        CounterReading[] followers =
        [
            .. Followers(kept)
                .SelectMany(of =>
                    Enumerable
                        .Range(0, random.Next(1, 4))
                        .Select(n =>
                            Read(
                                random.Next(4) == 0 ? Account with { Campaign = "autumn" } : Account,
                                of.TimeMicros + (random.Next(20) * 3_600_000_000),
                                ("followers", of.Values["followers"] + random.Next(20)),
                                ("views", of.Values["views"] + random.Next(100))
                            )
                        )
                ),
        ];
        return [.. followers, .. Posts(6, views: 10_000, likes: random.Next(9_000, 14_000))];
    }

    private WorkspaceState Filled(CounterReading[] readings, params CatalogEntry[] catalog)
    {
        WorkspaceState workspace = new MergedWorkspace(memory.Open()).State;
        Array.ForEach(catalog, workspace.Apply);
        Array.ForEach(readings, workspace.Put);
        return workspace;
    }

    private static CounterFigure Shown(WorkspaceState workspace, CounterSubject subject, string counter) =>
        workspace.Cases.Counters.Latest(subject).Single(of => of.Key == counter).Value;

    /// <summary>A reading a day: followers who come steadily, and many at once, of whom some go within ten days.</summary>
    private static CounterReading[] Followers(double kept) =>
        [
            .. Enumerable
                .Range(0, Days)
                .Select(day =>
                {
                    double left = day < JumpDay ? 0 : Math.Max(kept, 1 - ((day - JumpDay) * (1 - kept) / 10));
                    return Read(
                        Account,
                        Start + (day * DayMicros),
                        ("followers", 40_000 + (day * Usual) + (long)(left * Bought)),
                        ("views", day * 10_000)
                    );
                }),
        ];

    private static CounterSubject Post(int n) => new("default", $"post-{n}", "", "instagram", "", "");

    private static CounterReading[] Posts(int count, long views, long likes) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(n => Read(Post(n), Start, ("views", views), ("likes", likes), ("comments", likes / 50))),
        ];

    private static CounterReading Read(CounterSubject of, long micros, params (string Name, long Value)[] values) =>
        new(of, micros, values.ToDictionary(value => value.Name, value => value.Value));
}
