using CreatorStream.Events;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>A fingerprint with the second of its event, since 2000, by which it is found again.</summary>
public readonly record struct SeenEvent(uint Second, ulong Fingerprint)
{
    /// <param name="timeMicros">Since 1970, not before 2000.</param>
    public static SeenEvent Of(long timeMicros, ulong fingerprint) =>
        new((uint)((timeMicros - Rfc3339.EarliestMicros) / 1_000_000), fingerprint);
}
