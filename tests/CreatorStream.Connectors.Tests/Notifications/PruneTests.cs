using CreatorStream.Connectors.Notifications;
using CreatorStream.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>What is forgotten of what was told, and what is not.</summary>
public sealed class PruneTests : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private readonly World world = new(
        """
        channels: [{ name: all, kind: webhook, url: "http://127.0.0.1:1/", secret: { file: secret } }]
        rules: [{ channels: [all], events: [opened, closed] }]
        """
    );

    public void Dispose() => world.Dispose();

    /// <summary>As of a host that gets the time from the network after it started.</summary>
    [Fact]
    public async Task A_start_with_a_clock_that_is_ahead_forgets_nothing()
    {
        world.Show(world.Alert(5, isOpen: true));
        world.Watch.Look();
        world.Time.Set(TimeSpan.FromDays(40));
        bool isPruned = false;
        var store = new FaultyStore(world.Store) { Before = what => isPruned |= what == nameof(FaultyStore.Prune) };
        using var notifier = new Notifier(
            NotificationsFile.Read(world.Folder.Path("notifications.yaml")),
            store,
            world.Views,
            new QuickTimers(world.Time),
            NullLogger<Notifier>.Instance
        );
        using var end = new CancellationTokenSource();
        Task running = notifier.RunAsync(end.Token);
        await Eventually.Holds("it has pruned", () => Volatile.Read(ref isPruned));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        world.Time.Set(TimeSpan.FromDays(-40));
        Assert.Single(world.Waits("all"));
        world.Show(world.Alert(5, isOpen: true));
        Assert.Empty(world.Waits("all"));
    }

    [Fact]
    public void What_was_told_while_the_clock_was_ahead_makes_nothing_else_old()
    {
        world.Show(world.Alert(5, isOpen: true), world.Alert(5, isOpen: true, creator: "ann"));
        Assert.Equal(2, world.Waits("all").Length);
        object[] later = [world.Alert(5), world.Alert(5, isOpen: true, creator: "ann")];
        world.Time.Set(TimeSpan.FromDays(40));
        world.Show(later);
        Assert.Single(world.Waits("all"));
        Prune("all");
        world.Time.Set(TimeSpan.FromDays(-40));
        world.Show(later);
        Assert.Empty(world.Waits("all"));
    }

    [Fact]
    public void What_was_told_is_forgotten_a_month_later()
    {
        world.Show(world.Alert(5, isOpen: true));
        Assert.Single(world.Waits("all"));
        world.Time.Advance(TimeSpan.FromDays(31));
        // Nothing was told since: who knows whether the clock is right.
        Prune("all");
        Assert.Single(world.Store.Told("default", "spring"));
        world.Show(world.Alert(5, isOpen: true, creator: "ann"));
        Assert.Single(world.Waits("all"));
        Prune("all");
        Assert.Equal("ann", Assert.Single(world.Store.Told("default", "spring")).Creator);
    }

    /// <summary>Nobody would ever give it up.</summary>
    [Fact]
    public void What_waits_for_a_channel_that_is_no_more_is_forgotten_a_month_later()
    {
        world.Show(world.Alert(5, isOpen: true));
        world.Watch.Look();
        world.Time.Advance(TimeSpan.FromDays(29));
        Prune("another");
        Assert.Equal(1, world.Store.Waiting("all"));
        world.Time.Advance(TimeSpan.FromDays(2));
        Prune("all");
        Assert.Equal(1, world.Store.Waiting("all"));
        Prune("another");
        Assert.Equal(0, world.Store.Waiting("all"));
    }

    private void Prune(params string[] channels) =>
        world.Store.Prune(Rfc3339.ToMicros(world.Time.GetUtcNow()), KeptFor, channels.ToHashSet());
}
