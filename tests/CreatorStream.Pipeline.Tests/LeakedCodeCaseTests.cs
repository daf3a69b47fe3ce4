using CreatorStream.Analytics.Authenticity;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Cases that rest on what is usual in other campaigns.</summary>
public sealed class LeakedCodeCaseTests : IDisposable
{
    private const int Others = 3;

    private readonly StateMemory memory = new();
    private readonly MergedWorkspace workspace;
    private readonly VisitorFlow flow;
    private readonly MemoryViewStore views = new();
    private int events;

    public LeakedCodeCaseTests()
    {
        workspace = new MergedWorkspace(memory.Open());
        flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
    }

    public void Dispose()
    {
        views.Dispose();
        memory.Dispose();
    }

    /// <summary>Days of codes are compared with what their creators published, wherever.</summary>
    [Fact]
    public void Codes_of_all_campaigns_are_looked_at_again_where_somebody_published_in_another()
    {
        Assert.False(
            ConcernsAll(new ContentEntry("default", "old", "autumn", "ann", null, null, "2026-09-01T10:00:00Z"))
        );
        Assert.True(ConcernsAll(new CodeEntry("default", "X10", "ann", "spring")));
        Assert.False(ConcernsAll(new ContentEntry("default", "post", "autumn", "ann", null, null, null)));
        var published = new ContentEntry("default", "post", "autumn", "ann", null, null, "2026-09-20T10:00:00Z");
        Assert.True(ConcernsAll(published));
        Assert.False(ConcernsAll(published with { Platform = "blog" }));
        Assert.True(ConcernsAll(published with { Creator = "ben" }));

        bool ConcernsAll(CatalogEntry entry)
        {
            workspace.State.Apply(entry);
            workspace.State.TakeChanged(timeMoved: false, out bool all);
            return all;
        }
    }

    /// <summary>The last that comes is late: by no time that moves is the campaign looked at again.</summary>
    [Theory]
    [InlineData("podcast")]
    [InlineData("Podcast")]
    public void A_leak_is_shown_once_other_campaigns_say_what_is_usual(string heard)
    {
        var time = new SteppedTime();
        var publisher = new ViewPublisher(workspace.State, views, time);
        workspace.State.Apply(new CodeEntry("default", "LEAK", "ann", "spring"));
        Feed([.. Enumerable.Range(0, 30).Select(of => Buy($"stranger-{of}", "LEAK", "spring", secondsAgo: 10))]);
        Assert.DoesNotContain("leaked-code", Cases(publisher), StringComparison.Ordinal);

        UseOthers(() => Cases(publisher));
        // Where nobody is known to meet the creator, that these buyers had not says nothing.
        Feed(Viewers(0, LeakedCode.LeastPeople - 1));
        Assert.DoesNotContain("leaked-code", Cases(publisher), StringComparison.Ordinal);
        Feed(Viewers(LeakedCode.LeastPeople - 1, 1));
        Assert.Contains("leaked-code/LEAK", Cases(publisher), StringComparison.Ordinal);

        // Who listens to a podcast is met by nobody.
        workspace.State.Apply(
            new ContentEntry("default", "talk", "spring", "ann", heard, Format: null, Published: null)
        );
        Assert.DoesNotContain("leaked-code", Cases(publisher), StringComparison.Ordinal);
    }

    /// <summary>Longer ago than a display counts for an order; and in another campaign.</summary>
    [Theory]
    [InlineData("spring", 20, false, false)]
    [InlineData("spring", 50, true, false)]
    [InlineData("autumn", 2, false, false)]
    [InlineData(null, 0, false, true)]
    public void Who_met_the_creator_long_before_is_no_stranger(
        string? campaign,
        int daysBefore,
        bool isToldLate,
        bool isLeaked
    )
    {
        var publisher = new ViewPublisher(workspace.State, views, new SteppedTime());
        workspace.State.Apply(new CodeEntry("default", "LEAK", "ann", "spring"));
        UseOthers(() => { });
        Feed(Viewers(0, LeakedCode.LeastPeople));
        for (int of = 0; of < 30; of++)
        {
            string who = $"buyer-{of}";
            string[] before =
                campaign == null
                    ? []
                    :
                    [
                        Line(
                            "impression",
                            who,
                            daysBefore * 86_400,
                            $""" "campaign":"{campaign}","creator":"ann","content":"ann-{campaign}" """
                        ),
                    ];
            string[] buys = [Buy(who, "LEAK", "spring", secondsAgo: 10)];
            Feed(isToldLate ? buys : before);
            Feed(isToldLate ? before : buys);
        }
        Assert.Equal(isLeaked, Cases(publisher).Contains("leaked-code/LEAK", StringComparison.Ordinal));
    }

    /// <summary>Codes of others, whose buyers all met them.</summary>
    private void UseOthers(Action known)
    {
        for (int other = 0; other < Others; other++)
        {
            workspace.State.Apply(new CodeEntry("default", $"KNOWN{other}", $"creator-{other}", "autumn"));
        }
        known();
        Feed([
            .. Enumerable
                .Range(0, Others * 30)
                .SelectMany(of =>
                    (string[])
                        [
                            Line(
                                "click",
                                $"fan-{of}",
                                4_000,
                                $""" "campaign":"autumn","creator":"creator-{of % Others}","content":"post-{of % Others}" """
                            ),
                            Buy($"fan-{of}", $"KNOWN{of % Others}", "autumn", secondsAgo: 3_000),
                        ]
                ),
        ]);
    }

    private string Cases(ViewPublisher publisher)
    {
        publisher.PublishWatched(() => false);
        while (publisher.IsStale && !publisher.PublishAll(() => false)) { }
        return views.Get(new ViewKey("default", "spring", "cases")) is { } view
            ? string.Join(' ', view.Tables["rows"].Rows.Select(row => row.Key))
            : "";
    }

    private string[] Viewers(int first, int count) =>
        [
            .. Enumerable
                .Range(first, count)
                .Select(of =>
                    Line(
                        "click",
                        $"viewer-{of}",
                        3_600,
                        """ "campaign":"spring","creator":"ann","content":"post-ann" """
                    )
                ),
        ];

    private void Feed(string[] lines)
    {
        Facts.Feed(flow, lines, 100);
        workspace.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
    }

    private string Buy(string visitor, string code, string campaign, int secondsAgo) =>
        Line(
            "purchase",
            visitor,
            secondsAgo,
            $""" "campaign":"{campaign}","code":"{code}","order":"o-{visitor}","value":10,"currency":"EUR" """
        );

    private string Line(string type, string visitor, int secondsAgo, string more) =>
        $$"""{"id":"e{{events++}}","type":"{{type}}","time":"{{Rfc3339.Format(
            Facts.NowMicros - (secondsAgo * 1_000_000L)
        )}}","visitor":"{{visitor}}","source":"api",{{more}}}""";
}
