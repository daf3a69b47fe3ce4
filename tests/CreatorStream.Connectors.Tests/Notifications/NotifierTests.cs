using CreatorStream.Connectors.Notifications;
using CreatorStream.Embedded;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Redis.Tests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>What runs for as long as the process does.</summary>
public sealed class NotifierTests
{
    /// <summary>Channels go on without it, so nobody would see that alerts are told no more.</summary>
    [Fact]
    public async Task Alerts_are_looked_at_again_after_a_fault_that_nobody_expected()
    {
        using var folder = new Scratch();
        using var views = new MemoryViewStore();
        var time = new QuickTimers(TimeProvider.System);
        using var kept = SqliteNotificationStore.Open(folder.Path("notifications.db"), time);
        int pruned = 0;
        var store = new FaultyStore(kept)
        {
            Before = _ =>
            {
                if (Interlocked.Increment(ref pruned) == 1)
                {
                    throw new InvalidOperationException("by the test");
                }
            },
        };
        folder.Write("secret", World.Secret);
        string file = folder.Write(
            "notifications.yaml",
            """
            channels: [{ name: all, kind: webhook, url: "http://127.0.0.1:1/", secret: { file: secret } }]
            rules: [{ channels: [all] }]
            """
        );
        using var notifier = new Notifier(
            NotificationsFile.Read(file),
            store,
            views,
            time,
            NullLogger<Notifier>.Instance
        );
        using var end = new CancellationTokenSource();
        Task running = notifier.RunAsync(end.Token);
        await Eventually.Holds("it has come so far again", () => Volatile.Read(ref pruned) > 1);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>Of what was put in before the store failed the channel must hear: no later alert may ever come.</summary>
    [Fact]
    public async Task What_was_put_in_before_a_fault_is_sent()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using var world = new World(
            $$"""
            channels: [{ name: all, kind: webhook, url: "{{receiver.Url}}", secret: { file: secret } }]
            rules: [{ channels: [all] }]
            """
        );
        int told = 0;
        var store = new FaultyStore(world.Store)
        {
            Before = what =>
            {
                if (what == nameof(INotificationStore.Tell) && ++told > 1)
                {
                    throw new LogUnavailableException("the disk is full");
                }
            },
        };
        using var notifier = new Notifier(
            NotificationsFile.Read(world.Folder.Path("notifications.yaml")),
            store,
            world.Views,
            new QuickTimers(world.Time),
            NullLogger<Notifier>.Instance
        );
        world.Show(world.Alert(5, isOpen: true), world.Alert(5, isOpen: true, creator: "ann"));
        using var end = new CancellationTokenSource();
        Task running = notifier.RunAsync(end.Token);
        await Eventually.Holds("the first is sent", () => receiver.Calls.Count == 1);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task What_a_channel_never_had_room_for_is_given_up()
    {
        using var world = new World(
            """
            channels: [{ name: all, kind: webhook, url: "http://127.0.0.1:1/", secret: { file: secret } }]
            rules: [{ channels: [all] }]
            """
        );
        var log = new RecordedLog<Notifier>();
        using var notifier = new Notifier(
            NotificationsFile.Read(world.Folder.Path("notifications.yaml")),
            new FaultyStore(world.Store) { IsFull = true },
            world.Views,
            new QuickTimers(world.Time),
            log
        );
        world.Show(world.Alert(5, isOpen: true));
        using var end = new CancellationTokenSource();
        Task running = notifier.RunAsync(end.Token);
        await Eventually.Holds("it was looked at", () => log.Has("no room for more"));
        Assert.Equal(0, notifier.Channels[0].GivenUp);
        world.Time.Advance(TimeSpan.FromHours(7));
        await Eventually.Holds("it is given up", () => notifier.Channels[0].GivenUp == 1);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>A channel that ended would only look busy, while others go on.</summary>
    [Fact]
    public async Task Where_one_of_its_loops_ends_all_do_and_the_process_hears_of_it()
    {
        using var world = new World(
            """
            channels: [{ name: all, kind: webhook, url: "http://127.0.0.1:1/", secret: { file: secret } }]
            rules: [{ channels: [all] }]
            """
        );
        using var notifier = new Notifier(
            NotificationsFile.Read(world.Folder.Path("notifications.yaml")),
            new FaultyStore(world.Store) { Before = _ => throw new InvalidOperationException("by the test") },
            world.Views,
            new QuickTimers(world.Time),
            new BrokenLog()
        );
        Task running = notifier.RunAsync(CancellationToken.None);
        await Eventually.Holds("it has ended", () => running.IsCompleted);
        await Assert.ThrowsAsync<TimeoutException>(() => running);
    }

    /// <summary>So that what a loop says of a fault is another one.</summary>
    private sealed class BrokenLog : ILogger<Notifier>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => throw new TimeoutException("by the test");
    }
}
