using CreatorStream.Analytics.Value;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests;

public sealed class GammaGammaTests(ITestOutputHelper output)
{
    /// <summary>As Fader and Hardie fit it to the CDNOW customers, in dollars.</summary>
    private static readonly GammaGamma Paper = new(6.25, 3.74, 15.44);

    [Theory]
    [InlineData(2, 22.35, 24.65)]
    [InlineData(1, 11.77, 18.91)]
    [InlineData(0, 0, 35.17)]
    [InlineData(7, 73.74, 71.46)]
    [InlineData(2, 25.55, 27.28)]
    public void The_expected_value_is_that_of_the_papers_spreadsheet(int x, double mean, double expected) =>
        Assert.Equal(expected, Paper.ExpectedValue(new CustomerHistory(x, 1, 1, mean)), 0.1);

    [Fact]
    public void There_is_no_expected_value_where_the_mean_of_all_does_not_exist()
    {
        var unequal = new GammaGamma(0.5, 0.7, 10);
        Assert.True(double.IsNaN(unequal.ExpectedValue(new CustomerHistory(0, 0, 1, 0))));
        Assert.Equal(0.5 * 30 / 0.2, unequal.ExpectedValue(new CustomerHistory(1, 1, 1, 20)), 1e-9);
    }

    [Theory]
    [InlineData(1, 11.77)]
    [InlineData(2, 22.35)]
    [InlineData(7, 73.74)]
    public void The_likelihood_is_the_mixture_over_the_customers_means(int x, double mean)
    {
        // Given the rate ν the mean of x purchases is gamma distributed, shape px, rate νx.
        double px = Paper.P * x;
        double integral = Integral.OverGamma(
            Paper.Q,
            Paper.V,
            rate => Math.Exp(px * Math.Log(rate * x) + (px - 1) * Math.Log(mean) - rate * x * mean)
        );
        Assert.Equal(Math.Log(integral / Gamma(px)), Paper.LogLikelihood(new CustomerHistory(x, 1, 1, mean)), 1e-8);
    }

    [Fact]
    public void A_fit_recovers_the_parameters_of_made_up_customers()
    {
        const int Seed = 4;
        output.WriteLine($"seed {Seed}");
        CustomerHistory[] customers = new ValueSimulation(Seed).Customers(
            new BgNbd(1.5, 60, 0.5, 4),
            Paper,
            30_000,
            500
        );
        var fit = GammaGamma.Fit(customers);
        output.WriteLine($"{fit}");
        // Only means are seen: p and v are known far less well than what they come to together.
        Assert.Equal(1, fit.P / Paper.P, 0.1);
        Assert.Equal(1, fit.Q / Paper.Q, 0.05);
        Assert.Equal(1, fit.V / Paper.V, 0.1);
        var newcomer = new CustomerHistory(0, 0, 0, 0);
        Assert.Equal(1, fit.ExpectedValue(newcomer) / Paper.ExpectedValue(newcomer), 0.02);

        CustomerHistory[] repeat = [.. customers.Where(c => c.Frequency > 0)];
        double best = repeat.Sum(fit.LogLikelihood);
        foreach (double factor in (double[])[0.99, 1.01])
        {
            Assert.True(best > repeat.Sum((fit with { P = fit.P * factor }).LogLikelihood));
            Assert.True(best > repeat.Sum((fit with { Q = fit.Q * factor }).LogLikelihood));
            Assert.True(best > repeat.Sum((fit with { V = fit.V * factor }).LogLikelihood));
        }
    }

    [Fact]
    public void Another_currency_changes_v_alone()
    {
        CustomerHistory[] customers = new ValueSimulation(5).Customers(new BgNbd(1.5, 60, 0.5, 4), Paper, 1_000, 500);
        var fit = GammaGamma.Fit(customers);
        var other = GammaGamma.Fit([.. customers.Select(c => c with { MeanValue = c.MeanValue * 1000 })]);
        Assert.Equal(1, other.P / fit.P, 1e-4);
        Assert.Equal(1, other.Q / fit.Q, 1e-4);
        Assert.Equal(1, other.V / fit.V / 1000, 1e-4);
    }

    /// <summary>Γ(s) by its integral.</summary>
    private static double Gamma(double s)
    {
        double sum = 0;
        for (double y = -400; y <= 20; y += 0.01)
        {
            sum += 0.01 * Math.Exp(s * y - Math.Exp(y));
        }

        return sum;
    }
}
