using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>Looks through what somebody met, ordered by time and kind.</summary>
internal static class MetTouches
{
    /// <returns>The last touch that is not behind a time, or −1.</returns>
    public static int LastBefore(ReadOnlySpan<JourneyTouch> touches, long micros) =>
        ~touches.BinarySearch(new JustBehind(micros)) - 1;

    /// <returns>The last touch not behind one that is none of a crowd (<see cref="OrderPathBuilder.MostAtOnce"/>), or −1.</returns>
    public static int BelowCrowds(ReadOnlySpan<JourneyTouch> touches, int at)
    {
        while (at >= OrderPathBuilder.MostAtOnce && touches[at - OrderPathBuilder.MostAtOnce].Key == touches[at].Key)
        {
            at = ~touches[..at].BinarySearch(new JustBefore(touches[at].Key)) - 1;
        }
        return at;
    }

    /// <summary>Stands before the touches of a key, and behind those before it.</summary>
    private readonly struct JustBefore(ulong key) : IComparable<JourneyTouch>
    {
        public int CompareTo(JourneyTouch touch) => touch.Key < key ? 1 : -1;
    }

    /// <summary>Stands behind the touches of a time, and before those after it.</summary>
    private readonly struct JustBehind(long micros) : IComparable<JourneyTouch>
    {
        public int CompareTo(JourneyTouch touch) => touch.TimeMicros <= micros ? 1 : -1;
    }
}
