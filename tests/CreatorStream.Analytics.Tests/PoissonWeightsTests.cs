using CreatorStream.Analytics.Bootstrap;

namespace CreatorStream.Analytics.Tests;

public sealed class PoissonWeightsTests
{
    /// <summary>Mean and variance of a Poisson distribution with mean 1, and no two replicates alike.</summary>
    [Fact]
    public void Weights_are_poisson_distributed_and_independent()
    {
        const int Ids = 20_000;
        (double sum, double squares, double products) = (0, 0, 0);
        int[] seen = new int[4];
        for (ulong id = 0; id < Ids; id++)
        {
            int one = PoissonWeights.Of(id, 3);
            int other = PoissonWeights.Of(id, 4);
            sum += one;
            squares += (one - 1) * (one - 1);
            products += (one - 1) * (other - 1);
            seen[Math.Min(one, 3)]++;
        }
        Assert.Equal(1, sum / Ids, 0.03);
        Assert.Equal(1, squares / Ids, 0.06);
        Assert.Equal(0, products / Ids, 0.03);
        Assert.Equal(Math.Exp(-1), (double)seen[0] / Ids, 0.015);
        Assert.Equal(Math.Exp(-1) / 2, (double)seen[2] / Ids, 0.015);
    }

    [Fact]
    public void The_middle_of_many_values_is_between_their_quantiles()
    {
        double[] values = [.. Enumerable.Range(0, 201).Select(n => (double)n).Reverse()];
        Assert.Equal((5, 195), Middle95.Of(values));
        Assert.True(double.IsNaN(Middle95.Of([1, double.PositiveInfinity]).High));
    }
}
