using System.Numerics;
using CreatorStream.Analytics.Attribution;
using FsCheck.Fluent;

namespace CreatorStream.Analytics.Tests;

/// <summary>All credit sums to the order exactly; what is left over goes to the largest fractions, then to the earliest touch.</summary>
public sealed class LargestRemainderTests
{
    [Theory]
    // Equal fractions: the earliest.
    [InlineData(100, new[] { 1, 1, 1 }, new[] { 34, 33, 33 })]
    [InlineData(2, new[] { 1, 1, 1, 1 }, new[] { 1, 1, 0, 0 })]
    // 1.43, 2.86, 5.71: two are left, for the second and the third.
    [InlineData(10, new[] { 1, 2, 4 }, new[] { 1, 3, 6 })]
    // U-shaped, 40/20/40, of an order of 9.99: 3.996, 1.998, 3.996.
    [InlineData(999, new[] { 40, 20, 40 }, new[] { 400, 200, 399 })]
    [InlineData(7, new[] { 3 }, new[] { 7 })]
    [InlineData(0, new[] { 1, 1 }, new[] { 0, 0 })]
    public void An_amount_is_split_to_the_unit(int amount, int[] weights, int[] expected) =>
        Assert.Equal(expected, Split(amount, weights).Select(part => (int)part));

    [Fact]
    public void Parts_add_up_and_none_is_off_by_a_unit() =>
        PropertyChecks.ForAll(
            Gen.Zip(
                from high in Gen.Choose(0, int.MaxValue)
                from low in Gen.Choose(0, int.MaxValue)
                from digits in Gen.Choose(0, 62)
                select ((Int128)high << digits) | low,
                Gen.Choose(1, 8_000_000).NonEmptyListOf()
            ),
            of =>
            {
                (Int128 amount, IList<int> weights) = (of.Item1, of.Item2);
                Int128[] parts = Split(amount, [.. weights]);
                BigInteger total = weights.Sum(weight => (long)weight);
                return parts.Aggregate(Int128.Zero, (sum, part) => sum + part) == amount
                    && parts
                        .Zip(weights)
                        .All(of =>
                            BigInteger.Abs(((BigInteger)of.First * total) - ((BigInteger)amount * of.Second)) < total
                        );
            },
            times: 2000
        );

    private static Int128[] Split(Int128 amount, int[] weights)
    {
        var parts = new Int128[weights.Length];
        LargestRemainder.Split(amount, [.. weights.Select(weight => (long)weight)], parts);
        return parts;
    }
}
