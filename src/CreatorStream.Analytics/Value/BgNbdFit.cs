namespace CreatorStream.Analytics.Value;

/// <summary>
/// Fits <see cref="BgNbd"/> to customers, once or many times with other weights. Customers with the same history count
/// as one, and what depends on x or on a time alone is computed once for each of their values: with times in whole days
/// an evaluation costs an exponential and a logarithm for each distinct history of a repeat buyer.
/// </summary>
internal sealed class BgNbdFit
{
    // In time that is scaled to a greatest age of 10, as the lifetimes library does.
    private const double GreatestAge = 10;
    private static readonly LogBounds Bounds = new((-9, 9), (-7, 9), (-9, 9), (-9, 9));
    private static readonly double[][] Starts =
    [
        [0, 0, 0, 0],
        [Math.Log(0.25), Math.Log(1), Math.Log(0.8), Math.Log(2.5)],
        [Math.Log(1), Math.Log(3), Math.Log(0.3), Math.Log(3)],
        [Math.Log(3), Math.Log(10), Math.Log(0.1), Math.Log(5)],
    ];

    private readonly double scale;
    private readonly int[] frequencies;
    private readonly double[] times;
    private readonly Pattern[] patterns;
    private readonly int[] patternOf;

    private readonly record struct Pattern(int Frequency, int Recency, int Age);

    /// <exception cref="ArgumentException">No customer has bought twice.</exception>
    public BgNbdFit(IReadOnlyList<CustomerHistory> customers)
    {
        if (!customers.Any(c => c.Frequency > 0))
        {
            throw new ArgumentException("no customer has bought twice", nameof(customers));
        }

        scale = GreatestAge / customers.Max(c => c.Age);
        // In the order of their values: whoever comes first, sums are taken in the same order.
        CustomerHistory[] distinct =
        [
            .. customers
                .Select(customer => customer with { MeanValue = 0 })
                .Distinct()
                .OrderBy(customer => customer.Frequency)
                .ThenBy(customer => customer.Recency)
                .ThenBy(customer => customer.Age),
        ];
        var frequencyAt = new Dictionary<int, int>();
        var timeAt = new Dictionary<double, int>();
        var patternAt = new Dictionary<CustomerHistory, int>();
        patterns = new Pattern[distinct.Length];
        for (int i = 0; i < distinct.Length; i++)
        {
            CustomerHistory of = distinct[i];
            patternAt[of] = i;
            patterns[i] = new Pattern(
                Number(frequencyAt, of.Frequency),
                Number(timeAt, of.Recency * scale),
                Number(timeAt, of.Age * scale)
            );
        }
        patternOf = [.. customers.Select(customer => patternAt[customer with { MeanValue = 0 }])];
        frequencies = [.. frequencyAt.Keys];
        times = [.. timeAt.Keys];
    }

    /// <summary>The best of several starts, each customer once.</summary>
    public (BgNbd Model, Minimum Minimum) Fit()
    {
        double[] weights = Weights(customer => 1);
        Minimum? best = null;
        foreach (double[] start in Starts)
        {
            Minimum found = Bfgs.Minimize((at, gradient) => Cost(at, gradient, weights), start);
            best = best is null || found.Value < best.Value ? found : best;
        }
        return (ToModel(best!), best!);
    }

    /// <summary>From a fit that is near, with weights of the customers; null where all are 0.</summary>
    public BgNbd? Refit(Minimum near, Func<int, double> weightOf)
    {
        double[] weights = Weights(weightOf);
        return weights.All(weight => weight == 0)
            ? null
            : ToModel(Bfgs.Minimize((at, gradient) => Cost(at, gradient, weights), near.At, near.InverseHessian));
    }

    /// <summary>Which of r, α, a, b only a bound kept from 0 or infinity.</summary>
    public static bool[] AtBounds(Minimum minimum) => [.. minimum.At.Select((log, i) => Bounds.IsAt(i, log))];

    private static int Number<T>(Dictionary<T, int> numbers, T key)
        where T : notnull
    {
        if (!numbers.TryGetValue(key, out int number))
        {
            number = numbers.Count;
            numbers.Add(key, number);
        }
        return number;
    }

    /// <summary>The weights of the distinct histories.</summary>
    public double[] Weights(Func<int, double> weightOf)
    {
        double[] weights = new double[patterns.Length];
        for (int i = 0; i < patternOf.Length; i++)
        {
            weights[patternOf[i]] += weightOf(i);
        }

        return weights;
    }

    private BgNbd ToModel(Minimum minimum) =>
        new(Math.Exp(minimum.At[0]), Math.Exp(minimum.At[1]) / scale, Math.Exp(minimum.At[2]), Math.Exp(minimum.At[3]));

    /// <summary>Minus the mean log-likelihood, with its gradient by the logarithms of r, α, a, b.</summary>
    /// <param name="weights">Of the distinct histories.</param>
    public double Cost(ReadOnlySpan<double> logs, Span<double> gradient, double[] weights)
    {
        (double r, double alpha, double a, double b) = (
            Math.Exp(logs[0]),
            Math.Exp(logs[1]),
            Math.Exp(logs[2]),
            Math.Exp(logs[3])
        );
        double[] logTimes = [.. times.Select(time => Math.Log(alpha + time))];
        ByFrequency[] byFrequency = [.. frequencies.Select(x => new ByFrequency(x, r, alpha, a, b))];
        (double sum, double dr, double dAlpha, double da, double db, double all) = (0, 0, 0, 0, 0, 0);
        for (int i = 0; i < patterns.Length; i++)
        {
            double weight = weights[i];
            if (weight == 0)
            {
                continue;
            }

            Pattern pattern = patterns[i];
            ref readonly ByFrequency of = ref byFrequency[pattern.Frequency];
            double logAge = logTimes[pattern.Age];
            double likelihood = of.Value - of.Shape * logAge;
            double gone = 0;
            double logRecency = 0;
            double inverseRecency = 0;
            if (of.LogGone > double.NegativeInfinity)
            {
                logRecency = logTimes[pattern.Recency];
                inverseRecency = 1 / (alpha + times[pattern.Recency]);
                double odds = of.LogGone + of.Shape * (logAge - logRecency);
                double small = Math.Exp(-Math.Abs(odds));
                likelihood += Math.Max(odds, 0) + Math.Log(1 + small);
                gone = (odds > 0 ? 1 : small) / (1 + small);
            }
            all += weight;
            sum += weight * likelihood;
            dr += weight * (of.ByR - (1 - gone) * logAge - gone * logRecency);
            dAlpha +=
                weight * (r / alpha - of.Shape * ((1 - gone) / (alpha + times[pattern.Age]) + gone * inverseRecency));
            da += weight * (of.ByA + gone / a);
            db += weight * (of.ByB - gone * of.InverseStays);
        }
        gradient[0] = -dr * r / all;
        gradient[1] = -dAlpha * alpha / all;
        gradient[2] = -da * a / all;
        gradient[3] = -db * b / all;
        return -sum / all + Bounds.Cost(logs, gradient);
    }

    /// <summary>What is the same for all customers with x repeat purchases.</summary>
    private readonly struct ByFrequency
    {
        public ByFrequency(int x, double r, double alpha, double a, double b)
        {
            double logAlpha = Math.Log(alpha);
            Shape = r + x;
            Value =
                GammaFunctions.LogGamma(r + x)
                - GammaFunctions.LogGamma(r)
                + r * logAlpha
                + GammaFunctions.LogGamma(a + b)
                + GammaFunctions.LogGamma(b + x)
                - GammaFunctions.LogGamma(b)
                - GammaFunctions.LogGamma(a + b + x);
            ByR = GammaFunctions.Digamma(r + x) - GammaFunctions.Digamma(r) + logAlpha;
            ByA = GammaFunctions.Digamma(a + b) - GammaFunctions.Digamma(a + b + x);
            ByB = ByA + GammaFunctions.Digamma(b + x) - GammaFunctions.Digamma(b);
            InverseStays = x == 0 ? 0 : 1 / (b + x - 1);
            LogGone = x == 0 ? double.NegativeInfinity : Math.Log(a * InverseStays);
        }

        public double Shape { get; }
        public double Value { get; }
        public double ByR { get; }
        public double ByA { get; }
        public double ByB { get; }
        public double InverseStays { get; }
        public double LogGone { get; }
    }
}
