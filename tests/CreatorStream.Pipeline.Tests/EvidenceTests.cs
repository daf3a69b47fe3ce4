using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Workspaces.Authenticity;

namespace CreatorStream.Pipeline.Tests;

public sealed class EvidenceTests
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
        var book = new AuthenticityBook("default", (_, _) => "before", memory.Open());
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
