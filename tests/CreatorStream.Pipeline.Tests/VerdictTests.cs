using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Authenticity;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Verdicts follow from evidence, and are taken back everywhere when they no longer do.</summary>
public sealed class VerdictTests : IDisposable
{
    private const ulong Visitor = 1;
    private const string Crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void A_verdict_goes_out_once_and_is_taken_back_when_its_evidence_goes()
    {
        AuthenticityBook book = New();
        book.Put(0, Evidence(Signs.KnownBot));
        Assert.Equal([VerdictLevel.Inauthentic], Told(book));
        Assert.Single(book.Of("campaign"));
        book.Put(0, Evidence(Signs.KnownBot | Signs.InhumanRate));
        Assert.Empty(Told(book));
        book.Put(0, Evidence(Signs.None));
        Assert.Equal([VerdictLevel.Clear], Told(book));
        Assert.Empty(book.Of("campaign"));
    }

    /// <summary>A flood that is only likely is no sure one, though one rule has both.</summary>
    [Fact]
    public void What_is_shown_of_a_reason_is_how_sure_it_is_of_these_actors()
    {
        AuthenticityBook book = New();
        book.Put(0, Evidence(Signs.LikelyClickFlood));
        Assert.Equal(.6, Assert.Single(book.Of("campaign")).Confidence, 6);
        book.Put(0, Evidence(Signs.ClickFlood));
        Assert.Equal(.9, Assert.Single(book.Of("campaign")).Confidence, 6);
    }

    [Fact]
    public void A_new_owner_of_a_partition_is_told_what_it_does_not_say_that_it_has_applied()
    {
        AuthenticityBook book = New();
        book.Put(0, Evidence(Signs.KnownBot));
        Told(book);
        book.Void(0);
        book.Put(0, Evidence(Signs.KnownBot));
        book.Put(0, new HeldVerdict("default", Visitor, VerdictLevel.Inauthentic));
        Assert.Empty(Told(book));
        // It says nothing of whom it holds to be clear, as by a verdict in between.
        book.Void(0);
        book.Put(0, Evidence(Signs.KnownBot));
        Assert.Equal([VerdictLevel.Inauthentic], Told(book));
        book.Void(0);
        Assert.Empty(Told(book));
        book.Put(0, new HeldVerdict("default", Visitor, VerdictLevel.Inauthentic));
        Assert.Equal([VerdictLevel.Clear], Told(book));
    }

    [Fact]
    public void What_a_former_owner_of_the_workspace_sent_is_taken_back_or_left_as_it_is()
    {
        AuthenticityBook book = New();
        book.Put(0, new HeldVerdict("default", Visitor, VerdictLevel.Inauthentic));
        Assert.Equal([VerdictLevel.Clear], Told(book));
        // What the task says of before it took that in.
        book.Put(0, new HeldVerdict("default", Visitor, VerdictLevel.Inauthentic));
        Assert.Empty(Told(book));

        AuthenticityBook other = New();
        other.Put(0, new HeldVerdict("default", Visitor, VerdictLevel.Inauthentic));
        other.Put(0, Evidence(Signs.KnownBot));
        Assert.Empty(Told(other));
    }

    [Fact]
    public void What_a_person_decided_wins_until_it_is_taken_back()
    {
        AuthenticityBook book = New();
        book.Put(0, Evidence(Signs.KnownBot));
        Told(book);
        book.Put(0, Visitor, VerdictLevel.Clear);
        Assert.Equal([VerdictLevel.Clear], Told(book));
        Assert.Empty(book.Of("campaign"));
        // More evidence changes nothing.
        book.Put(0, Evidence(Signs.KnownBot | Signs.InhumanRate));
        Assert.Empty(Told(book));
        book.Put(0, Visitor, level: null);
        Assert.Equal([VerdictLevel.Inauthentic], Told(book));
        Assert.Equal(["inhuman-rate", "known-bot"], book.Of("campaign").Select(of => of.Reason.Code));
    }

    /// <summary>Else what was decided could not be taken back by who comes later.</summary>
    [Fact]
    public void Whom_somebody_decided_about_is_known_in_the_campaigns_of_the_actor()
    {
        AuthenticityBook book = New();
        book.Put(0, Visitor, VerdictLevel.Clear);
        Assert.Empty(book.DecidedOf("campaign", 10));
        book.TakeChanged();
        book.Put(0, Evidence(Signs.None));
        Assert.Equal(["campaign"], book.TakeChanged());
        Assert.Equal([new DecidedActor("somebody", VerdictLevel.Clear)], book.DecidedOf("campaign", 10));
        Assert.Empty(book.DecidedOf("other", 10));
        book.Put(0, Visitor, VerdictLevel.Inauthentic);
        Assert.Equal([new DecidedActor("somebody", VerdictLevel.Inauthentic)], book.DecidedOf("campaign", 10));
        book.TakeChanged();
        book.Put(0, Visitor, level: null);
        Assert.Equal(["campaign"], book.TakeChanged());
        Assert.Empty(book.DecidedOf("campaign", 10));
    }

    [Fact]
    public void Whom_a_person_excludes_is_shown_with_that_reason()
    {
        AuthenticityBook book = New();
        // Before anything of the actor has come.
        book.Put(0, Visitor, VerdictLevel.Inauthentic);
        Assert.Equal([VerdictLevel.Inauthentic], Told(book));
        book.Put(0, Evidence(Signs.None));
        Assert.Equal(["override"], book.Of("campaign").Select(of => of.Reason.Code));
        book.Put(0, Visitor, level: null);
        Assert.Equal([VerdictLevel.Clear], Told(book));
        Assert.Empty(book.Of("campaign"));
    }

    [Fact]
    public void A_task_says_which_verdicts_it_has_applied_and_all_of_them_to_a_new_owner_of_the_workspace()
    {
        var state = new VisitorState(memory.Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        var first = new MergedWorkspace(memory.Open());
        Facts.Feed(flow, [Event("crawler", Crawler), Event("person", "")], 10);
        Verdict verdict = Assert.Single(first.Put(Tick(flow)));
        flow.Apply(verdict);
        HeldVerdict held = Assert.Single(Tick(flow).Of(HeldSection.Rows));
        Assert.Equal((verdict.Visitor, VerdictLevel.Inauthentic), (held.Visitor, held.Level));
        Assert.Empty(Tick(flow).Of(HeldSection.Rows));
        flow.PublishAll();
        Assert.Empty(new MergedWorkspace(memory.Open()).Put(Tick(flow)));
        flow.Apply(verdict with { Level = VerdictLevel.Clear });
        Assert.Equal(VerdictLevel.Clear, Assert.Single(Tick(flow).Of(HeldSection.Rows)).Level);
        Assert.False(state.Journeys.IsInauthentic(state.Journeys.Find(verdict.Visitor)));
    }

    [Fact]
    public void One_whom_only_a_verdict_names_is_published_too()
    {
        var state = new VisitorState(memory.Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        Facts.Feed(flow, [Event("person", "")], 10);
        Assert.Empty(Tick(flow).Of(EvidenceSection.Rows));
        flow.Apply(new Verdict("default", state.Journeys.HashOf(0), VerdictLevel.Suspect));
        PartialRows rows = Tick(flow);
        // To the first release each of these was a verdict.
        Assert.Empty(rows.Of(EvidenceSection.Rows));
        EvidenceRow row = Assert.Single(rows.Of(EvidenceSection.WithoutSigns));
        Assert.Equal((Signs.None, 1), (row.Signs, row.EventsBySubject.Values.Sum()));
        Assert.False(state.Journeys.IsInauthentic(0));
    }

    [Fact]
    public void A_verdict_that_came_before_its_visitor_is_not_applied_over_a_newer_one()
    {
        var known = new VisitorState(memory.Open(), retention: null);
        var before = new VisitorFlow(known, Families.Composed);
        Facts.Feed(before, [Event("person", "")], 10);
        ulong person = known.Journeys.HashOf(0);
        var state = new VisitorState(memory.Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        flow.Apply(new Verdict("default", person, VerdictLevel.Inauthentic));
        Facts.Feed(flow, [Event("person", "")], 10);
        flow.Apply(new Verdict("default", person, VerdictLevel.Clear));
        Tick(flow);
        Assert.False(state.Journeys.IsInauthentic(state.Journeys.Find(person)));
    }

    [Fact]
    public void A_verdict_that_is_taken_back_before_its_visitor_has_come_excludes_nobody()
    {
        var known = new VisitorState(memory.Open(), retention: null);
        var before = new VisitorFlow(known, Families.Composed);
        Facts.Feed(before, [Event("person", "")], 10);
        ulong person = known.Journeys.HashOf(0);
        var state = new VisitorState(memory.Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        flow.Apply(new Verdict("default", person, VerdictLevel.Inauthentic));
        flow.Apply(new Verdict("default", person, VerdictLevel.Clear));
        Facts.Feed(flow, [Event("person", "")], 10);
        Assert.Empty(Tick(flow).Of(HeldSection.Rows));
        Assert.False(state.Journeys.IsInauthentic(state.Journeys.Find(person)));
    }

    [Fact]
    public void The_most_careful_of_the_campaigns_that_an_actor_was_in_decides()
    {
        string strict = "moderate";
        var book = new AuthenticityBook(
            "default",
            (_, subject) => subject == 1 ? "careful" : "strict",
            campaign => Strength.Named(campaign == "careful" ? "relaxed" : strict),
            memory.Open()
        );
        book.Put(0, Evidence(Signs.LikelyBot, 0));
        Assert.Equal([VerdictLevel.Suspect], Told(book));
        strict = "strict";
        book.JudgeAgain("strict");
        Assert.Equal([VerdictLevel.Inauthentic], Told(book));
        Assert.Equal(VerdictLevel.Inauthentic, Assert.Single(book.Of("strict")).Verdict);
        book.Put(0, Evidence(Signs.LikelyBot, 1));
        Assert.Equal([VerdictLevel.Suspect], Told(book));
        Assert.Equal(VerdictLevel.Suspect, Assert.Single(book.Of("strict")).Verdict);
        book.Move(0, 1, "careful", "strict");
        Assert.Equal([VerdictLevel.Inauthentic], Told(book));
        Assert.Empty(book.Of("careful"));
        // What names itself is left out by everybody, a rate that people with one device reach only by two causes.
        book.Move(0, 1, "strict", "careful");
        book.Put(0, Evidence(Signs.InhumanRate, 1));
        Assert.Equal([VerdictLevel.Suspect], Told(book));
        book.Put(0, Evidence(Signs.InhumanRate | Signs.KnownBot, 1));
        Assert.Equal([VerdictLevel.Inauthentic], Told(book));
    }

    /// <summary>Anybody can name one in an event.</summary>
    [Fact]
    public void A_campaign_that_the_catalog_does_not_have_makes_no_verdict_milder()
    {
        var catalog = new WorkspaceCatalog();
        catalog.Apply(Campaign("spring", "strict"));
        var book = new AuthenticityBook(
            "default",
            (_, subject) => subject == 1 ? "made-up" : "spring",
            catalog.StrengthOf,
            memory.Open()
        );
        book.Put(0, Evidence(Signs.LikelyBot, 1));
        Assert.Equal([VerdictLevel.Suspect], Told(book));
        book.Put(0, Evidence(Signs.LikelyBot, 0));
        Assert.Equal([VerdictLevel.Inauthentic], Told(book));
        book.Put(0, Evidence(Signs.LikelyBot, 0, 1));
        Assert.Empty(Told(book));
        catalog.Apply(Campaign("made-up", null));
        book.JudgeAgain("made-up");
        Assert.Equal([VerdictLevel.Suspect], Told(book));
    }

    [Fact]
    public void Who_was_in_a_campaign_is_judged_again_once_the_catalog_has_it()
    {
        var numbers = new Dictionary<int, PartitionNumbers> { [0] = new() };
        var state = new WorkspaceState("default", numbers, memory.Open(), Facts.Secret);
        string[] campaigns = ["spring", "made-up"];
        for (int of = 0; of < campaigns.Length; of++)
        {
            var subject = new Numbered<Subject>(of, new Subject("default", "post", campaigns[of], "ann", "", ""));
            numbers[0].Subjects.Add(subject);
            state.Subjects.Add(0, subject);
        }
        state.Apply(Campaign("spring", "strict"));
        state.Authenticity.Put(0, Evidence(Signs.LikelyBot, 0, 1));
        Assert.Equal([VerdictLevel.Inauthentic], Told(state.Authenticity));
        state.Apply(Campaign("made-up", null));
        Assert.Equal([VerdictLevel.Suspect], Told(state.Authenticity));
    }

    private static CampaignEntry Campaign(string id, string? strength) =>
        new("default", id, null, null, null, null, null, Strength: strength);

    /// <summary>What a former owner left out by a group, its next one has still to find.</summary>
    [Fact]
    public void At_a_start_no_verdict_is_taken_back()
    {
        AuthenticityBook book = New();
        book.Put(0, Evidence(Signs.None));
        book.Put(0, new HeldVerdict("default", Visitor, VerdictLevel.Inauthentic));
        Assert.Empty(Told(book, isStarting: true));
        Assert.Empty(Told(book, isStarting: true));
        Assert.Equal([VerdictLevel.Clear], Told(book));
        Assert.Empty(Told(book));
        book.Put(0, Evidence(Signs.KnownBot));
        Assert.Equal([VerdictLevel.Inauthentic], Told(book, isStarting: true));
    }

    private AuthenticityBook New() => new("default", (_, _) => "campaign", _ => Strength.Moderate, memory.Open());

    private static List<VerdictLevel> Told(AuthenticityBook book, bool isStarting = false)
    {
        var told = new List<VerdictLevel>();
        book.Tell((_, verdict) => told.Add(verdict.Level), isStarting);
        return told;
    }

    private static PartialRows Tick(VisitorFlow flow) => flow.Tick(0, new TaskProgress(0, 0, 0, default));

    private static EvidenceRow Evidence(Signs signs, params int[] subjects) =>
        new("default", Visitor, "somebody", signs, 1, 1, subjects.DefaultIfEmpty(7).ToDictionary(of => of, _ => 3));

    private static string Event(string visitor, string agent) =>
        $$"""{"id":"{{visitor}}","type":"impression","time":"{{Rfc3339.Format(Facts.NowMicros)}}","visitor":"{{visitor}}","agent":"{{agent}}"}""";
}
