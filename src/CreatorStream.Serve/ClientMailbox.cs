using System.Threading.Channels;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using Microsoft.AspNetCore.SignalR;

namespace CreatorStream.Serve;

/// <summary>
/// The latest-value mailbox of one connection: per subscribed view it holds that there is something newer, not what.
/// One loop sends; each send is awaited, and takes the newest version when its turn comes. A slow client gets fewer,
/// newer updates.
/// </summary>
public sealed class ClientMailbox : IDisposable
{
    public const int MostSubscriptions = 64;

    private readonly ISingleClientProxy client;
    private readonly IViewSource views;
    private readonly Action<Exception> failed;
    private readonly CancellationTokenSource stop;
    private readonly Lock gate = new();
    private readonly Dictionary<ViewKey, Subscription> subscriptions = [];
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private bool isClosed;

    /// <param name="failed">Told of an error that ends the loop: the connection can't go on without it.</param>
    public ClientMailbox(
        ISingleClientProxy client,
        IViewSource views,
        Action<Exception> failed,
        CancellationToken aborted
    )
    {
        this.failed = failed;
        this.client = client;
        this.views = views;
        stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _ = Task.Run(() => SendAllAsync(stop.Token), CancellationToken.None);
    }

    /// <summary>Subscribes, or begins anew with a snapshot.</summary>
    public Task SubscribeAsync(ViewKey key)
    {
        lock (gate)
        {
            if (isClosed)
            {
                return Task.CompletedTask;
            }
            if (!subscriptions.ContainsKey(key) && subscriptions.Count >= MostSubscriptions)
            {
                throw new HubException($"At most {MostSubscriptions} subscriptions a connection.");
            }
            Drop(key);
            subscriptions[key] = new Subscription(views.Watch(key)) { IsChanged = true };
        }
        wake.Writer.TryWrite(true);
        return Task.CompletedTask;
    }

    public void Unsubscribe(ViewKey key)
    {
        lock (gate)
        {
            Drop(key);
        }
    }

    /// <summary>Notes that a view has a newer version.</summary>
    public void Note(ViewKey key)
    {
        lock (gate)
        {
            if (!subscriptions.TryGetValue(key, out Subscription? subscription) || subscription.IsChanged)
            {
                return;
            }
            subscription.IsChanged = true;
        }
        wake.Writer.TryWrite(true);
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
        lock (gate)
        {
            isClosed = true;
            foreach (ViewKey key in subscriptions.Keys.ToArray())
            {
                Drop(key);
            }
        }
    }

    private void Drop(ViewKey key)
    {
        if (subscriptions.Remove(key, out Subscription? subscription))
        {
            subscription.Watching.Dispose();
        }
    }

    private async Task SendAllAsync(CancellationToken cancel)
    {
        try
        {
            while (await wake.Reader.WaitToReadAsync(cancel))
            {
                wake.Reader.TryRead(out _);
                (ViewKey Key, Subscription Subscription)[] due;
                lock (gate)
                {
                    due = [.. subscriptions.Where(of => of.Value.IsChanged).Select(of => (of.Key, of.Value))];
                    foreach ((_, Subscription subscription) in due)
                    {
                        subscription.IsChanged = false;
                    }
                }
                foreach ((ViewKey key, Subscription subscription) in due)
                {
                    await SendAsync(key, subscription, cancel);
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The connection is gone.
        }
        catch (Exception error)
        {
            failed(error);
        }
    }

    private async Task SendAsync(ViewKey key, Subscription subscription, CancellationToken cancel)
    {
        if (views.Get(key) is not { } newest || ReferenceEquals(newest, subscription.Sent))
        {
            return;
        }
        if (subscription.Sent is not { } sent)
        {
            await client.SendAsync("snapshot", ViewJson.Snapshot(newest, subscription.Seq), cancel);
        }
        else if (!ViewJson.AreAlike(sent, newest))
        {
            subscription.Seq++;
            await client.SendAsync("snapshot", ViewJson.Snapshot(newest, subscription.Seq), cancel);
        }
        else if (ViewJson.Delta(sent, newest, subscription.Seq + 1) is { } delta)
        {
            subscription.Seq++;
            await client.SendAsync("delta", delta, cancel);
        }
        subscription.Sent = newest;
    }

    private sealed class Subscription(IDisposable watching)
    {
        public IDisposable Watching => watching;
        public bool IsChanged { get; set; }
        public ViewDocument? Sent { get; set; }
        public long Seq { get; set; } = 1;
    }
}
