using CreatorStream.Analytics.Bootstrap;

namespace CreatorStream.Analytics.Value;

/// <summary>A customer's future within the horizon.</summary>
/// <param name="ProbabilityAlive">That there will be another purchase some day.</param>
/// <param name="ExpectedOrders">Purchases within the horizon.</param>
/// <param name="ExpectedValue">Of one of them; NaN where it is not identified.</param>
/// <param name="Clv">Their discounted value; NaN likewise.</param>
/// <param name="Low">The lower end of the interval of <paramref name="Clv"/>; NaN likewise.</param>
/// <param name="High">Its upper end; NaN where it has none.</param>
public readonly record struct CustomerForecast(
    double ProbabilityAlive,
    double ExpectedOrders,
    double ExpectedValue,
    double Clv,
    double Low,
    double High
);

/// <summary>Customers' lifetime values by <see cref="BgNbd"/> and <see cref="GammaGamma"/>.</summary>
/// <remarks>
/// The intervals cover 95 % of a Poisson bootstrap over customers (<see cref="PoissonWeights"/>): how far the
/// expectation of a customer's value depends on which customers happened to be seen, the customer's own history held
/// fixed. They cover neither how far what this one customer will spend differs from its expectation (much further), nor
/// that the models may not fit.
/// </remarks>
public sealed class LifetimeForecast
{
    private readonly ValueHorizon horizon;
    private readonly CustomerHistory[] histories;
    private readonly LifetimeFit fit;
    private readonly CustomerForecast[] customers;

    /// <param name="names">Of the customers, each once; in the same order the same result to the last digit.</param>
    /// <param name="histories">Theirs, in days.</param>
    /// <param name="horizon">How far ahead.</param>
    /// <exception cref="ArgumentException">No repeat purchases, or none has a value above 0.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public LifetimeForecast(
        IReadOnlyList<string> names,
        CustomerHistory[] histories,
        ValueHorizon horizon,
        CancellationToken ct = default
    )
    {
        this.horizon = horizon;
        this.histories = histories;
        var parallel = new ParallelOptions { CancellationToken = ct };
        fit = new LifetimeFit(names, histories, parallel);
        customers = new CustomerForecast[histories.Length];
        Predict(parallel);
    }

    /// <inheritdoc cref="LifetimeFit.Parameters" />
    public IReadOnlyList<FittedParameter> Parameters => fit.Parameters;

    public BgNbd Purchases => fit.Purchases;

    public GammaGamma Values => fit.Values;

    /// <summary>In the order of the customers.</summary>
    public IReadOnlyList<CustomerForecast> Customers => customers;

    /// <summary>
    /// The correlation (Pearson) of x and m over repeat buyers; the gamma-gamma model takes it to be 0. NaN where one of
    /// them does not vary.
    /// </summary>
    public double Correlation()
    {
        CustomerHistory[] repeat = [.. histories.Where(customer => customer.Frequency > 0)];
        double meanOfX = repeat.Average(customer => customer.Frequency);
        double meanOfM = repeat.Average(customer => customer.MeanValue);
        double products = repeat.Sum(c => (c.Frequency - meanOfX) * (c.MeanValue - meanOfM));
        double squaresOfX = repeat.Sum(c => (c.Frequency - meanOfX) * (c.Frequency - meanOfX));
        double squaresOfM = repeat.Sum(c => (c.MeanValue - meanOfM) * (c.MeanValue - meanOfM));
        return products / Math.Sqrt(squaresOfX * squaresOfM);
    }

    /// <summary>What a customer is expected to buy while active depends on x and T alone, and is the dear part: it is
    /// computed once for customers who have both in common.</summary>
    private void Predict(ParallelOptions parallel)
    {
        int[][] alike =
        [
            .. Enumerable
                .Range(0, histories.Length)
                .GroupBy(i => (histories[i].Frequency, histories[i].Age))
                .Select(group => group.ToArray()),
        ];
        Parallel.ForEach(alike, parallel, Predict);
    }

    private void Predict(int[] alike)
    {
        (int x, double age) = (histories[alike[0]].Frequency, histories[alike[0]].Age);
        double orders = Purchases.ExpectedWhileAlive(horizon.Months * ValueHorizon.DaysInMonth, x, age);
        double discounted = horizon.DiscountedWhileAlive(Purchases, x, age);
        double[] discountedOf = [.. fit.Replicates.Select(r => horizon.DiscountedWhileAlive(r.Purchases, x, age))];
        double[] values = new double[PoissonWeights.Replicates];
        foreach (int i in alike)
        {
            CustomerHistory customer = histories[i];
            double alive = Purchases.ProbabilityAlive(customer);
            double value = Values.ExpectedValue(customer);
            double clv = alive * discounted * value;
            for (int k = 0; k < values.Length; k++)
            {
                (BgNbd purchases, GammaGamma spending) = fit.Replicates[k];
                double of = spending.ExpectedValue(customer);
                // No mean: there is no end to what it may be.
                values[k] = double.IsNaN(of)
                    ? double.PositiveInfinity
                    : purchases.ProbabilityAlive(customer) * discountedOf[k] * of;
            }
            (double low, double high) = double.IsNaN(clv) ? (double.NaN, double.NaN) : Middle95.Of(values);
            customers[i] = new CustomerForecast(alive, alive * orders, value, clv, low, high);
        }
    }
}
