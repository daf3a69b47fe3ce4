namespace CreatorStream.Analytics.Alerts;

/// <summary>
/// What an authentic conversion costs is above a limit that people set: judged at each full hour over the 24 hours before it,
/// so that a fee that accrues by the day and conversions that come by day and by night are seen together.
/// </summary>
public static class CpaRule
{
    public const string CpaAbove = "cpa-above";

    /// <summary>Minutes of event time over which cost and conversions are added up.</summary>
    public const int WindowMinutes = 24 * Hour;

    private const int Hour = 60;

    /// <summary>Repeats within so many minutes are the same alert, open again.</summary>
    private const int Folded = 3 * Hour;

    /// <summary>Fewer count as so many: one late order is no alarm, and money that brings nothing is.</summary>
    private const int LeastConversions = 5;

    /// <param name="now">The minute of the greatest event time, since 2000.</param>
    /// <param name="limitMicros">Of one conversion.</param>
    /// <param name="sums">
    /// Cost in micro-units and authentic conversions of the window that ends before a minute; null while a rate is missing.
    /// </param>
    /// <returns>The stretches in which it held. Their value is in units a conversion; where there was none, the whole cost.</returns>
    public static List<AlertSpan> Spans(
        int now,
        long limitMicros,
        Func<int, (Int128 CostMicros, long Conversions)?> sums
    )
    {
        var spans = new List<AlertSpan>();
        AlertSpan? open = null;
        for (int hour = AlertChoice.FirstJudged(now); hour <= now; hour += Hour)
        {
            if (sums(hour) is not (Int128 cost, long conversions))
            {
                // Nobody knows: no alarm, and no end of one.
                open = open is { } still ? still with { Updated = Math.Min(hour + Hour - 1, now) } : null;
                continue;
            }
            if (cost > limitMicros * (Int128)Math.Max(conversions, LeastConversions))
            {
                if (open == null && spans.Count > 0 && hour - spans[^1].Updated <= Folded)
                {
                    open = spans[^1] with { Closed = null };
                    spans.RemoveAt(spans.Count - 1);
                }
                double cpa = (double)cost / Math.Max(conversions, 1) / 1_000_000;
                bool isWorse = open is not { } known || cpa > known.Value;
                open = (open ?? new AlertSpan(CpaAbove, hour, hour, null, 0, limitMicros / 1_000_000d, 0)) with
                {
                    Updated = Math.Min(hour + Hour - 1, now),
                };
                open = isWorse ? open.Value with { Value = cpa, Events = conversions } : open;
            }
            else if (open is { } over)
            {
                spans.Add(over with { Closed = hour });
                open = null;
            }
        }
        if (open is { } last)
        {
            spans.Add(last);
        }
        return spans;
    }
}
