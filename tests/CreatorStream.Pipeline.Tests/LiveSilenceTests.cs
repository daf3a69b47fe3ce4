using System.Text.Json.Nodes;
using System.Threading.Channels;
using CreatorStream.Analytics.Alerts;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Alerts;

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
        service.Pass(minute: 14, events: 0);
        Assert.Empty(service.Alerts);
        service.Pass(minute: 2, events: 0);
        JsonNode open = Assert.Single(service.Alerts);
        Assert.Equal((AlertRules.NoActivity, null), ((string?)open["rule"], (string?)open["closed"]));
        service.Pass(minute: 24, events: 0);
        JsonNode still = Assert.Single(service.Alerts);
        Assert.Equal((string?)open["id"], (string?)still["id"]);
        Assert.InRange((double)still["value"]!, 39, 40);
        // As if nothing had been said before.
        service.Pass(minute: 1, events: 4);
        JsonNode closed = Assert.Single(service.Alerts);
        Assert.Equal((string?)open["id"], (string?)closed["id"]);
        Assert.NotNull(closed["closed"]);
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
        silence.Hear(TimeSpan.FromMinutes(129), TimeSpan.FromSeconds(-2));
        Assert.True(silence.IsLive);
        Assert.Equal([0, 5, 59, 60, 60, 75, 1440, 1440], new[] { 0, 5, 59, 60, 74, 75, 1440, 9_000 }.Select(After));
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
            task.Open();
        }

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
