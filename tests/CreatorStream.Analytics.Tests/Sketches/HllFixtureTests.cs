using CreatorStream.Analytics.Sketches;

namespace CreatorStream.Analytics.Tests.Sketches;

/// <summary>Against Apache DataSketches: equal estimates and bounds.</summary>
public sealed class HllFixtureTests
{
    /// <summary>Relative: knots of the coupons' estimate are computed, and a sum of four differs in its last bit.</summary>
    private const double Tolerance = 1e-15;

    public static IEnumerable<object[]> Files =>
        from bits in new[] { 4, 6, 8 }
        from values in new[] { 0, 1, 2, 100, 4096, 10_000, 100_000, 1_000_000 }
        select new object[] { $"hll_{bits}_{values}.sk" };

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void It_reads_what_DataSketches_wrote(string file)
    {
        Fixtures.SkipUnlessThere();
        Fixtures.Expected expected = Fixtures.Of(file);
        var sketch = HllSketch.Read(Fixtures.Bytes(file));
        Assert.Equal(Fixtures.LgK, sketch.LgK);
        AssertNear(expected.Estimate, sketch.Estimate);
        AssertNear(expected.Lower, sketch.LowerBound(2));
        AssertNear(expected.Upper, sketch.UpperBound(2));
    }

    private static void AssertNear(double expected, double actual) =>
        Assert.True(Math.Abs(actual - expected) <= Tolerance * expected, $"{actual:R} is not {expected:R}");
}
