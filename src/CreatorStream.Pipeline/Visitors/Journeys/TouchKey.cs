using CreatorStream.Events;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>
/// Time and kind of a touch in one integer that sorts like them: microseconds since 2000 in 58 bits, which reach beyond the year
/// 9999, and the kind in 6.
/// </summary>
public static class TouchKey
{
    public const int KindBits = 6;

    public static ulong Of(long timeMicros, EventType kind) =>
        ((ulong)(timeMicros - Rfc3339.EarliestMicros) << KindBits) | (ulong)kind;

    public static long TimeMicros(ulong key) => (long)(key >> KindBits) + Rfc3339.EarliestMicros;

    public static EventType Kind(ulong key) => (EventType)(key & ((1 << KindBits) - 1));

    public static int Pane(ulong key) => (int)((long)(key >> KindBits) / Analytics.Panes.Pane.Micros);

    /// <summary>
    /// As it is told to other processes, and was stored at first: when there were 4 bits for the kind. Its other two take the
    /// place of those that no time needs.
    /// </summary>
    public static ulong ToNarrow(ulong key) => ((key & 0x30) << 58) | ((key >> KindBits) << 4) | (key & 0xF);

    public static ulong OfNarrow(ulong narrow) =>
        ((narrow << 2 >> 6) << KindBits) | (narrow >> 62 << 4) | (narrow & 0xF);
}
