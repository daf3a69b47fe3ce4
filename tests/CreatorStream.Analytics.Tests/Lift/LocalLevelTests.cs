using CreatorStream.Analytics.Lift;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests.Lift;

public sealed class LocalLevelTests(ITestOutputHelper output)
{
    private const double Noise = 0.7;
    private const double Step = 0.3;
    private const double StartMean = 1.5;
    private const double StartVariance = 2;
    private static readonly double[] Y = [1.2, double.NaN, 3.1, 2.4, double.NaN, double.NaN, 0.3, 4.4];

    [Fact]
    public void The_smoother_is_the_conditional_normal_distribution()
    {
        double[] mean = new double[Y.Length];
        double[] variance = new double[Y.Length];
        Model().Smooth(Y, mean, variance);
        for (int t = 0; t < Y.Length; t++)
        {
            (double expected, double[] covariances) = Conditional(t);
            Assert.Equal(expected, mean[t], 1e-12);
            Assert.Equal(covariances[t], variance[t], 1e-12);
        }
    }

    [Fact]
    public void Drawn_levels_have_the_means_variances_and_covariances_of_that_distribution()
    {
        const ulong Seed = 11;
        const int Draws = 60_000;
        output.WriteLine($"seed {Seed}");
        var random = new LiftRandom(Seed);
        LocalLevel model = Model();
        double[] level = new double[Y.Length];
        double[] sums = new double[Y.Length];
        double[,] products = new double[Y.Length, Y.Length];
        for (int draw = 0; draw < Draws; draw++)
        {
            model.Draw(Y, level, random);
            for (int s = 0; s < Y.Length; s++)
            {
                sums[s] += level[s];
                for (int t = 0; t < Y.Length; t++)
                {
                    products[s, t] += level[s] * level[t];
                }
            }
        }
        for (int s = 0; s < Y.Length; s++)
        {
            (double mean, double[] covariances) = Conditional(s);
            Assert.Equal(mean, sums[s] / Draws, 5 * Math.Sqrt(covariances[s] / Draws));
            for (int t = 0; t < Y.Length; t++)
            {
                double own = products[s, t] / Draws - sums[s] / Draws * sums[t] / Draws;
                // The standard error of a covariance of normal variables, at most.
                double error = Math.Sqrt(2 * covariances[s] * Conditional(t).Covariances[t] / Draws);
                Assert.Equal(covariances[t], own, 5 * error);
            }
        }
    }

    private static LocalLevel Model() =>
        new(Y.Length)
        {
            Start = (StartMean, StartVariance),
            Noise = Noise,
            Step = Step,
        };

    /// <summary>The level at a point given what was observed: its mean, and its covariances with all others.</summary>
    private static (double Mean, double[] Covariances) Conditional(int at)
    {
        int[] known = [.. Enumerable.Range(0, Y.Length).Where(t => !double.IsNaN(Y[t]))];
        double[,] observed = new double[known.Length, known.Length];
        for (int i = 0; i < known.Length; i++)
        {
            for (int j = 0; j < known.Length; j++)
            {
                observed[i, j] = Covariance(known[i], known[j]) + (i == j ? Noise : 0);
            }
        }

        double[] toKnown = [.. known.Select(t => Covariance(at, t))];
        (double[] weights, _) = Dense.Solve(observed, toKnown);
        double mean = StartMean + weights.Select((weight, i) => weight * (Y[known[i]] - StartMean)).Sum();
        double[] covariances =
        [
            .. Enumerable
                .Range(0, Y.Length)
                .Select(t => Covariance(at, t) - weights.Select((weight, i) => weight * Covariance(known[i], t)).Sum()),
        ];
        return (mean, covariances);
    }

    private static double Covariance(int s, int t) => StartVariance + Step * Math.Min(s, t);
}
