using CreatorStream.Pipeline.Visitors.Deduplication;

namespace CreatorStream.Pipeline.Tests;

public sealed class FingerprintSetTests
{
    [Fact]
    public void It_agrees_with_a_set_through_sealing_and_saving()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        var set = new FingerprintSet();
        var expected = new HashSet<ulong>();
        for (int i = 0; i < 20_000; i++)
        {
            // Few values, 0 among them: many repeats.
            ulong fingerprint = (ulong)random.Next(0, 12_000) * 0x9e3779b97f4a7c15;
            Assert.True(expected.Add(fingerprint) == set.Add(fingerprint), $"seed {seed}");
            if (random.Next(2_000) == 0)
            {
                set.Seal();
            }
            if (random.Next(2_000) == 0)
            {
                set = FingerprintSet.FromBytes(set.ToBytes());
            }
        }
        Assert.Equal(expected.Count, set.Count);
    }

    [Fact]
    public void Equal_sets_have_equal_bytes()
    {
        var forwards = new FingerprintSet();
        var backwards = new FingerprintSet();
        for (ulong i = 0; i < 1000; i++)
        {
            forwards.Add(i * 77);
            backwards.Add((999 - i) * 77);
        }
        backwards.Seal();
        Assert.Equal(forwards.ToBytes(), backwards.ToBytes());
    }
}
