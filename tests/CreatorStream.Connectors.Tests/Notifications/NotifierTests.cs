using CreatorStream.Connectors.Notifications;
using CreatorStream.Embedded;
using CreatorStream.Pipeline.Ports;
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
        var time = new QuickTimers();
        using var kept = SqliteNotificationStore.Open(folder.Path("notifications.db"), time);
        var store = new FaultyStore(kept);
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
        await notifier.StartAsync(CancellationToken.None);
        await Eventually.Holds("it has come so far again", () => store.Pruned > 1);
        await notifier.StopAsync(CancellationToken.None);
    }

    /// <summary>Fails in its own way the first time.</summary>
    private sealed class FaultyStore(INotificationStore of) : INotificationStore
    {
        private int pruned;

        public int Pruned => Volatile.Read(ref pruned);

        public long SinceMicros => of.SinceMicros;

        public IReadOnlyList<ToldAlert> Told(string workspace, string campaign) => of.Told(workspace, campaign);

        public void Tell(ToldAlert alert, WaitingMessage message) => of.Tell(alert, message);

        public int Waiting(string channel) => of.Waiting(channel);

        public WaitingMessage? Next(string channel) => of.Next(channel);

        public IReadOnlyList<WaitingMessage> Due(string channel, long nowMicros) => of.Due(channel, nowMicros);

        public void Postpone(WaitingMessage message) => of.Postpone(message);

        public void Remove(WaitingMessage message) => of.Remove(message);

        public void Prune(long beforeMicros)
        {
            if (Interlocked.Increment(ref pruned) == 1)
            {
                throw new InvalidOperationException("by the test");
            }
            of.Prune(beforeMicros);
        }
    }

    /// <summary>What is to come in a second comes in a millisecond.</summary>
    private sealed class QuickTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 1_000 : dueTime, period);
    }
}
