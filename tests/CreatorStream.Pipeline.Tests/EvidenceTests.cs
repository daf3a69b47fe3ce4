using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Comments;
using CreatorStream.Pipeline.Workspaces.Authenticity;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

public sealed class EvidenceTests(ITestOutputHelper output)
{
    private const string Crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    [Fact]
    public void A_crawlers_touch_is_evidence_and_the_program_of_a_shop_is_none()
    {
        var state = new VisitorState(new StateMemory().Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        Facts.Feed(flow, [Event("crawler", "impression"), Event("buyer", "purchase")], 10);
        EvidenceRow row = Assert.Single(flow.Tick(0, new TaskProgress(0, 0, 0, default)).Of(EvidenceSection.Rows));
        Assert.Equal("crawler", row.Actor);
    }

    [Fact]
    public void An_actor_who_is_named_again_and_again_moves_once_with_its_content()
    {
        using var memory = new StateMemory();
        var book = new AuthenticityBook("default", (_, _) => "before", _ => Strength.Moderate, memory.Open());
        for (int time = 1; time < 50; time++)
        {
            // In turns, so that neither is the last one that was noted.
            Put(book, 1, time);
            Put(book, 2, 2 * time);
        }
        book.Move(0, 7, "before", "after");
        Assert.Empty(book.Of("before"));
        ReasonSummary moved = Assert.Single(book.Of("after"));
        Assert.Equal((2, 147), (moved.Actors, moved.Events));
    }

    [Theory]
    [InlineData("", "Mozilla/5.0 (X11; Linux x86_64; +https://acme.example/info)", Signs.LikelyBot)]
    [InlineData("pixel", "Mozilla/5.0 (X11; Linux x86_64; +https://acme.example/info)", Signs.None)]
    // Of an app that nobody knows.
    [InlineData("", "Acme/1.0 (something)", Signs.None)]
    public void An_agent_that_no_list_knows_and_that_says_what_it_is_is_weak_evidence_where_it_is_proven(
        string via,
        string agent,
        Signs signs
    )
    {
        string line =
            $$"""{"id":"a","type":"click","via":"{{via}}","time":"{{Rfc3339.Format(Facts.NowMicros)}}","visitor":"v","agent":"{{agent}}"}""";
        Assert.Equal(signs, SignsOf([line]));
    }

    [Fact]
    public void Two_different_comments_that_are_spam_are_a_sign_in_any_order_and_one_that_is_said_twice_is_none()
    {
        string[] spam =
        [
            Comment(1, "check out my channel http://spam.example/x and subscribe"),
            Comment(2, "please subscribe to my channel https://spam.example/y thanks"),
            // The same event but for its words: whichever comes first is counted.
            Comment(3, "lovely song"),
            Comment(3, "check out my channel http://spam.example/x and subscribe"),
        ];
        Assert.Equal(Signs.SpamText, SignsOf([spam[0], spam[1]]));
        Assert.Equal(Signs.None, SignsOf([spam[0], spam[0], spam[2]]));
        Assert.Equal(Signs.None, SignsOf([spam[0], spam[2], spam[3]]));
        Assert.Equal(Signs.SpamText, SignsOf([spam[1], spam[2], spam[3]]));
        Assert.Equal(Signs.SpamText, SignsOf([spam[3], spam[2], spam[1]]));
        Assert.Equal(Signs.None, SignsOf([Comment(1, "so good"), Comment(2, "love this so much")]));

        static string Comment(int minute, string text) =>
            $$"""{"id":"c{{minute}}","type":"comment","time":"{{Rfc3339.Format(
                Facts.NowMicros - (minute * 60_000_000L)
            )}}","visitor":"v","content":"post-0","campaign":"campaign-0","text":"{{text}}"}""";
    }

    /// <summary>Two different ones are of two events, told by time and content, and have other words.</summary>
    [Fact]
    public void A_comment_that_was_edited_stays_one_in_any_order()
    {
        string[] texts =
        [
            "check out my channel http://spam.example/x and subscribe",
            "Check out my channel: http://spam.example/x and SUBSCRIBE!!",
            "please subscribe to my channel https://spam.example/y thanks",
            "please subscribe to my channel https://spam.example/y thank you",
        ];
        Assert.Equal(Signs.None, SignsOf([Line((1, 0, 2)), Line((1, 0, 3))]));
        Assert.Equal(Signs.None, SignsOf([Line((1, 0, 0)), Line((2, 0, 1))]));
        Assert.Equal(Signs.SpamText, SignsOf([Line((1, 0, 2)), Line((2, 0, 3))]));
        Assert.Equal(Signs.SpamText, SignsOf([Line((1, 0, 2)), Line((1, 1, 3))]));
        // By what came first alone the last of them would be like it.
        Assert.Equal(Signs.SpamText, SignsOf([Line((1, 0, 0)), Line((1, 0, 2)), Line((2, 0, 0))]));
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            (int Minute, int Post, int Text)[] comments =
            [
                .. Enumerable
                    .Range(0, random.Next(2, 6))
                    .Select(_ => (random.Next(2), random.Next(2), random.Next(texts.Length))),
            ];
            bool areDifferent = comments.Any(a =>
                comments.Any(b => (a.Minute, a.Post) != (b.Minute, b.Post) && WordsOf(a.Text) != WordsOf(b.Text))
            );
            Assert.Equal(areDifferent ? Signs.SpamText : Signs.None, SignsOf([.. comments.Select(Line)]));
        }

        static int WordsOf(int text) => Math.Max(1, text);

        string Line((int Minute, int Post, int Text) of) =>
            $$"""{"id":"c","type":"comment","time":"{{Rfc3339.Format(
                Facts.NowMicros - (of.Minute * 60_000_000L)
            )}}","visitor":"v","content":"post-{{of.Post}}","campaign":"campaign-0","text":"{{texts[of.Text]}}"}""";
    }

    /// <summary>Releases before stored one hash of the first text.</summary>
    [Fact]
    public void Spam_that_an_older_release_stored_is_one_comment()
    {
        const ulong Stored = 0x0123456789abcdef;
        var seen = SpamSeen.FromBits(Stored);
        Assert.Equal(Stored, seen.Bits);
        Assert.Null(seen.With(SpamSeen.Of(Facts.NowMicros, subject: 1, words: Stored)));
    }

    private static Signs SignsOf(string[] lines)
    {
        using var memory = new StateMemory();
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        Facts.Feed(flow, lines, 1);
        return flow.Tick(0, new TaskProgress(0, 0, 0, default)).Of(EvidenceSection.Rows).SingleOrDefault()?.Signs
            ?? Signs.None;
    }

    private static void Put(AuthenticityBook book, ulong visitor, int events) =>
        book.Put(
            0,
            new EvidenceRow(
                "default",
                visitor,
                $"v{visitor}",
                Signs.KnownBot,
                1,
                1,
                new Dictionary<int, int> { [7] = events }
            )
        );

    private static string Event(string visitor, string type) =>
        $$"""{"id":"{{visitor}}","type":"{{type}}","time":"{{Rfc3339.Format(Facts.NowMicros)}}","visitor":"{{visitor}}","agent":"{{Crawler}}"}""";
}
