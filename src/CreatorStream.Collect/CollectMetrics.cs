using System.Collections.Concurrent;

namespace CreatorStream.Collect;

/// <summary>What came in and what was turned away, since the start.</summary>
public sealed class CollectMetrics
{
    private readonly ConcurrentDictionary<string, long> rejectedByField = new();
    private long accepted;

    public long Accepted => Interlocked.Read(ref accepted);

    /// <summary>By the field at fault; "body" for a whole body or line, "limit" for a request above a limit, "rate" for one too many a second, "log" while the log is unavailable, "state" while state has no room.</summary>
    // A copy: sorting the live one fails when a field is at fault for the first time meanwhile.
    public IEnumerable<KeyValuePair<string, long>> Rejected => rejectedByField.ToArray();

    public void CountAccepted(int facts) => Interlocked.Add(ref accepted, facts);

    public void CountRejected(string field, long facts = 1) =>
        rejectedByField.AddOrUpdate(field.Length == 0 ? "body" : field, facts, (_, before) => before + facts);
}
