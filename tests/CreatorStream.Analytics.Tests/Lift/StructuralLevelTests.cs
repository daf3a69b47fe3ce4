using CreatorStream.Analytics.Lift;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests.Lift;

/// <summary>Against the normal distribution of all states, conditioned on what was observed by matrix algebra.</summary>
public sealed class StructuralLevelTests(ITestOutputHelper output)
{
    private const double Noise = 0.7;
    private const double Step = 0.3;
    private const double Change = 0.2;
    private const double StartMean = 1.5;
    private const double StartVariance = 2;
    private static readonly double[] Y = [1.2, double.NaN, 3.1, 2.4, double.NaN, double.NaN, 0.3, 4.4];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_smoother_gives_the_conditional_mean(int seasons)
    {
        StructuralLevel model = Model(seasons);
        model.Smooth(Y);
        (double[] means, _) = Conditional(seasons);
        Assert.All(means.Zip(model.States), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Drawn_states_have_the_conditional_means_variances_and_covariances(int seasons)
    {
        const ulong Seed = 11;
        const int Draws = 40_000;
        output.WriteLine($"seed {Seed}");
        var random = new LiftRandom(Seed);
        StructuralLevel model = Model(seasons);
        int n = model.States.Length;
        double[] sums = new double[n];
        double[,] products = new double[n, n];
        for (int draw = 0; draw < Draws; draw++)
        {
            model.Draw(Y, random);
            for (int i = 0; i < n; i++)
            {
                sums[i] += model.States[i];
                for (int j = 0; j < n; j++)
                {
                    products[i, j] += model.States[i] * model.States[j];
                }
            }
        }
        (double[] means, double[,] covariances) = Conditional(seasons);
        for (int i = 0; i < n; i++)
        {
            Assert.Equal(means[i], sums[i] / Draws, 5 * Math.Sqrt(covariances[i, i] / Draws));
            for (int j = 0; j < n; j++)
            {
                double own = products[i, j] / Draws - sums[i] / Draws * sums[j] / Draws;
                // The standard error of a covariance of normal variables, at most.
                double error = Math.Sqrt(2 * covariances[i, i] * covariances[j, j] / Draws);
                Assert.Equal(covariances[i, j], own, 5 * error);
            }
        }
    }

    [Fact]
    public void Steps_and_changes_are_what_moves_the_states()
    {
        StructuralLevel model = Model(3);
        model.Smooth(Y);
        double[] states = model.States;
        double steps = 0;
        double changes = 0;
        for (int t = 1; t < Y.Length; t++)
        {
            steps += Math.Pow(states[3 * t] - states[3 * t - 3], 2);
            changes += Math.Pow(states[3 * t + 1] + states[3 * t - 2] + states[3 * t - 1], 2);
            Assert.Equal(states[3 * t - 2], states[3 * t + 2], 1e-12);
        }
        Assert.Equal(steps, model.StepSquares(), 1e-12);
        Assert.Equal(changes, model.ChangeSquares(), 1e-12);
        Assert.Equal(states[3] + states[4], model.Signal(1));
    }

    private static StructuralLevel Model(int seasons) =>
        new(Y.Length, seasons)
        {
            Start = (StartMean, StartVariance),
            Noise = Noise,
            Step = Step,
            Change = Change,
        };

    /// <summary>Means and covariances of the states of all points, given what was observed.</summary>
    private static (double[] Means, double[,] Covariances) Conditional(int seasons)
    {
        double[][] loadings = Loadings(seasons);
        int n = loadings.Length;
        int[] known = [.. Enumerable.Range(0, Y.Length).Where(t => !double.IsNaN(Y[t]))];
        double[][] signals =
        [
            .. known.Select(t =>
                seasons == 1
                    ? loadings[t]
                    : loadings[t * seasons].Zip(loadings[t * seasons + 1], (level, season) => level + season).ToArray()
            ),
        ];
        double[,] observed = new double[known.Length, known.Length];
        for (int i = 0; i < known.Length; i++)
        {
            for (int j = 0; j < known.Length; j++)
            {
                observed[i, j] = Product(signals[i], signals[j]) + (i == j ? Noise : 0);
            }
        }

        double[] means = new double[n];
        double[,] covariances = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            (double[] weights, _) = Dense.Solve(observed, [.. signals.Select(signal => Product(loadings[i], signal))]);
            means[i] =
                (i % seasons == 0 ? StartMean : 0) + weights.Select((w, k) => w * (Y[known[k]] - StartMean)).Sum();
            for (int j = 0; j < n; j++)
            {
                covariances[i, j] =
                    Product(loadings[i], loadings[j])
                    - weights.Select((w, k) => w * Product(loadings[j], signals[k])).Sum();
            }
        }

        return (means, covariances);
    }

    /// <summary>Each state as a sum of independent draws of variance 1: those of the start, then two for each point.</summary>
    private static double[][] Loadings(int seasons)
    {
        double[][] states = new double[Y.Length * seasons][];
        for (int i = 0; i < states.Length; i++)
        {
            states[i] = new double[seasons + 2 * Y.Length];
            (int t, int part) = (i / seasons, i % seasons);
            int before = (t - 1) * seasons;
            if (t == 0)
            {
                states[i][i] = Math.Sqrt(StartVariance);
            }
            else if (part > 1)
            {
                states[i] = states[before + part - 1];
            }
            else
            {
                for (int k = 0; k < states[i].Length; k++)
                {
                    states[i][k] =
                        part == 0
                            ? states[before][k]
                            : -Enumerable.Range(1, seasons - 1).Sum(season => states[before + season][k]);
                }

                states[i][seasons + 2 * t + part] = Math.Sqrt(part == 0 ? Step : Change);
            }
        }

        return states;
    }

    private static double Product(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
