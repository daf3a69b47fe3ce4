namespace CreatorStream.Analytics.Value;

/// <summary>
/// The beta-geometric / negative binomial model of repeat purchases: Fader, Hardie and Lee (2005), "Counting Your
/// Customers" the Easy Way, Marketing Science 24(2). While active a customer buys by a Poisson process, whose rates are
/// gamma distributed over customers (shape r, rate α); after each repeat purchase a customer leaves for good with a
/// probability that is beta distributed (a, b). All times are in the unit of α.
/// </summary>
public sealed record BgNbd(double R, double Alpha, double A, double B)
{
    /// <summary>1 − z from which the series is summed: nearer to 0 it would take more than some thousand terms.</summary>
    private const double SlowestSeries = 0.01;

    /// <summary>Fits by maximum likelihood; deterministic, in whatever order the customers are.</summary>
    /// <exception cref="ArgumentException">No customer has bought twice: nothing can be learnt of a, b, r.</exception>
    public static BgNbd Fit(IReadOnlyList<CustomerHistory> customers) => new BgNbdFit(customers).Fit().Model;

    /// <summary>ln of the likelihood of a history, equation (6) of the paper, in the form of section 7.</summary>
    public double LogLikelihood(CustomerHistory customer)
    {
        int x = customer.Frequency;
        double common =
            GammaFunctions.LogGamma(R + x)
            - GammaFunctions.LogGamma(R)
            + R * Math.Log(Alpha)
            + GammaFunctions.LogGamma(A + B)
            + GammaFunctions.LogGamma(B + x)
            - GammaFunctions.LogGamma(B)
            - GammaFunctions.LogGamma(A + B + x)
            - (R + x) * Math.Log(Alpha + customer.Age);
        return x == 0 ? common : common + SoftPlus(LogOddsGone(customer));
    }

    /// <summary>The probability that a customer will buy again some day, given the history; 1 before the first repeat
    /// purchase: the model lets nobody leave earlier. Fader and Hardie (2008), Computing P(alive) Using the BG/NBD
    /// Model.</summary>
    public double ProbabilityAlive(CustomerHistory customer) =>
        customer.Frequency == 0 ? 1 : 1 / (1 + Math.Exp(LogOddsGone(customer)));

    /// <summary>Expected purchases in the next <paramref name="time"/>, given the history: equation (10).</summary>
    public double ExpectedPurchases(double time, CustomerHistory customer) =>
        ProbabilityAlive(customer) * ExpectedWhileAlive(time, customer.Frequency, customer.Age);

    /// <summary>Expected repeat purchases of a new customer in the first <paramref name="time"/>: equation (9).</summary>
    public double ExpectedPurchases(double time) => ExpectedWhileAlive(time, 0, 0);

    /// <summary>
    /// Expected purchases in the next <paramref name="time"/> of a customer who is active after
    /// <paramref name="frequency"/> repeat purchases at <paramref name="age"/>.
    /// </summary>
    /// <remarks>
    /// The paper's (a+b+x−1)/(a−1) · [1 − (1−z)^(r+x) · ₂F₁(r+x, b+x; a+b+x−1; z)], z = t/(α+T+t), loses all digits
    /// near a = 1 and near a+b+x = 1. Put (1−z)^−(r+x) as a series beside that of ₂F₁, and the differences of their
    /// terms sum up to Σₙ NB(n; r+x, z) · Dₙ, Dₙ = Σₖ₍ₖ₌₀₎ⁿ⁻¹ (b+x)ₖ/(a+b+x)ₖ, all of it positive: n are the purchases if
    /// nobody ever left, Dₙ how many of them are expected before one's leaving. It takes some 35 / (1 − z) terms: where that is
    /// very many, <see cref="LeavingIntegral"/> takes its place.
    /// </remarks>
    public double ExpectedWhileAlive(double time, int frequency, double age)
    {
        if (time <= 0)
        {
            return 0;
        }

        double shape = R + frequency;
        double stays = B + frequency;
        double all = A + B + frequency;
        double z = time / (Alpha + age + time);
        if (!(1 - z > SlowestSeries))
        {
            return LeavingIntegral.Of(shape, A, stays, time / (Alpha + age));
        }
        // For many purchases the first probability is below what a double holds: kept apart.
        double log = shape * Math.Log((Alpha + age) / (Alpha + age + time));
        double probability = 1;
        double reached = 0;
        double step = 1;
        double sum = 0;
        for (int n = 0; ; n++)
        {
            probability *= (shape + n) / (n + 1) * z;
            reached += step;
            step *= (stays + n) / (all + n);
            double term = probability * reached;
            sum += term;
            double ratio = Math.Max((shape + n + 1) / (n + 2), 1) * z * (1 + step / reached);
            if (ratio < 1 && term * ratio < 1e-14 * sum * (1 - ratio))
            {
                return sum * Math.Exp(log);
            }

            if (probability > 1e250)
            {
                probability *= 1e-250;
                sum *= 1e-250;
                log += 250 * Math.Log(10);
            }
        }
    }

    private double LogOddsGone(CustomerHistory customer) =>
        Math.Log(A / (B + customer.Frequency - 1))
        + (R + customer.Frequency) * Math.Log((Alpha + customer.Age) / (Alpha + customer.Recency));

    private static double SoftPlus(double log) => Math.Max(log, 0) + Math.Log(1 + Math.Exp(-Math.Abs(log)));
}
