namespace CreatorStream.Analytics.Bootstrap;

/// <summary>The interval that holds the middle 95 % of replicates.</summary>
public static class Middle95
{
    /// <summary>The 2.5 % and 97.5 % quantiles, between neighbours by proportion. NaN for an end that is without bound.</summary>
    /// <param name="values">At least two; they are sorted.</param>
    public static (double Low, double High) Of(Span<double> values)
    {
        values.Sort();
        return (Quantile(values, 0.025), Quantile(values, 0.975));
    }

    private static double Quantile(ReadOnlySpan<double> sorted, double part)
    {
        double position = part * (sorted.Length - 1);
        int below = (int)position;
        double above = sorted[below + 1];
        return double.IsPositiveInfinity(above)
            ? double.NaN
            : sorted[below] + ((position - below) * (above - sorted[below]));
    }
}
