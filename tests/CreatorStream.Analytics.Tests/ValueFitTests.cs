using CreatorStream.Analytics.Value;

namespace CreatorStream.Analytics.Tests;

/// <summary>What the fits minimize, beside the models' own likelihoods and differences of them.</summary>
public sealed class ValueFitTests
{
    private static readonly CustomerHistory[] Customers =
    [
        new(1, 3, 10, 20),
        new(4, 9, 10, 35),
        new(12, 2, 8, 8),
        new(2, 6.5, 6.5, 60),
    ];

    [Fact]
    public void Purchases_have_their_models_likelihood_and_its_gradient()
    {
        CustomerHistory[] customers = [.. Customers, new(0, 0, 7, 0), new(0, 0, 0, 0)];
        var fit = new BgNbdFit(customers);
        double[] weights = fit.Weights(i => 1 + i);
        foreach (
            double[] at in (double[][])
                [
                    [-1.4, 1.5, -0.2, 0.9],
                    [0.7, 2.1, 1.3, -0.8],
                ]
        )
        {
            // The greatest age is 10 already: no scale comes between.
            var model = new BgNbd(Math.Exp(at[0]), Math.Exp(at[1]), Math.Exp(at[2]), Math.Exp(at[3]));
            double expected = -customers.Select((c, i) => (1 + i) * model.LogLikelihood(c)).Sum() / 21;
            Assert.Equal(expected, fit.Cost(at, new double[4], weights), 1e-10);
            CheckGradient((logs, gradient) => fit.Cost(logs, gradient, weights), at);
        }
    }

    [Fact]
    public void The_order_of_customers_changes_nothing()
    {
        int seed = Random.Shared.Next();
        CustomerHistory[] customers = new ValueSimulation(seed).Customers(
            new BgNbd(0.3, 20, 0.8, 2.4),
            new GammaGamma(6, 4, 15),
            500,
            300
        );
        var purchases = BgNbd.Fit(customers);
        var values = GammaGamma.Fit(customers);
        new Random(seed).Shuffle(customers);
        Assert.True(purchases == BgNbd.Fit(customers) && values == GammaGamma.Fit(customers), $"seed {seed}");
    }

    [Fact]
    public void Values_have_their_models_likelihood_and_its_gradient()
    {
        // Of a mean of 1: no scale comes between.
        double mean = Customers.Average(c => c.MeanValue);
        CustomerHistory[] customers = [.. Customers.Select(c => c with { MeanValue = c.MeanValue / mean })];
        var fit = new GammaGammaFit(customers);
        double[] weights = fit.Weights(i => 1 + i);
        foreach (
            double[] at in (double[][])
                [
                    [1.8, 1.3, -0.7],
                    [-0.5, 0.2, 1.1],
                ]
        )
        {
            var model = new GammaGamma(Math.Exp(at[0]), Math.Exp(at[1]), Math.Exp(at[2]));
            double expected = -customers.Select((c, i) => (1 + i) * model.LogLikelihood(c)).Sum() / 10;
            // The density of the mean and that of the scaled one differ by what no parameter changes: 0 here.
            Assert.Equal(expected, fit.Cost(at, new double[3], weights), 1e-10);
            CheckGradient((logs, gradient) => fit.Cost(logs, gradient, weights), at);
        }
    }

    /// <summary>Past a bound, too, where the cost is what brings a fit back.</summary>
    [Fact]
    public void Bounds_have_their_gradient()
    {
        var fit = new BgNbdFit(Customers);
        double[] weights = fit.Weights(_ => 1);
        CheckGradient((logs, gradient) => fit.Cost(logs, gradient, weights), [-9.5, 9.5, 9.2, 1]);
    }

    private static void CheckGradient(SmoothFunction function, double[] at)
    {
        double[] gradient = new double[at.Length];
        function(at, gradient);
        for (int i = 0; i < at.Length; i++)
        {
            const double Step = 1e-5;
            double[] ahead = [.. at];
            double[] behind = [.. at];
            ahead[i] += Step;
            behind[i] -= Step;
            double[] unused = new double[at.Length];
            double slope = (function(ahead, unused) - function(behind, unused)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 1e-6 * (1 + Math.Abs(slope)));
        }
    }
}
