namespace CreatorStream.Analytics.Spikes;

/// <summary>
/// Where surprise becomes an alert. Each alert raises the bar for some thousand values, so that a restless series uses
/// up its credit; repeats within a hundred values are folded into the first.
/// </summary>
internal struct AlertBar
{
    private const int Folded = 100;
    private const double Raise = 0.05;
    private const double Fades = 3_000;

    private static readonly double Keep = Math.Exp(-1 / Fades);

    private double alerts;
    private int since;
    private bool open;

    /// <summary>0 to 1, from ½ on an alert.</summary>
    /// <param name="bar">The surprise that makes an alert in a quiet series.</param>
    public double Next(double surprise, double bar, bool habituates)
    {
        alerts *= Keep;
        since = Math.Min(since + 1, Folded + 1);
        double needed = habituates ? bar * (1 + Raise * alerts) : bar;
        double score = surprise / (surprise + needed);
        if (surprise < needed)
        {
            return score;
        }
        if (open && since <= Folded)
        {
            return score / 2;
        }
        open = true;
        since = 0;
        alerts++;
        return score;
    }
}
