namespace CreatorStream.Connectors.Notifications;

/// <summary>What became of an attempt to send.</summary>
internal enum Outcome
{
    Taken,

    /// <summary>It may succeed later.</summary>
    Again,

    /// <summary>The other side won't have it, now or later.</summary>
    Refused,
}

/// <summary>What the other side answered.</summary>
/// <param name="Said">In few words of ours, with no secret in them: it is logged.</param>
/// <param name="RetryAfter">How long it asked to be left alone.</param>
/// <param name="Body">The beginning of its own words, for who tries a channel; never logged.</param>
/// <param name="IsForAll">It was taken for all receivers: else what is said names those it was not taken for.</param>
internal sealed record Answer(
    Outcome Outcome,
    string Said,
    TimeSpan? RetryAfter = null,
    string? Body = null,
    bool IsForAll = true
);

/// <summary>A way to tell somebody.</summary>
internal abstract class Channel(string name)
{
    public string Name => name;

    /// <summary>People don't read hundreds of messages; programs want each.</summary>
    public virtual bool IsForPeople => true;

    /// <param name="id">The same at every attempt: who has taken it needs no second one.</param>
    /// <param name="tries">How many attempts to send it failed before.</param>
    /// <param name="cancel">Also ends an attempt that takes too long.</param>
    public abstract Task<Answer> SendAsync(string id, Notification notification, int tries, CancellationToken cancel);
}
