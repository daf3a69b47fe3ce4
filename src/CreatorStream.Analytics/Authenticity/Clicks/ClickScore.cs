namespace CreatorStream.Analytics.Authenticity.Clicks;

/// <summary>
/// How unlike the mass of clicks each click is, and so how likely a person's that leads to an install. Seen from the clicks
/// alone: no outcome, no name of an app is known to it.
/// </summary>
public static class ClickScore
{
    /// <summary>
    /// Fisher's way to combine tests: the sum over signals of −ln(share of clicks that are at least so telling). Ranks, not
    /// values: so that no signal needs a scale or a weight.
    /// </summary>
    /// <param name="signals">Of each signal a value for each click, the higher the likelier a person.</param>
    /// <returns>Of each click: at least 0, in nats.</returns>
    public static double[] Of(IReadOnlyList<double[]> signals)
    {
        double[] scores = new double[signals[0].Length];
        foreach (double[] signal in signals)
        {
            AddSurprise(scores, signal);
        }
        return scores;
    }

    /// <summary>All three signals.</summary>
    public static double[] Of(IReadOnlyList<Click> clicks) => Of(Signals(clicks));

    /// <summary>Device variety of the app, that of the channel, and how crowded the address is.</summary>
    public static IReadOnlyList<double[]> Signals(IReadOnlyList<Click> clicks)
    {
        int[] devices = [.. clicks.Select(click => click.Device)];
        return
        [
            DeviceVariety.Of([.. clicks.Select(click => click.App)], devices),
            DeviceVariety.Of([.. clicks.Select(click => click.Channel)], devices),
            CrowdedAddress.Of([.. clicks.Select(click => click.Address)]),
        ];
    }

    private static void AddSurprise(double[] scores, double[] signal)
    {
        int[] order = [.. Enumerable.Range(0, signal.Length)];
        double[] keys = [.. signal];
        Array.Sort(keys, order);
        int first = 0;
        while (first < keys.Length)
        {
            int end = first + 1;
            while (end < keys.Length && keys[end] == keys[first])
            {
                end++;
            }
            // Equal ones share the middle of their ranks.
            double surprise = -Math.Log(1 - (first + end) / 2.0 / keys.Length);
            for (int i = first; i < end; i++)
            {
                scores[order[i]] += surprise;
            }
            first = end;
        }
    }
}
