using CreatorStream.Events;

namespace CreatorStream.Analytics.Value;

/// <summary>
/// How often each customer counts in a replicate of a bootstrap: Poisson distributed with mean 1, which for many
/// customers is the same as drawing as many of them with replacement (Chamandy et al. 2012, Estimating Uncertainty for
/// Massive Data Streams). A hash of customer and replicate decides: the same names, the same weights.
/// </summary>
internal sealed class PoissonWeights(IReadOnlyList<string> customers)
{
    private const ulong Key = 0x636c76; // "clv"
    private static readonly double[] Cumulative = Distribution();

    private readonly ulong[] hashes = [.. customers.Select(customer => Hash64.Compute(customer, Key))];

    public int Of(int customer, int replicate)
    {
        ulong hash = Hash64.Combine(hashes[customer], (ulong)replicate);
        // One more round: the words of neighbouring replicates differ in a few bits only.
        double uniform = (Hash64.Combine(hash, Key) >> 11) * (1.0 / (1UL << 53));
        int weight = 0;
        while (uniform >= Cumulative[weight])
        {
            weight++;
        }

        return weight;
    }

    /// <summary>Up to where nothing is left that 53 bits could hit.</summary>
    private static double[] Distribution()
    {
        List<double> cumulative = [];
        (double term, double sum) = (Math.Exp(-1), 0);
        for (int n = 1; term > 1e-18; n++)
        {
            sum += term;
            term /= n;
            cumulative.Add(sum);
        }
        cumulative[^1] = double.PositiveInfinity;
        return [.. cumulative];
    }
}
