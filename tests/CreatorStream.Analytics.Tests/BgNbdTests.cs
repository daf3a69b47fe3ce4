using CreatorStream.Analytics.Value;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests;

public sealed class BgNbdTests(ITestOutputHelper output)
{
    /// <summary>As the paper fits it to the CDNOW customers, in weeks; with the digits its tables need.</summary>
    private static readonly BgNbd Paper = new(0.242593, 4.413602, 0.792920, 2.425888);

    [Fact]
    public void What_a_customer_buys_next_is_the_papers_example() =>
        Assert.Equal(1.226, Paper.ExpectedPurchases(39, new CustomerHistory(2, 30.43, 38.86, 0)), 0.001);

    [Theory]
    [InlineData(0.1429, 0.0078)]
    [InlineData(1, 0.0532)]
    [InlineData(3, 0.1506)]
    [InlineData(31.8571, 1.0405)]
    [InlineData(32, 1.0437)]
    [InlineData(78, 1.8576)]
    public void What_a_new_customer_buys_is_the_papers_table(double weeks, double expected) =>
        Assert.Equal(expected, Paper.ExpectedPurchases(weeks), 0.0005);

    [Theory]
    [InlineData(0.243, 4.414, 0.793, 2.426, 0, 0, 38.86, 39)]
    [InlineData(0.243, 4.414, 0.793, 2.426, 2, 30.43, 38.86, 39)]
    [InlineData(2.5, 40, 0.2, 0.7, 12, 200, 365, 720)]
    [InlineData(0.8, 7, 3.2, 5.1, 40, 300, 301, 30)]
    public void Expected_purchases_are_those_of_the_formula_with_2F1(
        double r,
        double alpha,
        double a,
        double b,
        int x,
        double recency,
        double age,
        double time
    )
    {
        double z = time / (alpha + age + time);
        double c = a + b + x - 1;
        double papers =
            c
            / (a - 1)
            * (1 - Math.Pow((alpha + age) / (alpha + age + time), r + x) * Gauss(r + x, b + x, c, z))
            / (1 + (x == 0 ? 0 : a / (b + x - 1) * Math.Pow((alpha + age) / (alpha + recency), r + x)));
        double actual = new BgNbd(r, alpha, a, b).ExpectedPurchases(time, new CustomerHistory(x, recency, age, 0));
        Assert.Equal(1, actual / papers, 1e-10);
    }

    /// <summary>Where the formula with 2F1 has no digits left: a = 1, and a + b + x − 1 of 0 or less.</summary>
    [Theory]
    [InlineData(0.3, 5, 1, 2.4, 2, 30, 40)]
    [InlineData(0.3, 5, 1.0000001, 2.4, 2, 30, 40)]
    [InlineData(0.3, 5, 0.4, 0.6, 0, 30, 40)]
    [InlineData(0.3, 5, 0.2, 0.3, 0, 30, 400)]
    [InlineData(3, 0.5, 0.6, 4, 0, 0, 60)]
    [InlineData(3, 0.5, 0.6, 4, 700, 800, 360)]
    public void Expected_purchases_are_the_mean_over_rates_and_leaving(
        double r,
        double alpha,
        double a,
        double b,
        int x,
        double age,
        double time
    )
    {
        // (1 − e^(−λpt)) / p on the average over λ; then over p.
        double expected = Integral.OverBeta(
            a,
            b + x,
            p =>
            {
                double leaves = p * time / (alpha + age);
                return leaves < 1e-8 ? (r + x) * time / (alpha + age) : (1 - Math.Pow(1 + leaves, -(r + x))) / p;
            }
        );
        Assert.Equal(1, new BgNbd(r, alpha, a, b).ExpectedWhileAlive(time, x, age) / expected, 1e-7);
    }

    /// <summary>A fit of few young customers, or of a replicate of them, may end where everybody buys at once.</summary>
    [Theory]
    [InlineData(0.3, 0.001, 0.4, 0.6, 0, 0, 360)]
    [InlineData(0.3, 1e-6, 0.4, 0.6, 0, 0, 360)]
    [InlineData(2.5, 0.01, 30, 700, 3, 0.02, 360)]
    [InlineData(0.01, 1e-4, 0.05, 0.07, 0, 0, 360)]
    [InlineData(8, 0.2, 1, 1, 2, 0.5, 360)]
    [InlineData(0.02, 3e-5, 400, 0.05, 1, 0.001, 30)]
    public void Where_time_is_very_long_expected_purchases_are_that_mean_too(
        double r,
        double alpha,
        double a,
        double b,
        int x,
        double age,
        double time
    )
    {
        double s = time / (alpha + age);
        double expected = Integral.OverBeta(
            a,
            b + x,
            p => p * s < 1e-8 ? (r + x) * s : (1 - Math.Pow(1 + (p * s), -(r + x))) / p
        );
        Assert.Equal(1, new BgNbd(r, alpha, a, b).ExpectedWhileAlive(time, x, age) / expected, 1e-7);
    }

    [Fact]
    public void Both_ways_to_find_expected_purchases_agree()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        double Log(double from, double to) => Math.Exp(Math.Log(from) + (random.NextDouble() * Math.Log(to / from)));
        for (int n = 0; n < 300; n++)
        {
            var model = new BgNbd(Log(0.01, 20), Log(1, 500), Log(0.01, 200), Log(0.01, 200));
            (double time, int x, double age) = (Log(1, 400), random.Next(50), Log(0.1, 400));
            if (model.Alpha + age < 0.02 * time)
            {
                continue;
            }
            double series = model.ExpectedWhileAlive(time, x, age);
            double integral = LeavingIntegral.Of(model.R + x, model.A, model.B + x, time / (model.Alpha + age));
            Assert.True(Math.Abs((integral / series) - 1) < 1e-9, $"{model} {time} {x} {age}: {series} {integral}");
        }
    }

    /// <summary>Its terms would be as many as there are purchases: this would not come to an end.</summary>
    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-100)]
    [InlineData(double.NaN)]
    public void Whatever_a_fit_says_an_answer_comes(double alpha)
    {
        double orders = new BgNbd(0.5, alpha, 0.1, 0.1).ExpectedWhileAlive(360, 0, 0);
        Assert.True(double.IsNaN(orders) == double.IsNaN(alpha) && !(orders < 0), $"{orders}");
    }

    [Theory]
    [InlineData(0, 0, 38.86)]
    [InlineData(1, 1.71, 38.86)]
    [InlineData(2, 30.43, 38.86)]
    [InlineData(7, 29.43, 38.86)]
    [InlineData(26, 30.86, 31)]
    public void The_likelihood_is_the_mixture_of_the_customers_own(int x, double recency, double age)
    {
        foreach (BgNbd model in (BgNbd[])[Paper, new(1.7, 12, 0.4, 0.6), new(0.6, 3, 2.2, 9)])
        {
            double stays =
                Integral.OverBeta(model.A, model.B, p => Math.Pow(1 - p, x))
                * Integral.OverGamma(model.R, model.Alpha, rate => Math.Pow(rate, x) * Math.Exp(-rate * age));
            double leaves =
                x == 0
                    ? 0
                    : Integral.OverBeta(model.A, model.B, p => p * Math.Pow(1 - p, x - 1))
                        * Integral.OverGamma(
                            model.R,
                            model.Alpha,
                            rate => Math.Pow(rate, x) * Math.Exp(-rate * recency)
                        );
            var customer = new CustomerHistory(x, recency, age, 0);
            Assert.Equal(Math.Log(stays + leaves), model.LogLikelihood(customer), 1e-8);
            Assert.Equal(stays / (stays + leaves), model.ProbabilityAlive(customer), 1e-8);
        }
    }

    [Theory]
    [InlineData(3000, 3600, 3650)]
    [InlineData(3000, 1, 3650)]
    [InlineData(0, 0, 0)]
    public void Long_histories_stay_finite(int x, double recency, double age)
    {
        var customer = new CustomerHistory(x, recency, age, 0);
        Assert.InRange(Paper.ProbabilityAlive(customer), 0, 1);
        Assert.True(double.IsFinite(Paper.LogLikelihood(customer)));
        Assert.InRange(Paper.ExpectedWhileAlive(360, x, age), 0.01, 1000);
    }

    [Theory]
    [InlineData(1, 0.243, 31, 0.793, 2.426)]
    [InlineData(2, 1.5, 60, 0.5, 4)]
    public void A_fit_recovers_the_parameters_of_made_up_customers(int seed, double r, double alpha, double a, double b)
    {
        output.WriteLine($"seed {seed}");
        var truth = new BgNbd(r, alpha, a, b);
        CustomerHistory[] customers = new ValueSimulation(seed).Customers(truth, new GammaGamma(6, 4, 15), 20_000, 700);
        var fit = BgNbd.Fit(customers);
        output.WriteLine($"{truth}\n{fit}");
        Assert.Equal(1, fit.R / r, 0.05);
        Assert.Equal(1, fit.Alpha / alpha, 0.07);
        Assert.Equal(1, fit.A / a, 0.15);
        Assert.Equal(1, fit.B / b, 0.2);
        Assert.Equal(1, fit.A / (fit.A + fit.B) / (a / (a + b)), 0.06);

        double best = customers.Sum(fit.LogLikelihood);
        Assert.True(best >= customers.Sum(truth.LogLikelihood));
        foreach (double factor in (double[])[0.99, 1.01])
        {
            Assert.True(best > customers.Sum((fit with { R = fit.R * factor }).LogLikelihood));
            Assert.True(best > customers.Sum((fit with { Alpha = fit.Alpha * factor }).LogLikelihood));
            Assert.True(best > customers.Sum((fit with { A = fit.A * factor }).LogLikelihood));
            Assert.True(best > customers.Sum((fit with { B = fit.B * factor }).LogLikelihood));
        }
    }

    [Fact]
    public void Another_unit_of_time_changes_alpha_alone()
    {
        CustomerHistory[] days = new ValueSimulation(3).Customers(Paper, new GammaGamma(6, 4, 15), 2_000, 300);
        var fit = BgNbd.Fit(days);
        var other = BgNbd.Fit([.. days.Select(c => c with { Recency = c.Recency / 7, Age = c.Age / 7 })]);
        Assert.Equal(1, other.Alpha * 7 / fit.Alpha, 1e-4);
        Assert.Equal(1, other.R / fit.R, 1e-4);
        Assert.Equal(1, other.A / fit.A, 1e-4);
        Assert.Equal(1, other.B / fit.B, 1e-4);
    }

    [Fact]
    public void Without_repeat_purchases_there_is_nothing_to_fit() =>
        Assert.Throws<ArgumentException>(() => BgNbd.Fit([new CustomerHistory(0, 0, 10, 0)]));

    /// <summary>₂F₁ by its series, summed until nothing is added.</summary>
    private static double Gauss(double a, double b, double c, double z)
    {
        (double term, double sum) = (1, 1);
        for (int n = 0; Math.Abs(term) > 1e-17 * Math.Abs(sum) || n < 100; n++)
        {
            term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z;
            sum += term;
        }
        return sum;
    }
}
