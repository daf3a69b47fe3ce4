using System.Globalization;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Authenticity.Groups;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Workspaces.Cases;
using CreatorStream.Pipeline.Workspaces.Groups;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>From events to cases: what stage 1 tells of engagement, what is found of it, and what people decide about it.</summary>
public sealed class GroupCaseTests : IDisposable
{
    private const int Bought = 60;
    private const int Creators = 5;
    private const long SecondMicros = 1_000_000;

    private readonly ITestOutputHelper output;
    private readonly StateMemory memory = new();
    private readonly VisitorFlow flow;
    private readonly MergedWorkspace workspace;
    private int events;

    public GroupCaseTests(ITestOutputHelper output)
    {
        this.output = output;
        flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        workspace = new MergedWorkspace(memory.Open());
    }

    public void Dispose() => memory.Dispose();

    [Fact]
    public void A_bought_burst_is_a_case_and_its_actors_are_left_out()
    {
        Feed([.. Honest(), .. Burst()]);
        Verdict[] verdicts = Find();
        Assert.Equal(Bought, verdicts.Length);
        // Its actors get names and events when their task holds them to be suspect.
        Tell(verdicts);
        Case found = Assert.Single(workspace.State.Cases.Of("spring"));
        Assert.Equal(
            ("bought-burst", "post-0", Bought, Bought),
            (found.Reason.Code, found.Content, found.Actors, found.Excluded)
        );
        Assert.StartsWith("bought-burst/post-0/", found.Id, StringComparison.Ordinal);
        Assert.Empty(workspace.State.Cases.Of("autumn"));
        CaseEvidence evidence = workspace.State.Cases.EvidenceOf("default", "spring", found.Id)!;
        Assert.Equal(Bought, evidence.Acts!.Count);
        Assert.Null(workspace.State.Cases.EvidenceOf("default", "spring", "bought-burst/post-1"));
        Assert.Null(workspace.State.Cases.EvidenceOf("default", "autumn", found.Id));
    }

    /// <summary>Of so few clicks at all, none from a country is no sign that nobody is there.</summary>
    [Theory]
    [InlineData(60, VerdictLevel.Inauthentic)]
    [InlineData(30, VerdictLevel.Suspect)]
    public void Where_hardly_anybody_clicks_no_country_is_foreign(int clicks, VerdictLevel expected)
    {
        Feed([.. Honest(clicks), .. Burst()]);
        Tell(Find());
        Assert.Equal(expected, LevelOf("bought-0"));
    }

    /// <summary>
    /// A post may spread in a country where nothing is told of displays: then some come to the site from there, too. Pixel, links and
    /// script say of nobody from where.
    /// </summary>
    [Theory]
    [InlineData(0, "VN", VerdictLevel.Inauthentic)]
    [InlineData(1, "VN", VerdictLevel.Inauthentic)]
    [InlineData(6, "VN", VerdictLevel.Suspect)]
    [InlineData(50, "", VerdictLevel.Inauthentic)]
    [InlineData(70, "", VerdictLevel.Suspect)]
    public void Who_may_come_from_a_country_that_clicks_is_left_out_by_nobody_but_a_person(
        int clicks,
        string country,
        VerdictLevel expected
    )
    {
        Feed([
            .. Honest(),
            .. Burst(),
            .. Enumerable.Range(0, clicks).Select(n => Event("click", $"curious-{n}", 0, 1_000 + n, country)),
        ]);
        Tell(Find());
        Case found = Assert.Single(workspace.State.Cases.Of("spring"));
        Assert.Equal((Bought, expected == VerdictLevel.Suspect ? 0 : Bought), (found.Actors, found.Excluded));
        Assert.All(Enumerable.Range(0, Bought), n => Assert.Equal(expected, LevelOf($"bought-{n}")));
    }

    [Fact]
    public void A_drip_on_each_of_a_creators_platforms_is_a_case_of_its_own()
    {
        const int Hours = 8;
        int[] ofCreator = [0, Creators];
        var lines = new List<string>();
        for (int n = 0; n < Hours * 120; n++)
        {
            int second = (n * 30) - ((Hours - 2) * 3_600);
            foreach (int post in Enumerable.Range(0, 2 * Creators))
            {
                lines.Add(Event("impression", $"fan-{n}-{post}", post, second, "DE"));
                lines.Add(Event("like", $"fan-{n}-{post}", post, second + 3, "DE"));
            }
            lines.AddRange(
                ofCreator.SelectMany(post =>
                    Enumerable.Range(0, 6).Select(of => Event("like", $"bought-{n}-{post}-{of}", post, second, "VN"))
                )
            );
        }
        Feed([.. lines]);
        Tell(Find());
        IReadOnlyList<Case> cases = workspace.State.Cases.Of("spring");
        Assert.Equal(
            ["slow-drip/creator-0/instagram/2026-09-21", "slow-drip/creator-0/youtube/2026-09-21"],
            cases.Select(of => of.Id)
        );
        Assert.All(
            cases.Zip(ofCreator),
            of =>
                Assert.All(
                    workspace.State.Cases.EvidenceOf("default", "spring", of.First.Id)!.Acts!,
                    act => Assert.Equal($"post-{of.Second}", act.Content)
                )
        );
    }

    /// <summary>Evidence follows from the set of events: who was shown the content after all is none.</summary>
    [Fact]
    public void Displays_that_come_late_take_the_case_back()
    {
        string[] burst = Burst();
        Feed([.. Honest(), .. burst]);
        Tell(Find());
        Assert.NotEmpty(workspace.State.Cases.Of("spring"));
        Feed([.. Enumerable.Range(0, Bought).Select(n => Event("impression", $"bought-{n}", 0, n, "VN"))]);
        Tell(Find());
        Assert.Empty(workspace.State.Cases.Of("spring"));
        Assert.All(Enumerable.Range(0, Bought), n => Assert.Equal(VerdictLevel.Clear, LevelOf($"bought-{n}")));
    }

    /// <summary>Through a long journey nobody looks at each event for what was met before.</summary>
    [Fact]
    public void Displays_that_come_late_take_the_case_back_of_long_journeys_too()
    {
        string[] others =
        [
            .. Enumerable
                .Range(0, Bought)
                .SelectMany(n =>
                    Enumerable
                        .Range(0, MetBefore.MostLookedThrough + 1)
                        .Select(i => Event("impression", $"bought-{n}", Creators + i, i, "VN"))
                ),
        ];
        Feed([.. Honest(), .. others, .. Burst()]);
        Tell(Find());
        Assert.NotEmpty(workspace.State.Cases.Of("spring"));
        Feed([.. Enumerable.Range(0, Bought).Select(n => Event("impression", $"bought-{n}", 0, n, "VN"))]);
        Tell(Find());
        Assert.Empty(workspace.State.Cases.Of("spring"));
    }

    [Fact]
    public void What_somebody_decides_about_a_case_counts_until_it_is_taken_back()
    {
        Feed([.. Honest(), .. Burst()]);
        Tell(Find());
        string id = Assert.Single(workspace.State.Cases.Of("spring")).Id;
        Decide(id, CaseDecision.Dismissed);
        Case dismissed = Assert.Single(workspace.State.Cases.Of("spring"));
        Assert.Equal((CaseDecision.Dismissed, 0), (dismissed.Decision, dismissed.Excluded));
        Decide(id, CaseDecision.Escalated);
        Assert.Equal(Bought, Assert.Single(workspace.State.Cases.Of("spring")).Excluded);
        Decide(id, null);
        Case open = Assert.Single(workspace.State.Cases.Of("spring"));
        Assert.Equal((null, Bought), (open.Decision, open.Excluded));
    }

    /// <summary>Nothing speaks against them, so nothing is told of them but their names.</summary>
    [Fact]
    public void A_dismissed_case_names_its_actors_after_a_restart()
    {
        string[] lines = [.. Honest(), .. Burst()];
        Feed(lines);
        Tell(Find());
        string id = Assert.Single(workspace.State.Cases.Of("spring")).Id;
        Decide(id, CaseDecision.Dismissed);
        using var again = new GroupCaseTests(output);
        again.workspace.State.Put(new CaseOverride("default", id, CaseDecision.Dismissed));
        again.Feed(lines);
        Verdict[] told = again.Find();
        Assert.Equal(Bought, told.Length);
        Assert.All(told, verdict => Assert.Equal(VerdictLevel.Clear, verdict.Level));
        again.Tell(told);
        Assert.Empty(again.Told());
        Case dismissed = Assert.Single(again.workspace.State.Cases.Of("spring"));
        Assert.Equal((CaseDecision.Dismissed, 0), (dismissed.Decision, dismissed.Excluded));
        Assert.NotEmpty(dismissed.Examples);
        Assert.Equal(Assert.Single(workspace.State.Cases.Of("spring")).Examples, dismissed.Examples);
    }

    /// <summary>More is found of a group than somebody decided about: a member that comes before all others, an hour before the first.</summary>
    [Theory]
    [InlineData(GroupKind.Pod)]
    [InlineData(GroupKind.BoughtBurst)]
    public void A_decision_holds_for_what_a_group_grows_to(GroupKind kind)
    {
        workspace.State.Put([Group(kind, first: 4, last: 9)]);
        string id = Assert.Single(workspace.State.Cases.Of("spring")).Id;
        Decide(id, CaseDecision.Dismissed);
        workspace.State.Put([Group(kind, first: 1, last: 40)]);
        Case grown = Assert.Single(workspace.State.Cases.Of("spring"));
        Assert.Equal((id, CaseDecision.Dismissed, 40, 0), (grown.Id, grown.Decision, grown.Actors, grown.Excluded));
        Assert.NotNull(workspace.State.Cases.EvidenceOf("default", "spring", id));
        Decide(id, null);
        Case open = Assert.Single(workspace.State.Cases.Of("spring"));
        Assert.Equal((id, null, 40), (open.Id, open.Decision, open.Excluded));
        Assert.NotNull(workspace.State.Cases.EvidenceOf("default", "spring", id));
        // Who knows it by another member's name finds it, too, and can decide.
        workspace.State.Put([Group(kind, first: 1, last: 3)]);
        string other = Assert.Single(workspace.State.Cases.Of("spring")).Id;
        Assert.NotEqual(id, other);
        workspace.State.Put([Group(kind, first: 1, last: 40)]);
        Assert.NotNull(workspace.State.Cases.EvidenceOf("default", "spring", other));
        Decide(other, CaseDecision.Dismissed);
        Assert.Equal(other, Assert.Single(workspace.State.Cases.Of("spring")).Id);
    }

    /// <summary>Somebody said of some of them that they are none; who confirmed the others knew nothing of these.</summary>
    [Theory]
    [InlineData(GroupKind.Pod)]
    [InlineData(GroupKind.BoughtBurst)]
    public void Of_groups_that_become_one_a_dismissal_counts(GroupKind kind)
    {
        workspace.State.Put([Group(kind, first: 1, last: 4)]);
        string dismissed = Assert.Single(workspace.State.Cases.Of("spring")).Id;
        workspace.State.Put([Group(kind, first: 5, last: 9)]);
        string confirmed = Assert.Single(workspace.State.Cases.Of("spring")).Id;
        Decide(dismissed, CaseDecision.Dismissed);
        Decide(confirmed, CaseDecision.Confirmed);
        Assert.Equal(5, Assert.Single(workspace.State.Cases.Of("spring")).Excluded);
        workspace.State.Put([Group(kind, first: 1, last: 9)]);
        Case one = Assert.Single(workspace.State.Cases.Of("spring"));
        Assert.Equal((CaseDecision.Dismissed, 0), (one.Decision, one.Excluded));
        Decide(dismissed, null);
        Assert.Equal(CaseDecision.Confirmed, Assert.Single(workspace.State.Cases.Of("spring")).Decision);
    }

    /// <summary>A burst that goes on hour after hour is a drip by then, and the other way round.</summary>
    [Theory]
    [InlineData(GroupKind.BoughtBurst, GroupKind.SlowDrip)]
    [InlineData(GroupKind.SlowDrip, GroupKind.BoughtBurst)]
    public void What_was_dismissed_stays_so_as_a_group_of_another_kind(GroupKind before, GroupKind since)
    {
        workspace.State.Put([Group(before, first: 4, last: 9)]);
        string id = Assert.Single(workspace.State.Cases.Of("spring")).Id;
        workspace.State.Put([Group(since, first: 4, last: 12)]);
        Assert.Null(Assert.Single(workspace.State.Cases.Of("spring")).Decision);
        Decide(id, CaseDecision.Dismissed);
        Case dismissed = Assert.Single(workspace.State.Cases.Of("spring"));
        Assert.Equal((CaseDecision.Dismissed, 0), (dismissed.Decision, dismissed.Excluded));
        Assert.NotEqual(id, dismissed.Id);
        Decide(dismissed.Id, null);
        Case open = Assert.Single(workspace.State.Cases.Of("spring"));
        Assert.Equal((null, 9), (open.Decision, open.Excluded));
        // What was taken back stays so where the group grows to an earlier hour.
        workspace.State.Put([Group(since, first: 3, last: 12)]);
        Assert.Null(Assert.Single(workspace.State.Cases.Of("spring")).Decision);
        workspace.State.Put([Group(since, first: 4, last: 12)]);
        // That others were bought says nothing of who is there now.
        Decide(id, CaseDecision.Confirmed);
        Assert.Null(Assert.Single(workspace.State.Cases.Of("spring")).Decision);
    }

    /// <summary>Those of a confirmed pod may go on following somebody who knows nothing of it.</summary>
    [Fact]
    public void Whom_a_pod_follows_about_is_not_sure_by_what_is_confirmed()
    {
        FoundGroup pod = Group(GroupKind.Pod, first: 1, last: 5);
        GroupMember followed = pod.Members[0] with { Likelihood = Pods.LikelihoodOfCrowd, IsFollowed = true };
        FoundGroup following = pod with { Members = [followed, .. pod.Members.Skip(1)] };
        workspace.State.Put([following]);
        string id = Assert.Single(workspace.State.Cases.Of("spring")).Id;
        Decide(id, CaseDecision.Confirmed);
        Assert.Equal(4, Assert.Single(workspace.State.Cases.Of("spring")).Excluded);
        // Where nobody is sure, to confirm is what makes them so; but for that one.
        workspace.State.Put([
            following with
            {
                Members = [.. following.Members.Select(of => of with { Likelihood = Pods.LikelihoodOfCrowd })],
            },
        ]);
        Assert.Equal(4, Assert.Single(workspace.State.Cases.Of("spring")).Excluded);
    }

    /// <summary>Whoever joined it may leave it again, when more is known of others.</summary>
    [Fact]
    public void A_dismissed_pod_stays_so_when_who_joined_it_leaves_it()
    {
        FoundGroup pod = Group(GroupKind.Pod, first: 1, last: 9, isFirstJoined: true);
        workspace.State.Put([pod]);
        Decide(Assert.Single(workspace.State.Cases.Of("spring")).Id, CaseDecision.Dismissed);
        workspace.State.Put([Group(GroupKind.Pod, first: 2, last: 9)]);
        Assert.Equal(CaseDecision.Dismissed, Assert.Single(workspace.State.Cases.Of("spring")).Decision);
    }

    /// <summary>It may have been of one of them before, and be what that was called. Nobody looked at the other.</summary>
    [Theory]
    [InlineData(CaseDecision.Confirmed, null)]
    [InlineData(CaseDecision.Dismissed, CaseDecision.Dismissed)]
    public void Who_joined_two_pods_names_neither(CaseDecision decided, CaseDecision? passedOn)
    {
        FoundGroup before = Group(GroupKind.Pod, first: 1, last: 1);
        workspace.State.Put(new CaseOverride("default", before.Ids[0], decided));
        FoundGroup[] pods =
        [
            .. new[] { 11, 21 }
                .Select(first => Group(GroupKind.Pod, first, first + 5))
                .Select(of =>
                    Made(of, [before.Members[0] with { HasJoined = true }, .. of.Members], of.Creator, of.Platform)
                ),
        ];
        workspace.State.Put(pods);
        IReadOnlyList<Case> cases = workspace.State.Cases.Of("spring");
        Assert.Equal(2, cases.Select(of => of.Id).Distinct().Count());
        Assert.All(cases, of => Assert.Equal(passedOn, of.Decision));
    }

    /// <summary>A view has one row of each, and names are whatever somebody sends.</summary>
    [Fact]
    public void Cases_that_come_to_one_id_are_one_row()
    {
        FoundGroup drip = Group(GroupKind.SlowDrip, first: 1, last: 5);
        FoundGroup[] drips =
        [
            Made(drip, drip.Members, "ann/x", "instagram"),
            Made(drip, drip.Members, "ann", "x/instagram"),
        ];
        Assert.Equal(drips[0].Ids, drips[1].Ids);
        workspace.State.Put(drips);
        Assert.Equal(drips[0].Ids[0], Assert.Single(workspace.State.Cases.Of("spring")).Id);
    }

    /// <summary>What a group is called is told when it is made.</summary>
    private static FoundGroup Made(
        FoundGroup of,
        IReadOnlyList<GroupMember> members,
        string? creator,
        string platform
    ) => new(of.Kind, of.Content, creator, platform, of.FirstMinute, of.LastMinute, of.Expected, members, of.Acts);

    /// <summary>Members from one number to another, each of whom acts an hour after the one before.</summary>
    private static FoundGroup Group(GroupKind kind, int first, int last, bool isFirstJoined = false) =>
        new(
            kind,
            "post-0",
            "creator-0",
            "instagram",
            first * 60,
            last * 60,
            0,
            [
                .. Enumerable
                    .Range(first, last - first + 1)
                    .Select(of => new GroupMember(0, (ulong)of, .95, HasJoined: isFirstJoined && of == first)),
            ],
            [
                .. Enumerable
                    .Range(first, last - first + 1)
                    .Select(of => new GroupAct((ulong)of, "spring", "post-0", of * 60, 1)),
            ]
        );

    [Theory]
    [InlineData(null)]
    [InlineData(CaseDecision.Escalated)]
    public void However_much_is_said_of_cases_that_never_were_a_decision_stays(CaseDecision? said)
    {
        const int MadeUp = 20_000;
        Feed([.. Honest(), .. Burst()]);
        Tell(Find());
        string id = Assert.Single(workspace.State.Cases.Of("spring")).Id;
        Decide(id, CaseDecision.Dismissed);
        for (int n = 0; n < MadeUp; n++)
        {
            workspace.State.Put(new CaseOverride("default", $"pod/{n:x8}", said));
        }
        Case dismissed = Assert.Single(workspace.State.Cases.Of("spring"));
        Assert.Equal((CaseDecision.Dismissed, 0), (dismissed.Decision, dismissed.Excluded));
    }

    /// <summary>Kafka may have only the last word on each by now, or some of those before it.</summary>
    [Fact]
    public void What_counts_of_all_that_was_said_follows_from_the_last_words()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        FoundGroup[] groups =
        [
            Group(GroupKind.Pod, first: 1, last: 4),
            Group(GroupKind.BoughtBurst, first: 70, last: 75),
            Group(GroupKind.SlowDrip, first: 150, last: 155),
        ];
        string[] ids = [.. groups.SelectMany(of => of.Ids.Concat(of.FormerIds)), "pod/none", "pod/another"];
        CaseDecision?[] decisions = [null, CaseDecision.Confirmed, CaseDecision.Dismissed, CaseDecision.Escalated];
        for (int round = 0; round < 50; round++)
        {
            CaseOverride[] log =
            [
                .. Enumerable
                    .Range(0, random.Next(1, 60))
                    .Select(_ => new CaseOverride(
                        "default",
                        ids[random.Next(ids.Length)],
                        decisions[random.Next(decisions.Length)]
                    )),
            ];
            CaseOverride[] last = [.. log.Reverse().DistinctBy(of => of.Case).Reverse()];
            string expected = Decided(log);
            Assert.Equal(expected, Decided(last));
            Assert.Equal(expected, Decided(log.Where(of => last.Contains(of) || random.Next(2) == 0)));
        }

        string Decided(IEnumerable<CaseOverride> words)
        {
            MergedWorkspace merged = new(memory.Open());
            merged.State.Put(groups);
            foreach (CaseOverride word in words)
            {
                merged.State.Put(word);
            }
            return string.Join(
                '\n',
                merged.State.Cases.Of("spring").Select(of => $"{of.Id} {of.Decision} {of.Excluded}")
            );
        }
    }

    /// <summary>How old content was when somebody came to it is part of what pods are found by.</summary>
    [Fact]
    public void Groups_are_looked_for_again_when_content_was_published_at_another_time()
    {
        Feed(Burst());
        var post = new ContentEntry(
            "default",
            "post-0",
            "spring",
            "creator-0",
            "instagram",
            null,
            "2026-09-20T00:00:00Z"
        );
        workspace.State.Apply(post);
        Find();
        workspace.State.Apply(post with { Format = "reel" });
        Assert.Null(workspace.State.TakeGroupInput());
        workspace.State.Apply(post with { Published = "2026-09-21T00:00:00Z" });
        Assert.NotNull(workspace.State.TakeGroupInput());
    }

    [Theory]
    [InlineData("""{"kind":"case","workspace":"default","id":"pod/1","decision":"confirmed"}""", true)]
    [InlineData("""{"kind":"case","id":"pod/1","decision":"none"}""", true)]
    [InlineData("""{"kind":"case","workspace":"default","id":"","decision":"confirmed"}""", false)]
    [InlineData("""{"kind":"case","workspace":"default","id":"pod/1","decision":"sure"}""", false)]
    [InlineData("""{"kind":"case","workspace":"default","id":3,"decision":"confirmed"}""", false)]
    public void A_line_of_the_log_is_a_decision_about_a_case_or_not(string line, bool isOne)
    {
        using var json = System.Text.Json.JsonDocument.Parse(line);
        Assert.Equal(isOne, CaseOverride.TryParse(json.RootElement) != null);
    }

    [Fact]
    public void A_case_says_who_decided_about_it_and_when()
    {
        const long At = 1_790_000_000_000_000;
        FoundGroup pod = Group(GroupKind.Pod, first: 1, last: 5);
        workspace.State.Put([pod]);
        var word = new CaseOverride("default", pod.Ids[0], CaseDecision.Confirmed, "key:ana", At);
        using var json = System.Text.Json.JsonDocument.Parse(word.ToJson());
        Assert.Equal(word, CaseOverride.TryParse(json.RootElement));
        workspace.State.Put(CaseOverride.TryParse(json.RootElement)!);
        Assert.Equal(word, Assert.Single(workspace.State.Cases.Of("spring")).LastWord);
        workspace.State.Put(word with { Decided = null });
        Assert.Null(Assert.Single(workspace.State.Cases.Of("spring")).LastWord);
        // As older releases stored it.
        using var old = System.Text.Json.JsonDocument.Parse(
            $$"""{"kind":"case","workspace":"default","id":"{{pod.Ids[0]}}","decision":"dismissed","by":"key:ben"}"""
        );
        workspace.State.Put(CaseOverride.TryParse(old.RootElement)!);
        CaseOverride? last = Assert.Single(workspace.State.Cases.Of("spring")).LastWord;
        Assert.Equal(("key:ben", null), (last?.By, last?.AtMicros));
    }

    private VerdictLevel LevelOf(string visitor)
    {
        var identity = new EventIdentity(Facts.Secret);
        return workspace.State.Authenticity.LevelOf(
            identity.VisitorOf(default, ErasedPerson.Of(System.Text.Encoding.UTF8.GetBytes(visitor), Facts.Secret))
        );
    }

    private void Feed(string[] lines)
    {
        Facts.Feed(flow, lines, 500);
        Publish();
    }

    private void Publish() => workspace.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));

    private Verdict[] Find()
    {
        if (workspace.State.TakeGroupInput() is { } input)
        {
            while (!input.GoOn()) { }
            workspace.State.Put(input.Find());
        }
        return Told();
    }

    private void Decide(string id, CaseDecision? decision)
    {
        workspace.State.Put(new CaseOverride("default", id, decision));
        Tell(Told());
    }

    private Verdict[] Told()
    {
        var told = new List<Verdict>();
        workspace.State.Authenticity.Tell((_, verdict) => told.Add(verdict));
        return [.. told];
    }

    private void Tell(Verdict[] verdicts)
    {
        Array.ForEach(verdicts, flow.Apply);
        Publish();
    }

    /// <summary>Five creators, and people who see a post and like it; one in ten clicks.</summary>
    private string[] Honest(int clicks = 60) =>
        [
            .. Enumerable.Range(0, clicks).Select(n => Event("click", $"fan-{n}", n % Creators, (n * 6) + 5, "DE")),
            .. Enumerable
                .Range(0, 600)
                .SelectMany(n =>
                    new[]
                    {
                        Event("impression", $"fan-{n}", n % Creators, n * 6, "DE"),
                        Event("like", $"fan-{n}", n % Creators, (n * 6) + 3, "DE"),
                    }
                ),
        ];

    private string[] Burst() =>
        [.. Enumerable.Range(0, Bought).Select(n => Event("like", $"bought-{n}", 0, 900 + n, "VN"))];

    private string Event(string type, string visitor, int post, int second, string country)
    {
        string time = Rfc3339.Format(Facts.NowMicros - (7_200 * SecondMicros) + (second * SecondMicros));
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"e{{events++}}","type":"{{type}}","time":"{{time}}","visitor":"{{visitor}}","content":"post-{{post}}","campaign":"spring","creator":"creator-{{post
                % Creators}}","platform":"{{(post < Creators ? "instagram" : "youtube")}}","country":"{{country}}","source":"api"}"""
        );
    }
}
