using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// Of which time events are accepted, which depends on the record alone: its fields and the time at which the log took it,
/// never on a clock or on what came before. And how many there were of each kind; repeats are told by journeys.
/// </summary>
public sealed class Acceptance(TimeSpan? retention)
{
    // As many as stay in a core's cache: this is a hint for the operator, not a figure.
    private const int RecentNameBits = 16;

    /// <summary>An event this much older than the newest of its task counts as late in the metrics.</summary>
    private const long LateMicros = 60_000_000;

    // Half of all that a long holds: no sum with it overflows.
    private readonly long keptMicros = retention is { } kept ? (long)kept.TotalMicroseconds : long.MaxValue / 2;
    private readonly uint[] recentNames = new uint[1 << RecentNameBits];
    private long newestMicros;

    /// <summary>Accepted so far.</summary>
    public long Count { get; set; }
    public long Duplicates { get; set; }

    /// <summary>
    /// New events whose source, visitor and id are those of an event shortly before with another content. 65,536 names
    /// are remembered, each in one place of its own, until another takes it.
    /// </summary>
    public long ReusedIds { get; set; }
    public long Late { get; set; }

    /// <summary>Older than the retention, before the log took them.</summary>
    public long TooOld { get; set; }

    /// <summary>More than ten minutes ahead of the log's clock.</summary>
    public long TooEarly { get; set; }

    /// <summary>Whether an event's time is one that is accepted; counted where it is not.</summary>
    public bool IsInTime(long timeMicros, long appendedAtMicros)
    {
        if (timeMicros > appendedAtMicros + EventParser.MostAheadMicros)
        {
            TooEarly++;
            return false;
        }
        if (timeMicros < Rfc3339.EarliestMicros || timeMicros < appendedAtMicros - keptMicros)
        {
            TooOld++;
            return false;
        }
        return true;
    }

    /// <summary>Counts a new event.</summary>
    /// <param name="name">Of its source, visitor and id.</param>
    public void Note(long timeMicros, ulong name)
    {
        Count++;
        if (timeMicros < newestMicros - LateMicros)
        {
            Late++;
        }
        newestMicros = Math.Max(newestMicros, timeMicros);
        ref uint recent = ref Recent(name);
        ReusedIds += recent == (uint)name ? 1 : 0;
        recent = (uint)name;
    }

    /// <summary>Brings near where a name is remembered.</summary>
    public void PrefetchName(ulong name) => Prefetch.Line(ref Recent(name));

    /// <summary>Of a name, its first bits tell the place, and its last ones are kept there.</summary>
    private ref uint Recent(ulong name) => ref recentNames[name >> (64 - RecentNameBits)];
}
