using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>
/// Accepts each event once, as far back as events are accepted at all. What is accepted depends on the record alone:
/// its fields and the time at which the log took it, never on a clock or on what came before.
/// </summary>
public sealed class Deduplicator(StateMemory memory, TimeSpan? retention, int mostInTable)
{
    // As many as stay in a core's cache: this is a hint for the operator, not a figure.
    private const int RecentNameBits = 16;

    /// <summary>An event this much older than the newest of its task counts as late in the metrics.</summary>
    private const long LateMicros = 60_000_000;

    // Half of all that a long holds: no sum with it overflows.
    private readonly long keptMicros = retention is { } kept ? (long)kept.TotalMicroseconds : long.MaxValue / 2;
    private readonly StateList<ulong> recentNames = new(memory, StatePart.Fingerprints);
    private long newestMicros;

    public long AcceptedCount { get; set; }
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

    /// <summary>All events accepted so far.</summary>
    public FingerprintStore Seen { get; } = new(memory, mostInTable);

    public void Process(FactBatch batch)
    {
        if (recentNames.Count == 0)
        {
            recentNames.AddRange(0, 1 << RecentNameBits);
        }
        ReadOnlySpan<long> times = batch.Events.TimesMicros;
        ReadOnlySpan<ulong> fingerprints = batch.Identity.Fingerprints;
        ReadOnlySpan<long> appended = batch.AppendedAtMicros;
        for (int row = 0; row < times.Length; row++)
        {
            if (row + Prefetch.Far < times.Length)
            {
                Seen.PrefetchSlot(fingerprints[row + Prefetch.Far]);
            }
            long time = times[row];
            if (time > appended[row] + EventParser.MostAheadMicros)
            {
                TooEarly++;
            }
            else if (time < Rfc3339.EarliestMicros || time < appended[row] - keptMicros)
            {
                TooOld++;
            }
            else if (!Seen.Add(SeenEvent.Of(time, fingerprints[row])))
            {
                Duplicates++;
            }
            else
            {
                AcceptedCount++;
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

    private void NoteName(ulong name)
    {
        ref ulong recent = ref recentNames[(int)(name >> (64 - RecentNameBits))];
        ReusedIds += recent == name ? 1 : 0;
        recent = name;
    }
}
