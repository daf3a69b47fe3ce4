namespace CreatorStream.Pipeline.Ports;

/// <summary>What was told of an alert, by which channel.</summary>
/// <param name="Event">opened or closed.</param>
/// <param name="Creator">Empty: the alert is about the whole campaign.</param>
/// <param name="OpenedMicros">When the alert opened, as it was told: microseconds since 1970.</param>
public sealed record ToldAlert(
    string Channel,
    string Event,
    string Workspace,
    string Campaign,
    string Rule,
    string Creator,
    long OpenedMicros
);

/// <summary>A message that a channel has not taken yet. Times are microseconds since 1970, of the clock.</summary>
/// <param name="Id">The same at every attempt.</param>
/// <param name="FirstMicros">When it was put in.</param>
/// <param name="DueMicros">When it is to be sent next.</param>
/// <param name="Attempts">How many failed.</param>
public sealed record WaitingMessage(
    string Id,
    string Channel,
    byte[] Body,
    long FirstMicros,
    long DueMicros,
    int Attempts
);

/// <summary>
/// What was told and what waits to be sent, durably. Every call throws <see cref="LogUnavailableException"/> where the disk
/// doesn't take or give it; nothing was changed then. Safe for use by several threads.
/// </summary>
public interface INotificationStore
{
    /// <summary>When it was made: microseconds since 1970.</summary>
    long SinceMicros { get; }

    /// <summary>What was told of a campaign's alerts.</summary>
    IReadOnlyList<ToldAlert> Told(string workspace, string campaign);

    /// <summary>Notes that an alert is told, and puts the message in that tells it, both or neither.</summary>
    /// <param name="after">The ids of those that it is held back for, for as long as they wait.</param>
    void Tell(ToldAlert alert, WaitingMessage message, IReadOnlyList<string> after);

    int Waiting(string channel);

    /// <summary>The message of a channel that is due first, of those that none is to come before; null: none waits.</summary>
    WaitingMessage? Next(string channel);

    /// <summary>All messages of a channel that are due, in turn, but those that one is to come before which is not due.</summary>
    IReadOnlyList<WaitingMessage> Due(string channel, long nowMicros);

    /// <summary>Notes an attempt that failed.</summary>
    void Postpone(WaitingMessage message);

    /// <summary>Takes a message out, which was sent or given up.</summary>
    void Remove(WaitingMessage message);

    /// <summary>
    /// Forgets what was told long ago, by the clock and by all that was told since: one of them alone may have been set
    /// ahead. What waits stays, for who sends it gives it up, but that of channels which are no more.
    /// </summary>
    /// <param name="keptFor">How long ago.</param>
    /// <param name="channels">Those that there are.</param>
    void Prune(long nowMicros, TimeSpan keptFor, IReadOnlySet<string> channels);
}
