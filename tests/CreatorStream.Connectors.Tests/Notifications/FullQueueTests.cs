using CreatorStream.Connectors.Notifications;

namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>What becomes of alerts that a channel has no room for, for longer than they are news.</summary>
public sealed class FullQueueTests : IDisposable
{
    private readonly World world = new(
        """
        channels:
          - { name: ops, kind: webhook, url: "https://example.org/x", secret: { file: secret } }
          - { name: all, kind: webhook, url: "https://example.org/y", secret: { file: secret } }
        rules:
          - { channels: [all] }
          - { channels: [all], severity: warning, events: [opened, closed] }
        """
    );
    private readonly FaultyStore store;
    private readonly AlertWatch watch;

    public FullQueueTests()
    {
        store = new FaultyStore(world.Store) { IsFull = true };
        watch = new AlertWatch(world.Settings, store, world.Views, world.Time, world.Log);
    }

    public void Dispose()
    {
        watch.Dispose();
        world.Dispose();
    }

    [Fact]
    public void What_is_history_before_there_is_room_is_counted_and_said_once()
    {
        world.Show(world.Alert(5, isOpen: true), world.Alert(5, isOpen: true, creator: "ann"));
        watch.Look();
        watch.Look();
        world.Time.Advance(TimeSpan.FromHours(5));
        watch.Look();
        Assert.Equal((1, 0), (Said("no room for more"), watch.LostOf("all")));
        world.Time.Advance(TimeSpan.FromHours(2));
        watch.Look();
        watch.Look();
        Assert.Equal((2, 0), (watch.LostOf("all"), watch.LostOf("ops")));
        Assert.Equal(1, Said("Error: 2 alerts are not told by the channel all"));
        // It has room again, and then has not: that is another time.
        store.IsFull = false;
        Assert.Empty(watch.Look());
        store.IsFull = true;
        world.Show(world.Alert(5, isOpen: true, creator: "bea"));
        watch.Look();
        Assert.Equal((2, 2), (Said("no room for more"), watch.LostOf("all")));
        // That it is so again and again is said once a minute.
        store.IsFull = false;
        watch.Look();
        store.IsFull = true;
        world.Show(world.Alert(5, isOpen: true, creator: "cem"));
        watch.Look();
        Assert.Equal(2, Said("no room for more"));
    }

    [Fact]
    public void What_is_lost_bit_by_bit_is_said_once_a_minute()
    {
        world.Show([
            .. Enumerable.Range(0, 5).Select(n => world.Alert(5 - (n * 0.25), isOpen: true, creator: $"c{n}")),
        ]);
        watch.Look();
        world.Time.Advance(TimeSpan.FromHours(6) - TimeSpan.FromSeconds(59));
        for (int n = 0; n < 5; n++)
        {
            watch.Look();
            Assert.Equal(n + 1, watch.LostOf("all"));
            world.Time.Advance(TimeSpan.FromSeconds(15));
        }
        watch.Look();
        Assert.Equal((1, 1), (Said("1 alerts are not told"), Said("4 alerts are not told")));
    }

    [Fact]
    public void What_was_told_or_muted_or_is_gone_in_time_is_not_lost()
    {
        world.Show(
            world.Alert(5, isOpen: true, creator: "ann"),
            world.Alert(5, isOpen: true, creator: "bea"),
            world.Alert(5, isOpen: true, creator: "cem")
        );
        watch.Look();
        world.Show(world.Alert(5, isOpen: true, creator: "ann"), world.Alert(5, creator: "bea", isMuted: true));
        store.IsFull = false;
        Assert.Equal(["all"], watch.Look());
        // Its end has to wait for room too, and is told however old it is.
        store.IsFull = true;
        world.Show(world.Alert(5, creator: "ann"), world.Alert(5, creator: "bea", isMuted: true));
        watch.Look();
        world.Time.Advance(TimeSpan.FromHours(7));
        watch.Look();
        Assert.Equal((0, 1), (watch.LostOf("all"), world.Store.Waiting("all")));
        store.IsFull = false;
        watch.Look();
        Assert.Equal((0, 2), (watch.LostOf("all"), world.Store.Waiting("all")));
    }

    private int Said(string words) => world.Log.Lines.Count(line => line.Contains(words, StringComparison.Ordinal));
}
