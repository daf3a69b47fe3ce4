using CreatorStream.Analytics.Lift;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests.Lift;

public sealed class SpikeSlabTests(ITestOutputHelper output)
{
    private const int Points = 25;
    private const int Known = 20;
    private const int Controls = 5;

    [Fact]
    public void Controls_are_included_as_often_as_all_models_together_say()
    {
        const ulong Seed = 21;
        const int Draws = 40_000;
        output.WriteLine($"seed {Seed}");
        var random = new LiftRandom(Seed);
        double[][] columns =
        [
            .. Enumerable
                .Range(0, Controls)
                .Select(_ => Enumerable.Range(0, Points).Select(_ => random.Normal()).ToArray()),
        ];
        // One that matters, one that is much like it, one that matters little, two that don't.
        columns[1] = [.. columns[0].Zip(columns[1], (a, b) => 0.9 * a + 0.4 * b)];
        double[] response =
        [
            .. Enumerable
                .Range(0, Points)
                .Select(t => 0.6 * columns[0][t] + 0.12 * columns[2][t] + 0.6 * random.Normal()),
        ];
        int[] rows = [.. Enumerable.Range(0, Known)];

        double[] exact = new double[Controls];
        double[] weights = [.. Enumerable.Range(0, 1 << Controls).Select(model => LogWeight(model, columns, response))];
        double greatest = weights.Max();
        double all = weights.Sum(weight => Math.Exp(weight - greatest));
        for (int model = 0; model < weights.Length; model++)
        {
            for (int i = 0; i < Controls; i++)
            {
                exact[i] += (model >> i & 1) * Math.Exp(weights[model] - greatest) / all;
            }
        }

        var regression = new SpikeSlab(columns, rows);
        double[] drawn = new double[Controls];
        for (int draw = 0; draw < Draws; draw++)
        {
            regression.Draw(response, random);
            for (int i = 0; i < Controls; i++)
            {
                Assert.Equal(regression.Includes(i), regression.Coefficients[i] != 0);
                drawn[i] += regression.Includes(i) ? 1.0 / Draws : 0;
            }
        }
        output.WriteLine($"exact {string.Join(", ", exact)}");
        output.WriteLine($"drawn {string.Join(", ", drawn)}");
        // Draws follow one another; so this is more than five errors of independent ones.
        Assert.All(exact.Zip(drawn), pair => Assert.Equal(pair.First, pair.Second, 0.02));
        Assert.True(exact[0] > 0.5 && exact[4] < 0.4, "the example tells nothing apart");
    }

    [Fact]
    public void Up_to_two_controls_are_always_included_and_one_of_zeros_never()
    {
        var random = new LiftRandom(3);
        double[] column = [.. Enumerable.Range(0, Points).Select(_ => random.Normal())];
        var regression = new SpikeSlab([column, new double[Points]], [.. Enumerable.Range(0, Known)]);
        for (int draw = 0; draw < 100; draw++)
        {
            regression.Draw(new double[Points], random);
            Assert.True(regression.Includes(0));
            Assert.False(regression.Includes(1));
        }
    }

    /// <summary>By the covariance of the response itself: σ²(I + X Ω⁻¹ Xᵀ), 50 observations of variance 0.2 before.</summary>
    private static double LogWeight(int model, double[][] columns, double[] response)
    {
        int[] members = [.. Enumerable.Range(0, Controls).Where(i => (model >> i & 1) == 1)];
        int m = members.Length;
        double[,] omega = new double[m, m];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
            {
                double information = columns[members[i]].Zip(columns[members[j]], (a, b) => a * b).Sum() / Points;
                omega[i, j] = 0.01 * information * (i == j ? 1 : 0.5);
            }
        }

        double[,] covariance = new double[Known, Known];
        for (int t = 0; t < Known; t++)
        {
            (double[] solved, _) = Dense.Solve(omega, [.. members.Select(i => columns[i][t])]);
            for (int s = 0; s < Known; s++)
            {
                covariance[s, t] = (s == t ? 1 : 0) + members.Select((i, at) => columns[i][s] * solved[at]).Sum();
            }
        }
        double[] known = response[..Known];
        (double[] inverse, double logDeterminant) = Dense.Solve(covariance, known);
        double squares = known.Zip(inverse, (a, b) => a * b).Sum();
        double share = 3.0 / (Controls + 1);
        return -0.5 * logDeterminant
            - 0.5 * (50 + Known) * Math.Log(10 + squares)
            + m * Math.Log(share)
            + (Controls - m) * Math.Log(1 - share);
    }
}
