namespace CreatorStream.Analytics.Lift;

/// <summary>
/// The effect of something that happened at a known hour on a series by the hour. The model is that of
/// <see cref="Counterfactual"/>; its controls are the time of day, the day of the week and what is given. Season states of
/// its own would be 24 or 168 numbers an hour: far more time, and no better where a rhythm stays what it is.
/// </summary>
public static class HourlyLift
{
    /// <summary>The least hours that must be known before: two weeks. Of one alone a day of the week is no more than that one day,
    /// and a weekend that is over would be an effect.</summary>
    public const int LeastKnown = 2 * Week * Day;

    /// <summary>No more hours than so many before are looked at: four weeks.</summary>
    public const int MostBefore = 4 * Week * Day;

    /// <summary>With fewer events in the hours before, counts are too far from normal.</summary>
    public const int LeastEvents = 200;

    private const int Day = 24;
    private const int Week = 7;

    /// <summary>Waves of 24, 12 and 8 hours: mornings, evenings, and nights that are shorter than days.</summary>
    private const int Waves = 3;

    /// <summary>The ends of an interval are good to a tenth of a standard deviation.</summary>
    private const int Draws = 1_000;

    // Cosines of 0°, 15° … 90°, by square roots: these are the same on every machine.
    private static readonly double[] Quarter =
    [
        1,
        (Math.Sqrt(6) + Math.Sqrt(2)) / 4,
        Math.Sqrt(3) / 2,
        Math.Sqrt(2) / 2,
        0.5,
        (Math.Sqrt(6) - Math.Sqrt(2)) / 4,
        0,
    ];

    /// <summary>Whether hours before are enough for an estimate.</summary>
    /// <param name="y">NaN where an hour is not known.</param>
    public static bool HasEnoughEvents(ReadOnlySpan<double> y)
    {
        double sum = 0;
        bool differs = false;
        double first = double.NaN;
        foreach (double value in y)
        {
            if (!double.IsNaN(value))
            {
                sum += value;
                first = double.IsNaN(first) ? value : first;
                differs |= value != first;
            }
        }
        return differs && sum >= LeastEvents;
    }

    /// <summary>The same on every machine for the same series and seed.</summary>
    /// <param name="y">By the hour; NaN where it is not known, which may be before only.</param>
    /// <param name="before">How many of these hours lie before.</param>
    /// <param name="firstHour">The number of the first: a multiple of 24 is midnight.</param>
    /// <param name="given">A series of the same hours that was not touched by what happened.</param>
    /// <param name="seed">Of the draws.</param>
    /// <returns>What was in the hours from then on, less what would have been.</returns>
    public static Estimate Estimate(double[] y, int before, int firstHour, double[] given, ulong seed)
    {
        var controls = new List<double[]> { given };
        for (int wave = 1; wave <= Waves; wave++)
        {
            int of = wave;
            controls.Add([.. Hours().Select(hour => Cosine(of * hour))]);
            // A quarter of a wave later, of 24 steps: the sine.
            controls.Add([.. Hours().Select(hour => Cosine(of * hour - Day / 4))]);
        }
        for (int weekday = 1; weekday < Week; weekday++)
        {
            int of = weekday;
            controls.Add([.. Hours().Select(hour => hour / Day % Week == of ? 1.0 : 0.0)]);
        }
        var series = new LiftSeries(y, before, controls) { KeepsControls = true, Draws = Draws };
        return Counterfactual.Estimate(series, seed).Cumulative;

        IEnumerable<int> Hours() => Enumerable.Range(firstHour, y.Length);
    }

    /// <summary>Of a number of 24ths of a round.</summary>
    private static double Cosine(int steps)
    {
        int at = (steps % Day + Day) % Day;
        at = at > Day / 2 ? Day - at : at;
        return at <= Day / 4 ? Quarter[at] : -Quarter[Day / 2 - at];
    }
}
