using CreatorStream.Pipeline.Visitors.Deduplication;

namespace CreatorStream.Pipeline.Tests;

public sealed class FingerprintSorterTests
{
    [Fact]
    public void Sorts_hashes_of_any_number()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        var sorter = new FingerprintSorter();
        foreach (int count in (int[])[0, 1, 63, 64, 65, 20_000, 100, 3_000, 127, 128])
        {
            ulong[] some = [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64() * 2)];
            ulong[] expected = [.. some.Order()];
            sorter.Sort(some);
            Assert.True(some.SequenceEqual(expected), $"seed {seed}, {count} hashes");
        }
    }

    [Fact]
    public void Sorts_what_is_no_hash_too()
    {
        var sorter = new FingerprintSorter();
        ulong[] small = [.. Enumerable.Range(0, 1_000).Select(i => (ulong)(i * 7919 % 1_000)), ulong.MaxValue];
        ulong[] expected = [.. small.Order()];
        sorter.Sort(small);
        Assert.Equal(expected, small);
    }
}
