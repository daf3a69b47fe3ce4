namespace CreatorStream.Analytics.Sketches;

/// <summary>
/// A theta sketch as it is stored and computed with: all hashes of a set that are below theta, and so a sample of it
/// whose rate is known. Immutable, always in ascending order. Its bytes are those of a compact sketch of Apache
/// DataSketches (<see cref="ThetaSketchCodec"/>).
/// <para>
/// How many hashes are kept depends on how it was made. <see cref="ThetaUpdateSketch.Compact"/> keeps between k and
/// 15/8 k of them, as many as were there: that depends on the order in which values came. <see cref="Trim"/> keeps the
/// k smallest: that is a function of the set alone.
/// </para>
/// </summary>
public sealed class ThetaSketch
{
    private static readonly ThetaSketch OfNothing = new(0, ThetaHash.MaxTheta, []);

    private readonly long[] hashes;

    private ThetaSketch(ushort seedHash, long theta, long[] hashes)
    {
        SeedHash = seedHash;
        Theta = theta;
        this.hashes = hashes;
    }

    /// <summary>The sketch of the empty set. It goes with every seed.</summary>
    public static ThetaSketch Empty => OfNothing;

    /// <summary>What stands for the seed (<see cref="ThetaHash.SeedHash"/>); 0 if the sketch is empty.</summary>
    public ushort SeedHash { get; }

    /// <summary>Every hash of the set below this was kept, and none other; of 2^63.</summary>
    public long Theta { get; }

    /// <summary>The kept hashes, ascending, each above 0 and below theta.</summary>
    public ReadOnlySpan<long> Hashes => hashes;

    public int Retained => hashes.Length;

    /// <summary>The set is known to be empty. One with theta below 1 and no hashes is not: it may be small.</summary>
    public bool IsEmpty => hashes.Length == 0 && Theta == ThetaHash.MaxTheta;

    /// <summary>Not all hashes of the set were kept.</summary>
    public bool IsEstimate => Theta < ThetaHash.MaxTheta;

    /// <summary>Theta as the sampling rate it is: above 0, at most 1.</summary>
    public double Rate => Theta / (double)ThetaHash.MaxTheta;

    /// <summary>How many distinct values were in the set.</summary>
    public double Estimate => EstimateOf(hashes.Length, Theta);

    /// <summary>The least it may be, by 1, 2 or 3 standard deviations: 84, 97.7 or 99.87 % sure.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Of another number of deviations.</exception>
    public double LowerBound(int deviations) => ThetaBounds.Lower(hashes.Length, Rate, deviations);

    /// <summary>The most it may be, likewise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Of another number of deviations.</exception>
    public double UpperBound(int deviations) => ThetaBounds.Upper(hashes.Length, Rate, deviations);

    /// <summary>
    /// The <paramref name="k"/> smallest hashes, and as theta the next one, where more were kept. A function of the set
    /// alone, if the sketch was made of values or united from such sketches, and never kept fewer of more than k.
    /// </summary>
    public ThetaSketch Trim(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return hashes.Length <= k ? this : new ThetaSketch(SeedHash, hashes[k], hashes[..k]);
    }

    /// <summary>Multiplied by the inverse rate, as DataSketches does: dividing by the rate gives other last bits.</summary>
    internal static double EstimateOf(int retained, long theta) => retained * (ThetaHash.MaxTheta / (double)theta);

    /// <param name="seedHash">Anything if the sketch is empty.</param>
    /// <param name="hashes">Ascending, above 0, below theta; the sketch keeps the array.</param>
    internal static ThetaSketch Make(ushort seedHash, long theta, long[] hashes) =>
        hashes.Length == 0 && theta == ThetaHash.MaxTheta ? OfNothing : new ThetaSketch(seedHash, theta, hashes);
}
