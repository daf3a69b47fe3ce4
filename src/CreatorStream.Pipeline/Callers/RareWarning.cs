namespace CreatorStream.Pipeline.Callers;

/// <summary>When to warn of what strangers may do as often as they like: at most once a minute, with how often it was.</summary>
public sealed class RareWarning(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long? saidAt;
    private long unsaid;

    /// <summary>It happened once more.</summary>
    /// <returns>How often since the last warning, where there is to be one now; else 0.</returns>
    public long Count()
    {
        lock (gate)
        {
            unsaid++;
            if (saidAt is { } at && time.GetElapsedTime(at) < Interval)
            {
                return 0;
            }
            (saidAt, long count, unsaid) = (time.GetTimestamp(), unsaid, 0);
            return count;
        }
    }
}
