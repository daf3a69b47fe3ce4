namespace CreatorStream.Analytics.Alerts.Learned;

/// <summary>
/// How large a change has to be to be news for somebody who decides, however surprising it is: so many events at least,
/// and half as many again as expected, or no more than half of them.
/// </summary>
public static class PracticalSize
{
    private const double Rise = 1.5;
    private const double Fall = 0.5;

    /// <summary>A share of suspect touches rises by so much at least.</summary>
    private const double ShareRise = 0.05;

    private const int LeastImpressions = 200;
    private const int LeastTouches = 50;

    /// <summary>Events of a step, those expected or those that came.</summary>
    private static int LeastEvents(AlertMetric metric) =>
        metric switch
        {
            AlertMetric.Engagements => 30,
            AlertMetric.Clicks => 20,
            _ => 10,
        };

    /// <summary>What dividing a count, and multiplying it again, may take off it.</summary>
    private const double Inexact = 1e-6;

    public static bool IsRatio(AlertMetric metric) => metric is AlertMetric.Ctr or AlertMetric.SuspectShare;

    /// <summary>The value of a metric; NaN: too little for a ratio to say anything.</summary>
    /// <inheritdoc cref="StepFigures.Above"/>
    public static double Value(AlertMetric metric, long above, long below) =>
        metric switch
        {
            AlertMetric.Ctr => below < LeastImpressions ? double.NaN : above / (double)below,
            AlertMetric.SuspectShare => below < LeastTouches ? double.NaN : above / (double)below,
            _ => above,
        };

    /// <summary>
    /// Whether a series may ever be news on account of a step: one of which no step may is not watched, since what is expected is
    /// never more than the most that came.
    /// </summary>
    public static bool MayBeNews(AlertMetric metric, long above, long below) =>
        metric == AlertMetric.Ctr ? below >= LeastImpressions : above >= LeastEvents(metric);

    /// <summary>1: a rise that is news; −1: a fall; 0: neither.</summary>
    /// <param name="expected">The value that was likely.</param>
    public static int NewsOf(AlertMetric metric, double value, double expected, long below)
    {
        double weight = IsRatio(metric) ? below : 1;
        double least = LeastEvents(metric);
        bool rises =
            value * weight >= least - Inexact
            && (metric == AlertMetric.SuspectShare ? value >= expected + ShareRise : value >= Rise * expected);
        bool falls = expected * weight >= least - Inexact && value <= Fall * expected;
        // Fewer suspects, or mentions, are no trouble.
        return rises ? 1
            : falls && metric is not (AlertMetric.SuspectShare or AlertMetric.Mentions) ? -1
            : 0;
    }
}
