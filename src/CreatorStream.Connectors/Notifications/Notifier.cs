using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Connectors.Notifications;

/// <summary>Tells people and programs of alerts, by the rules of a file, for as long as the process runs.</summary>
public sealed class Notifier : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StoreRest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PruneInterval = TimeSpan.FromDays(1);

    /// <summary>Longer than an alert is shown and a message waits.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private readonly INotificationStore store;
    private readonly TimeProvider time;
    private readonly ILogger<Notifier> logger;
    private readonly AlertWatch watch;
    private readonly ChannelDelivery[] channels;
    private readonly HttpSender sender;
    private DateTimeOffset prunedAt;

    /// <param name="views">From which nothing has come yet: what is there is not looked at before it changes.</param>
    public Notifier(
        NotificationsFile file,
        INotificationStore store,
        IViewSource views,
        TimeProvider time,
        ILogger<Notifier> logger
    )
    {
        ArgumentNullException.ThrowIfNull(file);
        this.store = store;
        this.time = time;
        this.logger = logger;
        sender = new HttpSender(time);
        NotificationSettings settings = file.Open(sender, time);
        watch = new AlertWatch(settings, store, views, time, logger);
        channels =
        [
            .. settings.Channels.Select(channel => new ChannelDelivery(channel, settings.Address, store, time, logger)),
        ];
    }

    /// <summary>How each channel does.</summary>
    public IReadOnlyList<ChannelState> Channels =>
        [
            .. channels.Select(of => new ChannelState(
                of.Name,
                of.Waiting,
                of.Delivered,
                of.Failed,
                of.GivenUp + watch.LostOf(of.Name),
                of.Fault?.Said,
                of.Fault?.At
            )),
        ];

    public void Dispose()
    {
        watch.Dispose();
        sender.Dispose();
    }

    /// <summary>Until cancelled, or until one of its loops ends: then all do.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAll([
            EndAllAfterAsync(LookAsync),
            .. channels.Select(channel => Task.Run(() => EndAllAfterAsync(channel.RunAsync), CancellationToken.None)),
        ]);

        // Nobody would see that one has ended while others go on.
        async Task EndAllAfterAsync(Func<CancellationToken, Task> loop)
        {
            try
            {
                await loop(ending.Token);
            }
            finally
            {
                await ending.CancelAsync();
            }
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        TimeSpan rest = LookInterval;
        while (true)
        {
            await Task.Delay(rest, time, cancel);
            rest = LookInterval;
            try
            {
                Prune();
                IReadOnlySet<string> told = watch.Look();
                foreach (ChannelDelivery channel in channels.Where(channel => told.Contains(channel.Name)))
                {
                    channel.Wake();
                }
            }
            catch (LogUnavailableException error)
            {
                logger.NotificationsCantBeKept(error.Message);
                rest = StoreRest;
                WakeAll();
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                // A fault of ours. Nobody would see that alerts are told no more, for channels go on.
                logger.AlertsCantBeLookedAt(error);
                rest = StoreRest;
                WakeAll();
            }
        }
    }

    /// <summary>Whom something was put in for before it went wrong isn't known.</summary>
    private void WakeAll()
    {
        foreach (ChannelDelivery channel in channels)
        {
            channel.Wake();
        }
    }

    private void Prune()
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now - prunedAt >= PruneInterval)
        {
            store.Prune(Rfc3339.ToMicros(now), KeptFor, channels.Select(channel => channel.Name).ToHashSet());
            prunedAt = now;
        }
    }
}

/// <summary>How a channel does.</summary>
/// <param name="Waiting">Messages that it has not taken yet.</param>
/// <param name="Failed">Attempts since the start that failed.</param>
/// <param name="GivenUp">Messages since the start that were refused, or not taken for a day, or that there was no room for until their alert was history.</param>
/// <param name="Fault">Why the last attempt failed; null: it didn't, or there was none.</param>
public sealed record ChannelState(
    string Name,
    int Waiting,
    long Delivered,
    long Failed,
    long GivenUp,
    string? Fault,
    DateTimeOffset? FaultAt
);
