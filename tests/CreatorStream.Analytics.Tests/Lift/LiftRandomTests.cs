using CreatorStream.Analytics.Lift;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests.Lift;

public sealed class LiftRandomTests(ITestOutputHelper output)
{
    private const ulong Seed = 5;
    private const int Draws = 200_000;

    [Theory]
    [InlineData(1e-16)]
    [InlineData(0.3)]
    [InlineData(0.99999999)]
    [InlineData(1)]
    [InlineData(1.0000001)]
    [InlineData(1.4142135)]
    [InlineData(1.4142136)]
    [InlineData(7e88)]
    public void The_logarithm_is_that_of_the_library_but_for_the_last_bits(double x) =>
        Assert.Equal(Math.Log(x), LiftRandom.Log(x), 4e-16 * Math.Abs(Math.Log(x)));

    [Fact]
    public void Draws_are_the_same_everywhere()
    {
        // Of another program, with the same arithmetic.
        var random = new LiftRandom(1);
        double[] draws = [random.Uniform(), random.Normal(), random.Normal(), random.Gamma(2.5)];
        Assert.Equal(
            "3FE22145BD91204B BFFEBC70A51BCF0C BFFEC9CE57F6E575 400586549336501D",
            string.Join(' ', draws.Select(draw => BitConverter.DoubleToInt64Bits(draw).ToString("X")))
        );
    }

    [Fact]
    public void Normal_draws_have_the_moments_of_the_normal_distribution()
    {
        output.WriteLine($"seed {Seed}");
        var random = new LiftRandom(Seed);
        double[] draws = [.. Enumerable.Range(0, Draws).Select(_ => random.Normal())];
        Assert.Equal(0, draws.Average(), 5 / Math.Sqrt(Draws));
        Assert.Equal(1, draws.Average(x => x * x), 5 * Math.Sqrt(2.0 / Draws));
        Assert.Equal(3, draws.Average(x => x * x * x * x), 5 * Math.Sqrt(96.0 / Draws));
    }

    [Theory]
    // Nothing is cut off, much, almost all: below the mode and beyond it.
    [InlineData(1.5, 2, 0)]
    [InlineData(20, 10, 1.8)]
    [InlineData(20, 10, 2.2)]
    [InlineData(20, 10, 6)]
    [InlineData(1.5, 0.01, 0.7)]
    public void Gamma_draws_above_a_bound_have_its_mean_there(double shape, double rate, double least)
    {
        output.WriteLine($"seed {Seed}");
        var random = new LiftRandom(Seed);
        double[] draws = [.. Enumerable.Range(0, Draws).Select(_ => random.GammaAbove(shape, rate, least))];
        Assert.All(draws, draw => Assert.True(draw >= least));
        (double mass, double first, double second) = (0, 0, 0);
        double width = 60 * Math.Sqrt(shape) / rate / 2_000_000;
        for (int i = 0; i < 2_000_000; i++)
        {
            double x = least + (i + 0.5) * width;
            double density = Math.Exp((shape - 1) * Math.Log(x * rate / shape) - (x * rate - shape));
            mass += density;
            first += density * x;
            second += density * x * x;
        }
        double mean = first / mass;
        double error = Math.Sqrt((second / mass - mean * mean) / Draws);
        Assert.Equal(mean, draws.Average(), 5 * error);
    }
}
