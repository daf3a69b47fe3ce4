using CreatorStream.Events;

namespace CreatorStream.Analytics.Panes;

/// <summary>
/// Time is cut into panes of 10 s: pane n is [2000-01-01 + 10 s × n, + 10 s), a pure function of event time. Every
/// window is a range of panes. Older panes are merged into the first pane of their minute or hour, so a range whose
/// bounds fall on that minute or hour keeps its exact sum.
/// </summary>
public static class Pane
{
    public const long Micros = 10_000_000;
    public const int PerMinute = 6;
    public const int PerHour = 360;
    public const int PerDay = 8640;

    /// <summary>Panes at least this far behind the greatest event time may be kept by the minute.</summary>
    public const int MinuteAge = 2 * PerDay;

    /// <summary>Panes at least this far behind the greatest event time may be kept by the hour.</summary>
    public const int HourAge = 30 * PerDay;

    /// <summary>The pane that holds a time in microseconds since 1970, which is not before 2000.</summary>
    public static int Of(long timeMicros) => (int)((timeMicros - Rfc3339.EarliestMicros) / Micros);

    /// <summary>A pane's first microsecond, since 1970.</summary>
    public static long StartMicros(int pane) => Rfc3339.EarliestMicros + (pane * Micros);

    public static long StartMillis(int pane) => StartMicros(pane) / 1000;

    public static int FloorTo(int pane, int panes) => pane - (pane % panes);

    /// <summary>
    /// Where a pane's figures are kept once time has come to <paramref name="greatest"/>. Both cuts move by whole
    /// hours, so that no minute or hour is ever kept half merged.
    /// </summary>
    public static int Keep(int pane, int greatest) =>
        pane < HourCut(greatest) ? FloorTo(pane, PerHour)
        : pane < MinuteCut(greatest) ? FloorTo(pane, PerMinute)
        : pane;

    /// <summary>Panes before this one are kept by the minute.</summary>
    public static int MinuteCut(int greatest) => Math.Max(0, FloorTo(greatest - MinuteAge, PerHour));

    /// <summary>Panes before this one are kept by the hour.</summary>
    public static int HourCut(int greatest) => Math.Max(0, FloorTo(greatest - HourAge, PerHour));
}
