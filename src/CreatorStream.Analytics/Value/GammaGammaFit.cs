namespace CreatorStream.Analytics.Value;

/// <summary>Fits <see cref="GammaGamma"/> to customers, once or many times with other weights.</summary>
internal sealed class GammaGammaFit
{
    private static readonly LogBounds Bounds = new((-7, 8), (-7, 8), (-7, 8));
    private static readonly double[][] Starts =
    [
        [0, Math.Log(2), 0],
        [Math.Log(6), Math.Log(4), Math.Log(0.5)],
        [Math.Log(0.5), Math.Log(1.5), Math.Log(2)],
    ];

    // Values are divided by their mean: v is of their size.
    private readonly double scale;
    private readonly int[] customers;
    private readonly int[] frequencies;
    private readonly int[] frequencyOf;
    private readonly double[] sums;
    private readonly double[] logMeans;

    /// <exception cref="ArgumentException">No customer has repeat purchases of a mean value above 0.</exception>
    public GammaGammaFit(IReadOnlyList<CustomerHistory> histories)
    {
        customers =
        [
            .. Enumerable
                .Range(0, histories.Count)
                .Where(i => histories[i] is { Frequency: > 0, MeanValue: > 0 })
                // Whoever comes first, sums are taken in the same order.
                .OrderBy(i => histories[i].Frequency)
                .ThenBy(i => histories[i].MeanValue),
        ];
        if (customers.Length == 0)
        {
            throw new ArgumentException("no repeat purchase has a value above 0", nameof(histories));
        }

        scale = customers.Average(i => histories[i].MeanValue);
        frequencies = [.. customers.Select(i => histories[i].Frequency).Distinct().Order()];
        frequencyOf = [.. customers.Select(i => Array.BinarySearch(frequencies, histories[i].Frequency))];
        sums = [.. customers.Select(i => histories[i].Frequency * histories[i].MeanValue / scale)];
        logMeans = [.. customers.Select(i => Math.Log(histories[i].MeanValue / scale))];
    }

    /// <summary>The best of several starts, each customer once.</summary>
    public (GammaGamma Model, Minimum Minimum) Fit()
    {
        double[] weights = [.. customers.Select(_ => 1.0)];
        Minimum? best = null;
        foreach (double[] start in Starts)
        {
            Minimum found = Bfgs.Minimize((at, gradient) => Cost(at, gradient, weights), start);
            best = best is null || found.Value < best.Value ? found : best;
        }
        return (ToModel(best!), best!);
    }

    /// <summary>From a fit that is near, with weights of all customers; null where no weight is on one it rests on.</summary>
    public GammaGamma? Refit(Minimum near, Func<int, double> weightOf)
    {
        double[] weights = Weights(weightOf);
        return weights.All(weight => weight == 0)
            ? null
            : ToModel(Bfgs.Minimize((at, gradient) => Cost(at, gradient, weights), near.At, near.InverseHessian));
    }

    /// <summary>The weights of the customers it rests on, in its order.</summary>
    public double[] Weights(Func<int, double> weightOf) => [.. customers.Select(weightOf)];

    /// <summary>Which of p, q, v only a bound kept from 0 or infinity.</summary>
    public static bool[] AtBounds(Minimum minimum) => [.. minimum.At.Select((log, i) => Bounds.IsAt(i, log))];

    private GammaGamma ToModel(Minimum minimum) =>
        new(Math.Exp(minimum.At[0]), Math.Exp(minimum.At[1]), Math.Exp(minimum.At[2]) * scale);

    /// <summary>Minus the mean log-likelihood, with its gradient by the logarithms of p, q, v.</summary>
    /// <param name="weights">See <see cref="Weights"/>.</param>
    public double Cost(ReadOnlySpan<double> logs, Span<double> gradient, double[] weights)
    {
        (double p, double q, double v) = (Math.Exp(logs[0]), Math.Exp(logs[1]), Math.Exp(logs[2]));
        double logV = logs[2];
        double[] values = new double[frequencies.Length];
        double[] byP = new double[frequencies.Length];
        double[] byQ = new double[frequencies.Length];
        double ofQ = GammaFunctions.LogGamma(q);
        double digammaOfQ = GammaFunctions.Digamma(q);
        for (int i = 0; i < frequencies.Length; i++)
        {
            int x = frequencies[i];
            double digamma = GammaFunctions.Digamma(p * x + q);
            values[i] =
                GammaFunctions.LogGamma(p * x + q)
                - GammaFunctions.LogGamma(p * x)
                - ofQ
                + q * logV
                + p * x * Math.Log(x);
            byP[i] = digamma - GammaFunctions.Digamma(p * x) + Math.Log(x);
            byQ[i] = digamma - digammaOfQ + logV;
        }
        (double sum, double dp, double dq, double dv, double all) = (0, 0, 0, 0, 0);
        for (int i = 0; i < weights.Length; i++)
        {
            double weight = weights[i];
            if (weight == 0)
            {
                continue;
            }

            int at = frequencyOf[i];
            double px = p * frequencies[at];
            double logSum = Math.Log(sums[i] + v);
            all += weight;
            sum += weight * (values[at] + (px - 1) * logMeans[i] - (px + q) * logSum);
            dp += weight * frequencies[at] * (byP[at] + logMeans[i] - logSum);
            dq += weight * (byQ[at] - logSum);
            dv += weight * (q / v - (px + q) / (sums[i] + v));
        }
        gradient[0] = -dp * p / all;
        gradient[1] = -dq * q / all;
        gradient[2] = -dv * v / all;
        return -sum / all + Bounds.Cost(logs, gradient);
    }
}
