using CreatorStream.Events;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>Time and kind of a touch in one integer that sorts like them: microseconds since 2000 × 16 + kind.</summary>
public static class TouchKey
{
    public static ulong Of(long timeMicros, EventType kind) =>
        ((ulong)(timeMicros - Rfc3339.EarliestMicros) << 4) | (ulong)kind;

    public static long TimeMicros(ulong key) => (long)(key >> 4) + Rfc3339.EarliestMicros;

    public static EventType Kind(ulong key) => (EventType)(key & 15);

    public static int Pane(ulong key) => (int)((long)(key >> 4) / Analytics.Panes.Pane.Micros);
}
