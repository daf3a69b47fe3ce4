using CreatorStream.Analytics.Panes;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Alerts.Learned;

/// <summary>
/// Steps of 5 minutes, of whole panes: step n is [2000-01-01 + 5 min × n, + 5 min). Panes are kept by the minute for
/// 30 days, so that the sum of a step stays exact for as long.
/// </summary>
public static class Step
{
    public const int Panes = 5 * Pane.PerMinute;
    public const int Minutes = Panes / Pane.PerMinute;
    public const int PerHour = Pane.PerHour / Panes;
    public const int PerDay = Pane.PerDay / Panes;
    public const int PerWeek = 7 * PerDay;

    public static int Of(int pane) => pane / Panes;

    /// <summary>A step's first microsecond, since 1970.</summary>
    public static long StartMicros(int step) => Pane.StartMicros(step * Panes);

    /// <summary>The same in seconds.</summary>
    public static long StartSeconds(int step) => (Rfc3339.EarliestMicros / 1_000_000) + (step * 300L);
}
