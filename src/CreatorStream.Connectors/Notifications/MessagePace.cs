namespace CreatorStream.Connectors.Notifications;

/// <summary>How many messages a minute people get each by itself. For one task.</summary>
internal sealed class MessagePace(TimeProvider time)
{
    public const int MostPerMinute = 20;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>When those of the last minute went.</summary>
    private readonly Queue<long> sent = [];

    /// <summary>What waits now was held back, and is to be told in one message.</summary>
    public bool HasHeldBack { get; private set; }

    /// <summary>To be asked before each message.</summary>
    /// <returns>How long to hold back what waits; null: it may be sent.</returns>
    public TimeSpan? Rest()
    {
        // Looked at once: a minute that ends in between would be a rest of less than nothing.
        long now = time.GetTimestamp();
        while (sent.TryPeek(out long first) && time.GetElapsedTime(first, now) >= Minute)
        {
            sent.Dequeue();
        }
        if (sent.Count < MostPerMinute)
        {
            return null;
        }
        HasHeldBack = true;
        return Minute - time.GetElapsedTime(sent.Peek(), now);
    }

    /// <summary>A message was taken, or given up.</summary>
    public void Count()
    {
        HasHeldBack = false;
        sent.Enqueue(time.GetTimestamp());
    }
}
