using System.Reactive.Disposables;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CreatorStream.Analytics.Alerts;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Alerts;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What is said while nothing comes at all, so that event time stands still.</summary>
public sealed class LiveSilenceTests
{
    [Fact]
    public void An_outage_of_everything_is_an_alert_while_it_lasts()
    {
        using var service = new Stage2();
        for (int minute = 0; minute < 70; minute++)
        {
            service.Pass(minute: 1, events: 4);
        }
        // The running minute is not over.
        service.Pass(minute: 15, events: 0);
        Assert.Empty(service.Alerts);
        service.Pass(minute: 2, events: 0);
        JsonNode open = Assert.Single(service.Alerts);
        Assert.Equal((AlertRules.NoActivity, null), ((string?)open["rule"], (string?)open["closed"]));
        service.Pass(minute: 23, events: 0);
        JsonNode still = Assert.Single(service.Alerts);
        Assert.Equal((string?)open["id"], (string?)still["id"]);
        Assert.InRange((double)still["value"]!, 38, 40);
        // As if nothing had been said before.
        service.Pass(minute: 1, events: 4);
        JsonNode closed = Assert.Single(service.Alerts);
        Assert.Equal((string?)open["id"], (string?)closed["id"]);
        Assert.NotNull(closed["closed"]);
    }

    /// <summary>Of events of before the outage, which were on their way, and of rows that no event is behind.</summary>
    [Fact]
    public void What_does_not_move_event_time_ends_no_silence()
    {
        using var service = new Stage2();
        for (int minute = 0; minute < 70; minute++)
        {
            service.Pass(minute: 1, events: 4);
        }
        service.Pass(minute: 20, events: 0);
        JsonNode open = Assert.Single(service.Alerts);
        service.Pass(minute: 5, events: 3, delayMinutes: 30);
        service.Pass(minute: 2, events: 0);
        JsonNode still = Assert.Single(service.Alerts);
        Assert.Equal(((string?)open["id"], null), ((string?)still["id"], (string?)still["closed"]));
    }

    [Fact]
    public void While_the_service_is_behind_nobody_is_said_to_be_silent()
    {
        using var service = new Stage2();
        for (int minute = 0; minute < 70; minute++)
        {
            service.Pass(minute: 1, events: 4);
        }
        service.IsCaughtUp = false;
        service.Pass(minute: 60, events: 0);
        Assert.Empty(service.Alerts);
        service.IsCaughtUp = true;
        service.Pass(minute: 17, events: 0);
        Assert.Single(service.Alerts);
    }

    [Theory]
    [InlineData(1, 6)] // each event comes six minutes after its time
    [InlineData(20, 0)] // three times an hour
    public void Who_sends_late_or_in_batches_is_not_missed_in_between(int everyMinutes, int delayMinutes)
    {
        using var service = new Stage2();
        for (int minute = 0; minute < 80; minute += everyMinutes)
        {
            service.Pass(everyMinutes, events: 4 * everyMinutes, delayMinutes);
        }
        service.Pass(minute: 60, events: 0);
        // Event time says that nothing happened between two batches; what follows the last is not known.
        Assert.DoesNotContain(service.Alerts, alert => alert["closed"] == null);
    }

    [Fact]
    public void Silence_is_what_passed_since_something_came_and_ends_after_a_day()
    {
        var silence = new LiveSilence();
        for (int minute = 100; minute < 129; minute++)
        {
            silence.Hear(TimeSpan.FromMinutes(minute), TimeSpan.FromSeconds(2));
        }
        Assert.False(silence.IsLive);
        silence.Hear(TimeSpan.FromMinutes(129), TimeSpan.Zero);
        Assert.True(silence.IsLive);
        Assert.Equal([0, 5, 60, 61, 61, 76, 1441, 1441], new[] { 0, 5, 60, 61, 75, 76, 1441, 9_000 }.Select(After));
        Assert.False(silence.Pass(TimeSpan.FromMinutes(9_900)));
        // What comes again has to come for half an hour, to be missed again.
        silence.Hear(TimeSpan.FromMinutes(10_000), TimeSpan.Zero);
        Assert.True(silence.Pass(TimeSpan.FromMinutes(10_000)));
        Assert.Equal((false, 0), (silence.IsLive, silence.Minutes));

        int After(int minutes)
        {
            silence.Pass(TimeSpan.FromMinutes(129 + minutes));
            return silence.Minutes;
        }
    }

    [Fact]
    public void What_comes_late_ends_a_silence_and_not_what_is_usual()
    {
        LiveSilence silence = Usual();
        silence.Hear(TimeSpan.FromMinutes(25), TimeSpan.FromMinutes(20));
        Assert.Equal([0, 15], new[] { 25, 40 }.Select(minute => At(silence, minute)));
    }

    [Fact]
    public void A_sender_that_is_ahead_neither_hides_a_silence_nor_makes_one()
    {
        LiveSilence silence = Usual();
        silence.Hear(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(-10));
        Assert.Equal([0, 0, 15], new[] { 2, 11, 26 }.Select(minute => At(silence, minute)));
    }

    [Fact]
    public void Time_that_stood_still_is_left_out()
    {
        LiveSilence silence = Usual();
        Assert.Equal(10, At(silence, 10));
        silence.StandStill(TimeSpan.FromMinutes(40));
        Assert.Equal([10, 16], new[] { 40, 46 }.Select(minute => At(silence, minute)));
    }

    /// <summary>Something came in each of sixty minutes up to 0.</summary>
    private static LiveSilence Usual()
    {
        var silence = new LiveSilence();
        for (int minute = -59; minute <= 0; minute++)
        {
            silence.Hear(TimeSpan.FromMinutes(minute), TimeSpan.Zero);
        }
        return silence;
    }

    private static int At(LiveSilence silence, int minute)
    {
        silence.Pass(TimeSpan.FromMinutes(minute));
        return silence.Minutes;
    }

    [Fact]
    public async Task It_is_caught_up_when_what_the_log_had_before_is_taken_in()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-caught-up-");
        using IDisposable ending = Disposable.Create(() => folder.Delete(recursive: true));
        using var log = SqliteFactLog.Open(
            Path.Combine(folder.FullName, "log.db"),
            2,
            TimeProvider.System,
            NullLogger<SqliteFactLog>.Instance
        );
        long[] takenIn = [0, 0];
        var caughtUp = new CaughtUp(log, partition => takenIn[partition]);
        Assert.True(caughtUp.Ask());
        await log.AppendAsync([new LogAppend(LogStream.Events, 1, "e"u8.ToArray(), 1)], CancellationToken.None);
        // What has just come is on its way.
        Assert.True(caughtUp.Ask());
        Assert.False(caughtUp.Ask());
        takenIn[1] = log.EndOffset(LogStream.Events, 1);
        Assert.True(caughtUp.Ask());
    }

    /// <summary>A workspace task, and what is sent to it as time passes.</summary>
    private sealed class Stage2 : IDisposable
    {
        private readonly StateMemory memory = new();
        private readonly MemoryViewStore views = new();
        private readonly Channel<PartialRows> rows = Channel.CreateUnbounded<PartialRows>();
        private readonly ClockAt time = new();
        private readonly VisitorFlow flow;
        private readonly WorkspaceTask task;
        private int sent;

        public Stage2()
        {
            flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
            task = new WorkspaceTask(new EmptyLog(), views, rows.Reader, _ => true, (_, _) => { }, memory, time);
            task.IsCaughtUp = () => IsCaughtUp;
            task.Open();
        }

        public bool IsCaughtUp { get; set; } = true;

        public IReadOnlyList<JsonNode> Alerts =>
            [
                .. views
                    .Get(new ViewKey("default", "spring", "alerts"))!
                    .Tables["rows"]
                    .Rows.Select(row => JsonNode.Parse(row.Json)!),
            ];

        /// <param name="events">Sent at the end of these minutes.</param>
        public void Pass(int minute, int events, int delayMinutes = 0)
        {
            for (int second = 0; second < minute * 60; second += 10)
            {
                time.Advance(TimeSpan.FromSeconds(10));
                Turn();
            }
            if (events > 0)
            {
                long now = Rfc3339.ToMicros(time.GetUtcNow());
                string at = Rfc3339.Format(now - (delayMinutes * 60_000_000L));
                string[] lines =
                [
                    .. Enumerable
                        .Range(sent, events)
                        .Select(n =>
                            $$"""{"id":"{{n}}","type":"click","time":"{{at}}","visitor":"v-{{n}}","campaign":"spring","content":"post"}"""
                        ),
                ];
                sent += events;
                Facts.Feed(flow, lines, 100);
                Assert.True(rows.Writer.TryWrite(flow.Tick(0, new TaskProgress(sent, 0, 0, default))));
                Turn();
                time.Advance(TimeSpan.FromSeconds(2));
                Turn();
            }
        }

        public void Dispose()
        {
            task.Dispose();
            views.Dispose();
            memory.Dispose();
        }

        private void Turn()
        {
            task.TakeIn();
            while (task.PublishIfDue())
            {
                task.TakeIn();
            }
        }
    }

    /// <summary>One that begins when events of these tests may happen.</summary>
    private sealed class ClockAt : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => ticks += by.Ticks;

        public override long GetTimestamp() => ticks;

        public override DateTimeOffset GetUtcNow() =>
            DateTimeOffset.UnixEpoch.AddMicroseconds(Facts.NowMicros).AddHours(-3).AddTicks(ticks);
    }
}
