using CreatorStream.Analytics.Sketches;

namespace CreatorStream.Analytics.Tests.Sketches;

/// <summary>Theta sketches as they are defined, from the whole set.</summary>
internal static class Naive
{
    /// <summary>The k smallest hashes of a set, and the next one as theta.</summary>
    public static ThetaSketch Trimmed(IEnumerable<int> values, int k)
    {
        long[] hashes = [.. values.Select(value => ThetaHash.Of(value)).Distinct().Order()];
        return hashes.Length <= k ? Of(ThetaHash.MaxTheta, hashes) : Of(hashes[k], hashes[..k]);
    }

    public static ThetaSketch Of(long theta, IEnumerable<long> hashes) =>
        ThetaSketch.Make(ThetaHash.SeedHash(ThetaHash.DefaultSeed), theta, [.. hashes.Order()]);

    /// <summary>By way of updates, in the order given.</summary>
    public static ThetaSketch Updated(IEnumerable<int> values, int lgK)
    {
        var sketch = new ThetaUpdateSketch(lgK);
        foreach (int value in values)
        {
            sketch.Update(value);
        }
        return sketch.Compact();
    }

    /// <summary>A set of random size, in random order, some values twice.</summary>
    public static int[] Values(Random random, int most, int universe) =>
        [.. Enumerable.Range(0, random.Next(most)).Select(_ => random.Next(universe))];

    /// <summary>Equal in all that is written.</summary>
    public static void AssertSame(ThetaSketch expected, ThetaSketch actual, string where) =>
        Assert.True(
            ThetaSketchCodec.Write(expected).AsSpan().SequenceEqual(ThetaSketchCodec.Write(actual)),
            $"{where}: {actual.Retained} below {actual.Theta}, not {expected.Retained} below {expected.Theta}"
        );
}
