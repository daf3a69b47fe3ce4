using CreatorStream.Analytics.Alerts.Learned;

namespace CreatorStream.Analytics.Alerts;

/// <summary>Which of the stretches that rules found are told.</summary>
public static class AlertChoice
{
    private const int DayMinutes = 24 * 60;

    /// <summary>Two steps, and as long as a plain rule looks back: a part may be found somewhat before or after the whole.</summary>
    private const int NearMinutes = 10;

    /// <summary>Minutes of event time for which an alert is told after it held last.</summary>
    public const int ToldMinutes = DayMinutes;

    /// <summary>
    /// From when on plain rules are judged: two days and what of today is over. By whole days, so that what lasts longer has another
    /// opening, which names it, once a day and not each minute.
    /// </summary>
    /// <param name="now">The minute of the greatest event time, since 2000.</param>
    public static int FirstJudged(int now) => now - (now % DayMinutes) - (2 * DayMinutes);

    /// <summary>Whether one of the same rule overlaps, which says it better.</summary>
    public static bool IsAmong(AlertSpan span, IEnumerable<AlertSpan> better) =>
        better.Any(other => other.Rule == span.Rule && Overlap(other, span));

    /// <summary>
    /// Whether rises of parts, of the same rule and time, come to half of the whole's: a small one, or one that somebody muted, must
    /// not hide what it doesn't explain. The time is that of the whole's worst: what was before is folded into the same alert.
    /// </summary>
    /// <param name="parts">Each repeat by itself: one at another time explains nothing.</param>
    public static bool IsExplained(AlertSpan whole, IEnumerable<AlertSpan> parts)
    {
        int at = whole.WorstAt ?? whole.Opened;
        AlertSpan[] same =
        [
            .. parts.Where(part =>
                part.Rule == whole.Rule && part.Opened - NearMinutes <= at && at <= part.Updated + NearMinutes
            ),
        ];
        if (RiseOf(whole) is not { } rise)
        {
            return same.Length > 0;
        }
        // In an order of their own: the last digit of a sum of fractions depends on it.
        return same.Length > 0 && same.Select(part => RiseOf(part) ?? rise).Order().Sum() >= rise / 2;
    }

    /// <summary>Whether one is a part of an alert that repeats were folded into.</summary>
    public static bool IsWithin(AlertSpan repeat, AlertSpan alert) =>
        repeat.Rule == alert.Rule && alert.Opened <= repeat.Opened && repeat.Updated <= alert.Updated;

    /// <summary>In events, also of a ratio: one of few events may rise more than the whole's, and explains next to nothing of it.</summary>
    private static double? RiseOf(AlertSpan span)
    {
        bool isRatio = LearnedSpans.MetricOf(span.Rule) is { } metric && PracticalSize.IsRatio(metric);
        return (span.Observed - span.Expected) * (isRatio ? span.Events : 1);
    }

    /// <param name="now">The minute of the greatest event time.</param>
    public static bool IsTold(AlertSpan span, int now) => span.Updated >= now - ToldMinutes;

    private static bool Overlap(AlertSpan a, AlertSpan b) =>
        a.Opened <= (b.Closed ?? int.MaxValue) && b.Opened <= (a.Closed ?? int.MaxValue);
}
