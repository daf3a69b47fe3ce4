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
/// What <see cref="LifetimeForecast"/> expects of each customer, on average over groups of them. The interval covers 95 % of a
/// Poisson bootstrap over customers (<see cref="PoissonWeights"/>): in each replicate the models are those fitted to it, and the
/// mean is of the customers who were drawn.
/// </summary>
public static class MeanValues
{
    /// <summary>The mean of fewer says little of others, and draws of so few say little of the mean.</summary>
    public const int LeastCustomers = 10;

    /// <param name="names">Of the customers, as they were fitted.</param>
    /// <param name="histories">Those that were fitted, in days.</param>
    /// <param name="groupOf">By customer; in each group at least one.</param>
    /// <returns>Of all of them, and by group; nothing where they are fewer than <see cref="LeastCustomers"/>.</returns>
    public static (MeanValue All, MeanValue[] ByGroup) Of(
        LifetimeFit fit,
        IReadOnlyList<string> names,
        CustomerHistory[] histories,
        ValueHorizon horizon,
        int[] groupOf,
        int groups
    )
    {
        // The fit itself first, behind it the replicates; the last row is of all.
        (BgNbd Purchases, GammaGamma Values)[] models = [(fit.Purchases, fit.Values), .. fit.Replicates];
        double[][] sums = [.. Enumerable.Range(0, groups + 1).Select(_ => new double[models.Length])];
        long[][] drawn = [.. Enumerable.Range(0, groups + 1).Select(_ => new long[models.Length])];
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
                .ThenBy(i => names[i], StringComparer.Ordinal)
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
            ulong id = PoissonWeights.IdOf(names[i]);
            for (int model = 0; model < models.Length; model++)
            {
                int weight = model == 0 ? 1 : PoissonWeights.Of(id, model - 1);
                if (weight == 0)
                {
                    continue;
                }
                (BgNbd purchases, GammaGamma values) = models[model];
                double value = values.ExpectedValue(customer);
                // No mean: there is no end to what it may be.
                double clv = double.IsNaN(value)
                    ? double.PositiveInfinity
                    : purchases.ProbabilityAlive(customer) * whileAlive[model] * value;
                sums[groupOf[i]][model] += weight * clv;
                sums[groups][model] += weight * clv;
                drawn[groupOf[i]][model] += weight;
                drawn[groups][model] += weight;
            }
        }
        MeanValue[] means = [.. sums.Zip(drawn, MeanOf)];
        return (means[groups], means[..groups]);
    }

    /// <param name="sums">Of those who were drawn, by model: the fit itself first.</param>
    /// <param name="drawn">How many they were, likewise.</param>
    private static MeanValue MeanOf(double[] sums, long[] drawn)
    {
        if (drawn[0] < LeastCustomers)
        {
            return default;
        }
        // A replicate that drew nobody of them says nothing.
        double[] replicates =
        [
            .. sums.Zip(drawn).Skip(1).Where(of => of.Second > 0).Select(of => of.First / of.Second),
        ];
        return MeanValue.Of(sums[0] / drawn[0], replicates);
    }
}
