using CreatorStream.Connectors.Notifications;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>A store of which some writes fail, as on a full disk, and which may say that it is full.</summary>
internal sealed class FaultyStore(INotificationStore store) : INotificationStore
{
    /// <summary>Told of each write by its name, before it is done; may throw.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>Whether it says of each channel that there is no room.</summary>
    public bool IsFull { get; set; }

    public long SinceMicros => store.SinceMicros;

    public IReadOnlyList<ToldAlert> Told(string workspace, string campaign) => store.Told(workspace, campaign);

    public int Waiting(string channel) => IsFull ? AlertWatch.MostWaiting : store.Waiting(channel);

    public WaitingMessage? Next(string channel) => store.Next(channel);

    public IReadOnlyList<WaitingMessage> Due(string channel, long nowMicros) => store.Due(channel, nowMicros);

    public void Tell(ToldAlert alert, WaitingMessage message, IReadOnlyList<string> after)
    {
        Before(nameof(Tell));
        store.Tell(alert, message, after);
    }

    public void Postpone(WaitingMessage message)
    {
        Before(nameof(Postpone));
        store.Postpone(message);
    }

    public void Remove(WaitingMessage message)
    {
        Before(nameof(Remove));
        store.Remove(message);
    }

    public void Prune(long nowMicros, TimeSpan keptFor, IReadOnlySet<string> channels)
    {
        Before(nameof(Prune));
        store.Prune(nowMicros, keptFor, channels);
    }
}
