using CreatorStream.Analytics.Bootstrap;

namespace CreatorStream.Analytics.Value;

/// <summary>The mean lifetime value of a customer of some, with its 95 % interval.</summary>
/// <param name="Mean">null where it is not identified.</param>
/// <param name="Low">null likewise.</param>
/// <param name="High">null likewise, and where it has no end.</param>
public readonly record struct MeanValue(double? Mean, double? Low, double? High)
{
    internal static MeanValue Of(double mean, Span<double> replicates)
    {
        if (!double.IsFinite(mean))
        {
            return default;
        }
        (double low, double high) = Middle95.Of(replicates);
        return new MeanValue(mean, Known(low), Known(high));
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>
/// What <see cref="LifetimeForecast"/> expects of each customer, on average over groups of them. The interval covers 95 % of the
/// replicates of their mean, the customers' own histories held fixed.
/// </summary>
public static class MeanValues
{
    /// <param name="histories">Those that were fitted, in days.</param>
    /// <param name="groupOf">By customer; in each group at least one.</param>
    /// <returns>Of all of them, and by group.</returns>
    public static (MeanValue All, MeanValue[] ByGroup) Of(
        LifetimeFit fit,
        CustomerHistory[] histories,
        ValueHorizon horizon,
        int[] groupOf,
        int groups
    )
    {
        // The fit itself first, behind it the replicates; the last row is of all.
        (BgNbd Purchases, GammaGamma Values)[] models = [(fit.Purchases, fit.Values), .. fit.Replicates];
        double[][] sums = [.. Enumerable.Range(0, groups + 1).Select(_ => new double[models.Length])];
        int[] counts = new int[groups + 1];
        // What is bought while active is the dear part, and the same for all who have frequency and age in common.
        var discounted = new Dictionary<(int, double), double[]>();
        // In the order of their values: whoever comes first, sums are taken in the same order.
        foreach (
            int i in Enumerable
                .Range(0, histories.Length)
                .OrderBy(i => histories[i].Frequency)
                .ThenBy(i => histories[i].Recency)
                .ThenBy(i => histories[i].Age)
                .ThenBy(i => histories[i].MeanValue)
        )
        {
            CustomerHistory customer = histories[i];
            if (!discounted.TryGetValue((customer.Frequency, customer.Age), out double[]? whileAlive))
            {
                discounted[(customer.Frequency, customer.Age)] = whileAlive = [
                    .. models.Select(of =>
                        horizon.DiscountedWhileAlive(of.Purchases, customer.Frequency, customer.Age)
                    ),
                ];
            }
            counts[groupOf[i]]++;
            counts[groups]++;
            for (int model = 0; model < models.Length; model++)
            {
                (BgNbd purchases, GammaGamma values) = models[model];
                double value = values.ExpectedValue(customer);
                // No mean: there is no end to what it may be.
                double clv = double.IsNaN(value)
                    ? double.PositiveInfinity
                    : purchases.ProbabilityAlive(customer) * whileAlive[model] * value;
                sums[groupOf[i]][model] += clv;
                sums[groups][model] += clv;
            }
        }
        MeanValue[] means =
        [
            .. sums.Zip(
                counts,
                (of, count) =>
                {
                    double[] mean = [.. of.Select(sum => sum / count)];
                    return MeanValue.Of(mean[0], mean.AsSpan(1));
                }
            ),
        ];
        return (means[groups], means[..groups]);
    }
}
