using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Pipeline.Tests;

public sealed class EvidenceTests
{
    private const string Crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    [Fact]
    public void A_crawlers_touch_is_evidence_and_the_program_of_a_shop_is_none()
    {
        var state = new VisitorState(new StateMemory().Open(), retention: null);
        var flow = new VisitorFlow(state);
        Facts.Feed(flow, [Event("crawler", "impression"), Event("buyer", "purchase")], 10);
        EvidenceRow row = Assert.Single(flow.Tick(0, new TaskProgress(0, 0, 0, default)).Evidence);
        Assert.Equal("crawler", row.Actor);
    }

    private static string Event(string visitor, string type) =>
        $$"""{"id":"{{visitor}}","type":"{{type}}","time":"{{Rfc3339.Format(Facts.NowMicros)}}","visitor":"{{visitor}}","agent":"{{Crawler}}"}""";
}
