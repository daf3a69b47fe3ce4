using CreatorStream.Events;

namespace CreatorStream.Analytics.Bootstrap;

/// <summary>
/// How often each customer or order counts in a replicate of a bootstrap: Poisson distributed with mean 1, which for many
/// is the same as drawing as many of them with replacement (Chamandy et al. 2012, Estimating Uncertainty for Massive Data
/// Streams). A hash of its id and the replicate decides: the same ids, the same weights, wherever they are.
/// </summary>
public static class PoissonWeights
{
    /// <summary>How many replicates an interval is taken from.</summary>
    public const int Replicates = 200;

    private const ulong Key = 0x636c76; // "clv", the first to be drawn so
    private static readonly double[] Cumulative = Distribution();

    /// <param name="id">A hash of it.</param>
    public static int Of(ulong id, int replicate)
    {
        ulong hash = Hash64.Combine(id, (ulong)replicate);
        // One more round: the words of neighbouring replicates differ in a few bits only.
        double uniform = (Hash64.Combine(hash, Key) >> 11) * (1.0 / (1UL << 53));
        int weight = 0;
        while (uniform >= Cumulative[weight])
        {
            weight++;
        }
        return weight;
    }

    /// <summary>The id of a text.</summary>
    public static ulong IdOf(string text) => Hash64.Compute(text, Key);

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
