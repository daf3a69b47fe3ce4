using System.Collections.Concurrent;

namespace CreatorStream.Collect;

/// <summary>What came in and what was turned away, since the start.</summary>
public sealed class CollectMetrics
{
    private readonly ConcurrentDictionary<string, long> rejectedByField = new();
    private readonly ConcurrentDictionary<string, long> mendedByField = new();
    private long accepted;
    private long lostClicks;

    public long Accepted => Interlocked.Read(ref accepted);

    /// <summary>By the field at fault; "body" for a whole body or line, "limit" for a request above a limit, "rate" for one too many a second, "signature" for a webhook's that is not proven, "log" while the log is unavailable, "state" while state has no room, "past" for past events of which too many wait.</summary>
    // A copy: sorting the live one fails when a field is at fault for the first time meanwhile.
    public IEnumerable<KeyValuePair<string, long>> Rejected => rejectedByField.ToArray();

    /// <summary>Fields that were cut, replaced or left out, of events that were kept; "visitor" for ids that are not ours.</summary>
    public IEnumerable<KeyValuePair<string, long>> Mended => mendedByField.ToArray();

    /// <summary>Clicks on tracked links that led on though they could not be taken.</summary>
    public long LostClicks => Interlocked.Read(ref lostClicks);

    public void CountAccepted(int facts) => Interlocked.Add(ref accepted, facts);

    public void CountRejected(string field) =>
        rejectedByField.AddOrUpdate(field.Length == 0 ? "body" : field, 1, (_, before) => before + 1);

    public void CountMended(string field) => mendedByField.AddOrUpdate(field, 1, (_, before) => before + 1);

    public void CountLostClick() => Interlocked.Increment(ref lostClicks);
}
