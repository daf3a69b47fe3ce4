using System.Text;
using CreatorStream.Analytics.Sketches;

namespace CreatorStream.Analytics.Tests.Sketches;

public sealed class ThetaUpdateSketchTests
{
    [Fact]
    public void Up_to_k_values_are_counted_exactly_however_often_they_come()
    {
        var sketch = new ThetaUpdateSketch(5);
        for (int value = 0; value < 32; value++)
        {
            sketch.Update(value);
            sketch.Update(value / 2);
            Assert.Equal(value + 1, sketch.Estimate);
        }
        Assert.Equal(32, sketch.Compact().LowerBound(3));
        Assert.Equal(32, sketch.Compact().UpperBound(3));
    }

    [Fact]
    public void Trimmed_it_is_a_function_of_the_set_whatever_the_order()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            int lgK = random.Next(4, 8);
            int[] values = Naive.Values(random, 3_000, 4_000);
            ThetaSketch expected = Naive.Trimmed(values, 1 << lgK);
            for (int order = 0; order < 3; order++)
            {
                random.Shuffle(values);
                string where = $"seed {seed}, round {round}, order {order}";
                ThetaSketch kept = Naive.Updated(values, lgK);
                Naive.AssertSame(expected, kept.Trim(1 << lgK), where);
                var sketch = new ThetaUpdateSketch(lgK);
                foreach (int value in values)
                {
                    sketch.Update(value);
                    if (random.Next(50) == 0)
                    {
                        sketch.Trim();
                    }
                }
                sketch.Trim();
                Naive.AssertSame(expected, sketch.Compact(), where + ", trimmed in between");
            }
        }
    }

    [Fact]
    public void Untrimmed_it_keeps_all_hashes_below_theta_from_k_to_fifteen_eighths_of_it()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            int[] values = Naive.Values(random, 3_000, 1_000_000);
            ThetaSketch kept = Naive.Updated(values, 5);
            long[] hashes = [.. values.Select(value => ThetaHash.Of(value)).Distinct()];
            Naive.AssertSame(
                Naive.Of(kept.Theta, hashes.Where(hash => hash < kept.Theta)),
                kept,
                $"seed {seed}, round {round}"
            );
            Assert.InRange(kept.Retained, Math.Min(hashes.Length, 32), 60);
        }
    }

    [Fact]
    public void A_string_counts_by_its_UTF8_and_nothing_counts_as_nothing()
    {
        foreach (string text in new[] { "visitor-0", "Zoë 🦊", new string('é', 5_000) })
        {
            var byText = new ThetaUpdateSketch();
            byText.Update(text);
            byText.Update("");
            byText.Update([]);
            var byBytes = new ThetaUpdateSketch();
            byBytes.Update(Encoding.UTF8.GetBytes(text));
            Assert.Equal(1, byText.Retained);
            Naive.AssertSame(byBytes.Compact(), byText.Compact(), text);
        }
    }

    [Fact]
    public void Updates_allocate_nothing_once_the_table_has_grown()
    {
        var sketch = new ThetaUpdateSketch(10);
        Update(sketch, 0, 100_000);
        Assert.Equal(0, Allocations.Least(round => Update(sketch, round * 50_000, (round + 2) * 50_000)));

        static void Update(ThetaUpdateSketch sketch, int from, int to)
        {
            Span<byte> bytes = stackalloc byte[4];
            for (int value = from; value < to; value++)
            {
                sketch.Update(value);
                BitConverter.TryWriteBytes(bytes, value);
                sketch.Update(bytes);
                sketch.Update("a visitor");
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(27)]
    public void Other_sizes_are_refused(int lgK) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ThetaUpdateSketch(lgK));
}
