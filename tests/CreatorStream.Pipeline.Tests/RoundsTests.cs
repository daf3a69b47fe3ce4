using System.Reactive.Linq;
using System.Text;
using System.Threading.Channels;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>A round costs what changed, and nobody waits for the largest workspace.</summary>
public sealed class RoundsTests : IDisposable
{
    private const int Many = 500;

    private readonly StateMemory memory = new();
    private readonly Channel<PartialRows> rows = Channel.CreateUnbounded<PartialRows>();
    private readonly Sink views = new();
    private readonly SteppedTime time = new();
    private readonly VisitorFlow flow;
    private readonly WorkspaceTask stage2;
    private int events;

    public RoundsTests()
    {
        flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        stage2 = new WorkspaceTask(new EmptyLog(), views, rows.Reader, _ => true, (_, _) => { }, memory, time);
        stage2.Open();
    }

    public void Dispose()
    {
        views.Store.Dispose();
        memory.Dispose();
    }

    [Fact]
    public void Quiet_workspaces_are_not_asked_for_anything()
    {
        Feed([.. Enumerable.Range(0, Many).Select(n => Event($"quiet-{n}", "spring")), Event("busy", "spring")]);
        Tick();
        Publish();
        Feed([Event("busy", "spring")]);
        PartialRows tick = Tick();
        Assert.Equal(["busy"], tick.Of(TimeSection.Rows).Select(of => of.Workspace));
        views.Asked.Clear();
        Publish();
        Assert.Equal(["busy"], views.Asked.Distinct());
    }

    [Fact]
    public void Views_are_behind_until_the_last_one_of_a_round_is_published()
    {
        var wereBehind = new List<bool>();
        using IDisposable seen = views.Store.Changes.Subscribe(_ => wereBehind.Add(stage2.IsBehind));
        Feed([Event("large", "spring"), Event("small", "spring")]);
        Tick();
        Publish();
        Assert.NotEmpty(wereBehind);
        Assert.DoesNotContain(false, wereBehind);
        Assert.False(stage2.IsBehind);
    }

    /// <summary>The more campaigns there are, the fewer series are watched of each; smaller ones don't count.</summary>
    [Fact]
    public void A_new_campaign_changes_what_is_watched_of_the_others_though_time_stands_still()
    {
        Feed([
            .. Enumerable.Range(0, 60).Select(n => Now("spring", $"post-{n}")),
            .. Enumerable.Range(0, 50).Select(n => Now($"campaign-{n % 5}", "other")),
        ]);
        Show();
        Assert.Equal("10", Unwatched());
        Feed([.. Enumerable.Range(0, 90).Select(n => Now($"small-{n % 10}", "other"))]);
        Show();
        Assert.Equal("10", Unwatched());
        Feed([.. Enumerable.Range(0, 10).Select(_ => Now("campaign-5", "other"))]);
        Show();
        Assert.Equal("13", Unwatched());

        void Show()
        {
            Tick();
            Publish();
        }

        string Now(string campaign, string content) =>
            $$"""{"id":"{{++events}}","type":"click","time":"{{Rfc3339.Format(
                Facts.NowMicros
            )}}","visitor":"v{{events}}","campaign":"{{campaign}}","content":"{{content}}-{{campaign}}"}""";

        string Unwatched() =>
            Encoding.UTF8.GetString(views.Store.Get(new ViewKey("default", "spring", "alerts"))!.Fields["unwatched"]);
    }

    [Fact]
    public void A_workspace_of_many_campaigns_delays_another_by_no_more_than_its_share()
    {
        // Of each campaign, the making of every view takes a while.
        using IDisposable slow = views.Store.Changes.Subscribe(_ => time.Advance(TimeSpan.FromMilliseconds(5)));
        Feed([.. Enumerable.Range(0, Many).Select(n => Event("large", $"campaign-{n}")), Event("small", "spring")]);
        Tick();
        time.Advance(TimeSpan.FromSeconds(1));
        stage2.TakeIn();
        Assert.True(stage2.PublishIfDue());
        Assert.NotNull(views.Store.Get(new ViewKey("small", "spring", "overview")));
        Assert.Null(views.Store.Get(new ViewKey("large", $"campaign-{Many - 1}", "overview")));
        // What is left goes on without a rest.
        while (stage2.PublishIfDue()) { }
        Assert.Equal(Many, PublishedViews.Campaigns(views.Store, "large").Count);
        Assert.All(
            PublishedViews.Campaigns(views.Store, "large"),
            id =>
                Assert.All(
                    ViewRegistry.NamesOf(ViewScope.Campaign),
                    view => Assert.NotNull(views.Store.Get(new ViewKey("large", id, view)))
                )
        );
    }

    [Fact]
    public void Events_that_keep_coming_keep_no_campaign_and_no_list_waiting()
    {
        const int Campaigns = 40;
        // Of each campaign, the making of every view takes so long that a turn has room for one.
        using IDisposable slow = views.Store.Changes.Subscribe(_ => time.Advance(TimeSpan.FromMilliseconds(30)));
        Feed([.. Enumerable.Range(0, Campaigns).Select(n => Event("large", $"campaign-{n}"))]);
        Tick();
        stage2.HasAll = () => true;
        int shownAll = 0;
        for (int turn = 0; turn < Campaigns * 8; turn++)
        {
            // Time moves with each, which changes every campaign's windows.
            Feed([Event("large", $"campaign-{turn % 3}")]);
            Tick();
            time.Advance(TimeSpan.FromMilliseconds(50));
            stage2.TakeIn();
            shownAll += stage2.PublishIfDue() && stage2.IsAllShown ? 1 : 0;
        }
        // Whoever waits for what had come by the beginning of a round is told at its end.
        Assert.InRange(shownAll, 1, Campaigns);
        Assert.Equal(Campaigns, PublishedViews.Campaigns(views.Store, "large").Count);
        Assert.All(
            Enumerable.Range(0, Campaigns),
            n => Assert.NotNull(views.Store.Get(new ViewKey("large", $"campaign-{n}", "content")))
        );
    }

    [Fact]
    public void A_workspace_of_many_orders_to_settle_delays_another_by_no_more_than_its_share()
    {
        Feed([.. Enumerable.Range(0, Many).Select(_ => Order("large", "EUR")), Event("small", "spring")]);
        Tick();
        Publish();
        // Nobody chose a currency: the first by name is that of all of its money from here on.
        Feed([Order("large", "AUD"), Event("small", "spring")]);
        Tick();
        time.Advance(TimeSpan.FromSeconds(1));
        // Whatever is done takes a millisecond.
        time.AdvancesWhenRead = TimeSpan.FromMilliseconds(1);
        stage2.TakeIn();
        Assert.True(stage2.PublishIfDue());
        ViewDocument small = views.Store.Get(new ViewKey("small", "spring", "overview"))!;
        Assert.Contains("\"clicks\":2", Encoding.UTF8.GetString(small.Fields["totals"]), StringComparison.Ordinal);
        int turns = 0;
        for (; stage2.HasWork; turns++)
        {
            stage2.TakeIn();
            stage2.PublishIfDue();
        }
        Assert.InRange(turns, Many / 10, Many);
    }

    [Fact]
    public void A_workspace_that_settles_orders_has_one_place_among_those_that_do()
    {
        var merged = new MergedWorkspace(memory.Open(), "large");
        WorkspaceState large = merged.State;
        Feed([.. Enumerable.Range(0, Many).Select(_ => Order("large", "EUR"))]);
        merged.Put(Tick());
        large.Apply(new WorkspaceEntry("large", "GBP", []));
        time.AdvancesWhenRead = TimeSpan.FromMilliseconds(1);
        var rounds = new Rounds(time);
        var publisher = new ViewPublisher(large, views, time);
        for (int round = 0; round < 3; round++)
        {
            rounds.Note(publisher);
            rounds.PublishWatched();
        }
        for (; rounds.AreSettling; rounds.Settle())
        {
            Assert.False(publisher.IsSettled);
        }
        Assert.True(publisher.IsSettled);
    }

    private string Order(string workspace, string currency) =>
        $$"""{"id":"{{++events}}","type":"purchase","time":"{{Rfc3339.Format(
            Facts.NowMicros + (events * 1_000L)
        )}}","visitor":"v{{events}}","workspace":"{{workspace}}","value":"5","currency":"{{currency}}"}""";

    private string Event(string workspace, string campaign) =>
        $$"""{"id":"{{++events}}","type":"click","time":"{{Rfc3339.Format(
            Facts.NowMicros + (events * 1_000L)
        )}}","visitor":"v{{events}}","workspace":"{{workspace}}","campaign":"{{campaign}}","content":"post"}""";

    private void Feed(string[] lines) => Facts.Feed(flow, lines, 100);

    private PartialRows Tick()
    {
        PartialRows tick = flow.Tick(0, new TaskProgress(0, 0, 0, default));
        Assert.True(rows.Writer.TryWrite(tick));
        return tick;
    }

    /// <summary>Until nothing is left.</summary>
    private void Publish()
    {
        bool isIdle = false;
        while (!isIdle)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            stage2.TakeIn();
            isIdle = !stage2.PublishIfDue();
        }
    }

    /// <summary>Notes whose views stage 2 asks about.</summary>
    private sealed class Sink : IViewSink
    {
        public MemoryViewStore Store { get; } = new();

        public List<string> Asked { get; } = [];

        public void Put(ViewDocument view) => Store.Put(view);

        public bool IsWatched(ViewKey key)
        {
            Asked.Add(key.Workspace);
            return Store.IsWatched(key);
        }

        public ValueTask FlushAsync(CancellationToken cancel) => Store.FlushAsync(cancel);
    }
}
