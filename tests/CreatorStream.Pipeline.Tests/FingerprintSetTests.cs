using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Tests;

public sealed class FingerprintSetTests
{
    private readonly int seed = Random.Shared.Next();

    /// <summary>Also where many share a place, and where those of the last places lie in the first ones.</summary>
    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(0xff00_0000_0000_00ff)]
    [InlineData(0xf000_0000_0000_ffff)]
    public void Holds_each_fingerprint_once(ulong bits)
    {
        var random = new Random(seed);
        using var memory = new StateMemory();
        var set = new FingerprintSet(memory.Open());
        var expected = new HashSet<ulong>();
        for (int i = 0; i < 100_000; i++)
        {
            ulong fingerprint = (ulong)random.NextInt64(long.MinValue, long.MaxValue) & bits;
            // Half of them lie around the end. 0 is taken for 1.
            fingerprint = Math.Max(1, fingerprint | (random.Next(2) == 0 ? 0xff00_0000_0000_0000 : 0));
            set.PrefetchSlot(fingerprint);
            Assert.True(expected.Add(fingerprint) == set.Add(fingerprint), $"seed {seed}");
        }
        Assert.Equal(expected.Count, set.Count);
    }
}
