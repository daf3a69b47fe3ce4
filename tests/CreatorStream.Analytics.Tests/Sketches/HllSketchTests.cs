using CreatorStream.Analytics.Sketches;

namespace CreatorStream.Analytics.Tests.Sketches;

public sealed class HllSketchTests
{
    [Fact]
    public void Registers_of_four_six_and_eight_bits_say_the_same()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            int lgK = random.Next(4, 15);
            int least = random.Next(3);
            int[] registers =
            [
                .. Enumerable
                    .Range(0, 1 << lgK)
                    .Select(_ => least + Math.Min((int)-Math.Log2(random.NextDouble()), 60)),
            ];
            // As large as they get, and far from the others.
            registers[random.Next(registers.Length)] = 63;
            double estimate = registers.Length * (1 + random.NextDouble());
            foreach (int bits in new[] { 4, 6, 8 })
            {
                var sketch = HllSketch.Read(HllBytes.Registers(bits, registers, estimate));
                string where = $"seed {seed}, round {round}, {bits} bits";
                Assert.True(sketch.LgK == lgK && sketch.Estimate == estimate, where);
                Assert.True(
                    sketch.LowerBound(3) < sketch.LowerBound(1) || sketch.LowerBound(1) <= registers.Length,
                    where
                );
                Assert.True(sketch.UpperBound(1) < sketch.UpperBound(2), where);
            }
        }
    }

    [Theory]
    [InlineData(12, 1)]
    [InlineData(12, 2)]
    [InlineData(12, 3)]
    [InlineData(13, 1)]
    [InlineData(13, 2)]
    [InlineData(21, 2)]
    public void Bounds_lie_about_a_standard_error_for_each_deviation_away(int lgK, int deviations)
    {
        int[] registers = [.. Enumerable.Repeat(5, 1 << lgK)];
        var sketch = HllSketch.Read(HllBytes.Registers(8, registers, 1e8));
        double error = deviations * 0.8325546 / Math.Sqrt(1 << lgK);
        Assert.InRange(sketch.LowerBound(deviations), 1e8 * (1 - (1.03 * error)), 1e8 * (1 - (0.95 * error)));
        Assert.InRange(sketch.UpperBound(deviations), 1e8 * (1 + (0.97 * error)), 1e8 * (1 + (1.05 * error)));
    }

    [Fact]
    public void Coupons_are_counted_with_what_is_expected_to_have_met_in_one()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        foreach (int count in new[] { 8, 19, 20, 21, 399, 400, 401, 7_999, 8_001, 159_999, 160_001, 196_608 })
        {
            var coupons = new HashSet<uint>();
            while (coupons.Count < count)
            {
                coupons.Add((uint)random.Next(1 << 26, int.MaxValue));
            }
            int mode = count == 8 ? HllBytes.List : HllBytes.Set;
            var sketch = HllSketch.Read(HllBytes.Coupons(mode, 21, [.. coupons]));
            // Pairs that share a coupon, 1 in 3 · 2^26.
            double together = count * (count - 1.0) / (6L << 26);
            Assert.InRange(sketch.Estimate - count, together * 0.99, together * 1.01);
            Assert.True(sketch.LowerBound(2) <= sketch.Estimate && sketch.Estimate < sketch.UpperBound(2));
        }
    }

    [Fact]
    public void An_updatable_sketch_has_free_slots_and_is_read_too()
    {
        byte[] list = [.. HllBytes.Coupons(HllBytes.List, 12, 5u << 26, 9u << 26), .. new byte[24]];
        list[5] = 0;
        Assert.Equal(2, HllSketch.Read(list).Estimate, 6);
        byte[] set = [.. HllBytes.Coupons(HllBytes.Set, 12, 5u << 26, 9u << 26), .. new byte[4 * 30]];
        set[4] = 5;
        set[5] = 0;
        Assert.Equal(2, HllSketch.Read(set).Estimate, 6);
        int[] registers = [1, 40, .. Enumerable.Repeat(2, 14)];
        byte[] four = [.. HllBytes.Registers(4, registers, 50), .. new byte[12]];
        four[5] = 0;
        Assert.Equal(50, HllSketch.Read(four).Estimate);
    }

    [Fact]
    public void A_sketch_merged_from_others_is_refused()
    {
        byte[] bytes = HllBytes.Registers(8, [.. Enumerable.Repeat(2, 16)], 50);
        bytes[5] |= 16;
        MalformedSketchException refused = Assert.Throws<MalformedSketchException>(() => HllSketch.Read(bytes));
        Assert.Contains("merged", refused.Message, StringComparison.Ordinal);
    }
}
