using CreatorStream.Analytics.Sketches;

namespace CreatorStream.Analytics.Tests.Sketches;

public sealed class ThetaBoundsTests
{
    /// <summary>The probability of a normal variable beyond 1, 2, 3 deviations.</summary>
    private static readonly double[] Tails = [0, 0.158655, 0.02275, 0.00135];

    [Fact]
    public void Bounds_enclose_the_estimate_and_widen_with_the_deviations()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < 3_000; round++)
        {
            int kept = random.Next(1, random.Next(2, 500));
            double rate = Math.Pow(random.NextDouble(), 4);
            string where = $"seed {seed}: {kept} kept at {rate:R}";
            double lower = kept / rate;
            double upper = kept / rate;
            for (int deviations = 1; deviations <= 3; deviations++)
            {
                Assert.True(ThetaBounds.Lower(kept, rate, deviations) <= lower, where);
                Assert.True(ThetaBounds.Upper(kept, rate, deviations) >= upper, where);
                lower = ThetaBounds.Lower(kept, rate, deviations);
                upper = ThetaBounds.Upper(kept, rate, deviations);
                Assert.True(lower >= kept && double.IsFinite(upper), where);
            }
        }
    }

    /// <summary>By the definition: at the bound, what was seen has the probability of the tail.</summary>
    [Fact]
    public void Bounds_of_few_are_nearly_those_of_the_binomial()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < 3_000; round++)
        {
            int kept = random.Next(2, 121);
            double rate = Math.Exp(-random.NextDouble() * 6);
            int deviations = random.Next(1, 4);
            double tail = Tails[deviations];
            double lower = ThetaBounds.Lower(kept, rate, deviations);
            double upper = ThetaBounds.Upper(kept, rate, deviations);
            string where = $"seed {seed}: {kept} kept at {rate:R}, {deviations} deviations: {lower} to {upper}";
            double near = 2 + (0.03 * ((kept / rate) - lower));
            Assert.True(AtLeast(kept, lower - near, rate) <= tail * 1.001, where);
            Assert.True(AtLeast(kept, lower + near, rate) >= tail * 0.999, where);
            near = 2 + (0.03 * (upper - (kept / rate)));
            Assert.True(1 - AtLeast(kept + 1, upper + near, rate) <= tail * 1.001, where);
            Assert.True(1 - AtLeast(kept + 1, upper - near, rate) >= tail * 0.999, where);
        }
    }

    [Fact]
    public void None_kept_of_a_sample_may_still_have_been_some()
    {
        Assert.Equal(0, ThetaBounds.Lower(0, 0.01, 2));
        // 0.99^377 is about the tail.
        Assert.Equal(377, ThetaBounds.Upper(0, 0.01, 2));
        Assert.Equal(0, ThetaBounds.Upper(0, 1, 2));
    }

    [Theory]
    [InlineData(-1, 0.5, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1.1, 1)]
    [InlineData(1, double.NaN, 1)]
    [InlineData(1, 0.5, 0)]
    [InlineData(1, 0.5, 4)]
    public void Other_arguments_are_refused(int kept, double rate, int deviations)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ThetaBounds.Lower(kept, rate, deviations));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThetaBounds.Upper(kept, rate, deviations));
    }

    /// <summary>The probability that so many or more of a number are kept.</summary>
    private static double AtLeast(int kept, double number, double rate)
    {
        long n = Math.Max((long)Math.Round(number), 0);
        double fewer = 0;
        double logTerm = n * Math.Log(1 - rate);
        for (int i = 0; i < kept && i <= n; i++)
        {
            fewer += Math.Exp(logTerm);
            logTerm += Math.Log((n - i) / (double)(i + 1)) + Math.Log(rate / (1 - rate));
        }
        return Math.Max(1 - fewer, 0);
    }
}
