using System.Threading.Channels;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Verdicts go out with a round, be it that there is nothing else to publish.</summary>
public sealed class ToldVerdictsTests
{
    private const string Crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    [Fact]
    public void Verdicts_that_nothing_else_comes_with_are_a_reason_for_a_round()
    {
        using var memory = new StateMemory();
        using var views = new MemoryViewStore();
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        var rows = Channel.CreateUnbounded<PartialRows>();
        var time = new SteppedTime();
        var told = new List<Verdict>();
        using var stage2 = new WorkspaceTask(
            new EmptyLog(),
            views,
            rows.Reader,
            _ => true,
            (_, verdict) => told.Add(verdict),
            memory,
            time
        );
        stage2.Open();
        bool mayPublish = false;
        stage2.MayPublish = () => mayPublish;
        Facts.Feed(flow, [Event("crawler", Crawler)], 1);
        Assert.True(rows.Writer.TryWrite(flow.Tick(0, new TaskProgress(0, 0, 0, default))));
        stage2.TakeIn();
        // It may from here on, and publishes all before its next look at what has come.
        mayPublish = true;
        Assert.True(Publishes());
        while (Publishes()) { }
        Assert.Empty(told);
        stage2.TakeIn();
        Assert.Single(told);
        Assert.True(Publishes());
        while (Publishes()) { }
        stage2.TakeIn();
        Assert.False(Publishes());
        Assert.Single(told);

        bool Publishes()
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return stage2.PublishIfDue();
        }
    }

    private static string Event(string visitor, string agent) =>
        $$"""{"id":"{{visitor}}","type":"impression","time":"{{Rfc3339.Format(Facts.NowMicros)}}","visitor":"{{visitor}}","campaign":"spring","agent":"{{agent}}"}""";
}
