using System.Globalization;
using System.Reactive.Linq;
using System.Text.Json;
using System.Threading.Channels;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What somebody looks at comes at once, the rest within a second.</summary>
public sealed class WatchedViewsTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);
    private static readonly ViewKey Overview = new("default", "spring", "overview");
    private static readonly ViewKey Content = new("default", "spring", "content");

    private readonly StateMemory memory = new();
    private readonly Channel<PartialRows> rows = Channel.CreateUnbounded<PartialRows>();
    private readonly MemoryViewStore views = new();
    private readonly SteppedTime time = new();
    private readonly VisitorFlow flow;
    private readonly WorkspaceTask stage2;
    private int events;

    public WatchedViewsTests()
    {
        flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        stage2 = new WorkspaceTask(new EmptyLog(), views, rows.Reader, _ => true, (_, _) => { }, memory, time);
        stage2.Open();
        PublishAnEvent();
    }

    public void Dispose()
    {
        views.Dispose();
        memory.Dispose();
    }

    [Fact]
    public async Task A_steady_stream_keeps_nobody_from_knowing_that_all_is_published()
    {
        using var bytes = new MemoryStream();
        flow.PublishAll();
        PartialRowsCodec.Write(flow.Tick(0, new TaskProgress(0, 0, 0, default)), bytes);
        var steady = new Steady(PartialRowsCodec.Read(bytes.ToArray(), Families.Composed));
        using var task = new WorkspaceTask(
            new EmptyLog(),
            views,
            steady,
            _ => true,
            (_, _) => { },
            memory,
            TimeProvider.System
        );
        var published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        task.HasAll = () => true;
        task.ShowsAll = () => published.TrySetResult();
        using var stop = new CancellationTokenSource();
        Task running = task.RunAsync(stop.Token);
        await Eventually.Done(published.Task);
        await stop.CancelAsync();
        // Between two turns it ends without an exception.
        await Eventually.Done(running.ContinueWith(_ => { }, TaskScheduler.Default));
        Assert.False(running.IsFaulted);
    }

    [Fact]
    public async Task A_task_ends_with_whoever_reads_its_rows()
    {
        var failing = Channel.CreateUnbounded<PartialRows>();
        using var task = new WorkspaceTask(
            new EmptyLog(),
            views,
            failing.Reader,
            _ => true,
            (_, _) => { },
            memory,
            TimeProvider.System
        );
        Task running = task.RunAsync(CancellationToken.None);
        failing.Writer.Complete(new InvalidDataException("damaged"));
        await Eventually.Done(running.ContinueWith(_ => { }, TaskScheduler.Default));
        await Assert.ThrowsAsync<InvalidDataException>(() => running);
    }

    [Fact]
    public void A_new_campaign_has_all_its_views_at_once() =>
        Assert.All(
            ViewRegistry.NamesOf(ViewScope.Campaign),
            view => Assert.NotNull(views.Get(Overview with { View = view }))
        );

    [Fact]
    public void What_nobody_looks_at_waits_for_the_full_round()
    {
        using IDisposable watching = views.Watch(Overview);
        (ViewDocument? overview, ViewDocument? content) = (views.Get(Overview), views.Get(Content));
        PublishAnEvent();
        Assert.NotSame(overview, views.Get(Overview));
        Assert.Same(content, views.Get(Content));
        // Nothing more happens: it comes all the same.
        overview = views.Get(Overview);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(stage2.PublishIfDue());
        Assert.Same(overview, views.Get(Overview));
        Assert.NotSame(content, views.Get(Content));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(stage2.PublishIfDue());
    }

    [Fact]
    public void A_visit_in_no_campaign_restates_the_shares_of_every_campaign()
    {
        TakeAnEvent(""" "type":"visit","campaign":"spring","creator":"ann","content":"post" """);
        Assert.Equal(1, Share());
        // The time that all figures are of stays what it was.
        TakeAnEvent(""" "type":"visit","channel":"email" """);
        Assert.Equal(.5, Share());

        double Share()
        {
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(stage2.PublishIfDue());
            ViewDocument site = views.Get(Overview with { View = "site" })!;
            using var campaign = JsonDocument.Parse(site.Fields["campaign"]);
            return campaign.RootElement.GetProperty("totals").GetProperty("share").GetDouble();
        }
    }

    [Fact]
    public void A_view_is_watched_until_the_last_one_looks_away()
    {
        IDisposable one = views.Watch(Overview);
        IDisposable other = views.Watch(Overview);
        one.Dispose();
        one.Dispose();
        Assert.True(views.IsWatched(Overview));
        other.Dispose();
        Assert.False(views.IsWatched(Overview));
        ViewDocument? overview = views.Get(Overview);
        PublishAnEvent();
        Assert.Same(overview, views.Get(Overview));
    }

    [Fact]
    public void One_slow_round_does_not_keep_later_ones_away()
    {
        using IDisposable watching = views.Watch(Overview);
        using (views.Changes.Subscribe(_ => time.Advance(TimeSpan.FromSeconds(1))))
        {
            PublishAnEvent();
        }
        int published = 0;
        using IDisposable counting = views.Changes.Where(key => key == Overview).Subscribe(_ => published++);
        for (int i = 0; i < 50; i++)
        {
            TakeAnEvent();
            stage2.PublishIfDue();
        }
        // In 5 s: not one a second.
        Assert.InRange(published, 30, 50);
    }

    [Fact]
    public void Full_rounds_that_take_long_come_less_often_until_no_facts_come()
    {
        int published = 0;
        using IDisposable slow = views
            .Changes.Where(key => key == Content)
            .Subscribe(_ =>
            {
                published++;
                time.Advance(TimeSpan.FromMilliseconds(200));
            });
        for (int i = 0; i < 40; i++)
        {
            TakeAnEvent();
            stage2.PublishIfDue();
            // A turn in which nothing has come.
            time.Advance(TimeSpan.FromMilliseconds(50));
            stage2.PublishIfDue();
        }
        // In 6 s: the first after one, the second three later.
        Assert.Equal(2, published);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(stage2.PublishIfDue());
        Assert.Equal(3, published);
    }

    private void PublishAnEvent()
    {
        TakeAnEvent();
        Assert.True(stage2.PublishIfDue());
    }

    private void TakeAnEvent() => TakeAnEvent(""" "type":"click","campaign":"spring","content":"post" """);

    private void TakeAnEvent(string fields)
    {
        string id = (++events).ToString(CultureInfo.InvariantCulture);
        string now = Rfc3339.Format(Facts.NowMicros);
        string line = $$"""{"id":"{{id}}","time":"{{now}}","visitor":"v",{{fields}}}""";
        Facts.Feed(flow, [line], 1);
        Assert.True(rows.Writer.TryWrite(flow.Tick(0, new TaskProgress(0, 0, 0, default))));
        time.Advance(Soon);
        stage2.TakeIn();
    }

    /// <summary>Has more whenever it is asked whether it has.</summary>
    private sealed class Steady(PartialRows rows) : ChannelReader<PartialRows>
    {
        private bool hasMore;

        public override bool TryRead(out PartialRows item)
        {
            item = rows;
            return hasMore = !hasMore;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => new(true);
    }
}
