namespace CreatorStream.Connectors.Notifications;

/// <summary>How many messages a minute people get each by itself. For one task.</summary>
internal sealed class MessagePace(TimeProvider time)
{
    public const int MostPerMinute = 20;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private long began = time.GetTimestamp();
    private int sent;

    /// <summary>What waits now was held back, and is to be told in one message.</summary>
    public bool HasHeldBack { get; private set; }

    /// <summary>To be asked before each message.</summary>
    /// <returns>How long to hold back what waits; null: it may be sent.</returns>
    public TimeSpan? Rest()
    {
        TimeSpan left = Minute - time.GetElapsedTime(began);
        if (left > TimeSpan.Zero)
        {
            HasHeldBack = sent >= MostPerMinute;
            return HasHeldBack ? left : null;
        }
        if (!HasHeldBack)
        {
            Restart();
        }
        return null;
    }

    /// <summary>A message was taken.</summary>
    public void Count()
    {
        if (HasHeldBack)
        {
            Restart();
        }
        sent++;
    }

    private void Restart() => (began, sent, HasHeldBack) = (time.GetTimestamp(), 0, false);
}
