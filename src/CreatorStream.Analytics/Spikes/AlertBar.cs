namespace CreatorStream.Analytics.Spikes;

/// <summary>
/// Where surprise becomes an alert. Each earlier alert at about the same value raises the bar: what happens again and
/// again is rare by any count, and still no news. Within a hundred values an alert is not repeated.
/// </summary>
internal sealed class AlertBar
{
    /// <summary>The surprise that makes an alert, in powers of ten: sums over elements that depend on each other.</summary>
    private const double Bar = 10.2;

    /// <summary>For each earlier alert at about the same value, in bars.</summary>
    private const double Raise = 0.3;

    /// <summary>What is about the same, in ranges of the values so far.</summary>
    private const double Near = 0.1;

    private const int Folded = 100;
    private const int Remembered = 32;

    private readonly float[] values = new float[Remembered];
    private double least = double.PositiveInfinity;
    private double greatest = double.NegativeInfinity;
    private int alerts;
    private int since = Folded;

    /// <summary>The score: 0 to 1, from ½ on an alert.</summary>
    /// <param name="surprise">0 or more.</param>
    /// <param name="x">The value at which it is.</param>
    /// <param name="familiarity">Whether earlier alerts count.</param>
    public double Next(double surprise, double x, bool familiarity)
    {
        least = Math.Min(least, x);
        greatest = Math.Max(greatest, x);
        since = Math.Min(since + 1, Folded + 1);
        double needed = familiarity && surprise >= Bar ? Bar * (1 + Raise * Alike(x)) : Bar;
        double score = surprise / (surprise + needed);
        if (surprise < needed)
        {
            return score;
        }
        if (since <= Folded)
        {
            return score / 2;
        }
        since = 0;
        values[alerts % Remembered] = (float)x;
        alerts++;
        return score;
    }

    public void Set(AlertBar other)
    {
        other.values.CopyTo(values.AsSpan());
        least = other.least;
        greatest = other.greatest;
        alerts = other.alerts;
        since = other.since;
    }

    private int Alike(double x)
    {
        int alike = 0;
        foreach (float value in values.AsSpan(0, Math.Min(alerts, Remembered)))
        {
            alike += Math.Abs(value - x) < Near * (greatest - least) ? 1 : 0;
        }
        return alike;
    }
}
