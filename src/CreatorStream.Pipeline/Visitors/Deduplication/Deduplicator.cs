using CreatorStream.Events;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>
/// Accepts each event once, as far back as events are accepted at all. What is accepted depends on the record alone:
/// its fields and the time at which the log took it, never on a clock or on what came before.
/// </summary>
public sealed class Deduplicator(TimeSpan? retention)
{
    private const long HourMicros = 3_600_000_000;

    // As many as stay in a core's cache: this is a hint for the operator, not a figure.
    private const int MostRecentNames = 65_536;

    /// <summary>An event this much older than the newest of its task counts as late in the metrics.</summary>
    private const long LateMicros = 60_000_000;

    private readonly Dictionary<long, FingerprintSet> buckets = [];
    private FingerprintSet recentNames = new();
    private readonly HashSet<long> changed = [];
    private long lastHour = long.MinValue;
    private FingerprintSet lastBucket = new();
    private long newestMicros;

    public long AcceptedCount { get; set; }
    public long Duplicates { get; set; }

    /// <summary>New events whose source, visitor and id were among the last 65,536 names of the task with another content.</summary>
    public long ReusedIds { get; set; }
    public long Late { get; set; }

    /// <summary>Older than the retention, before the log took them.</summary>
    public long TooOld { get; set; }

    /// <summary>More than ten minutes ahead of the log's clock.</summary>
    public long TooEarly { get; set; }

    /// <summary>Buckets by hour since 1970.</summary>
    public IReadOnlyDictionary<long, FingerprintSet> Buckets => buckets;

    public void Process(FactBatch batch)
    {
        ReadOnlySpan<long> times = batch.Events.TimesMicros;
        ReadOnlySpan<ulong> fingerprints = batch.Identity.Fingerprints;
        long latest = batch.AppendedAtMicros + EventParser.MostAheadMicros;
        long earliest = retention is { } kept
            ? Math.Max(Rfc3339.EarliestMicros, batch.AppendedAtMicros - (long)kept.TotalMicroseconds)
            : Rfc3339.EarliestMicros;
        for (int row = 0; row < times.Length; row++)
        {
            if (row + Prefetch.Far < times.Length)
            {
                // Most likely it goes to the bucket of the event before.
                lastBucket.PrefetchSlot(fingerprints[row + Prefetch.Far]);
            }
            long time = times[row];
            if (time > latest)
            {
                TooEarly++;
            }
            else if (time < earliest)
            {
                TooOld++;
            }
            else if (!Bucket(time / HourMicros).Add(fingerprints[row]))
            {
                Duplicates++;
            }
            else
            {
                AcceptedCount++;
                changed.Add(lastHour);
                NoteName(batch.Identity.Names[row]);
                if (time < newestMicros - LateMicros)
                {
                    Late++;
                }
                else if (time > newestMicros)
                {
                    newestMicros = time;
                }
                batch.Accept(row);
            }
        }
    }

    /// <summary>Hours whose buckets changed since they were saved.</summary>
    public IReadOnlySet<long> ChangedHours => changed;

    /// <summary>All is saved. Buckets that got nothing meanwhile are sealed: they need less memory so.</summary>
    public void ClearChanged()
    {
        foreach ((long hour, FingerprintSet bucket) in buckets)
        {
            if (!changed.Contains(hour))
            {
                bucket.Seal();
            }
        }
        changed.Clear();
    }

    public void Restore(long hour, FingerprintSet bucket) => buckets[hour] = bucket;

    private FingerprintSet Bucket(long hour)
    {
        if (hour != lastHour)
        {
            if (!buckets.TryGetValue(hour, out FingerprintSet? bucket))
            {
                buckets[hour] = bucket = new FingerprintSet();
            }
            lastHour = hour;
            lastBucket = bucket;
        }
        return lastBucket;
    }

    private void NoteName(ulong name)
    {
        if (!recentNames.Add(name))
        {
            ReusedIds++;
        }
        else if (recentNames.Count == MostRecentNames)
        {
            recentNames = new FingerprintSet();
        }
    }
}
