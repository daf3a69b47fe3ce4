using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors.Deduplication;

namespace CreatorStream.Pipeline.Tests;

public sealed class FingerprintTableTests
{
    private readonly int seed = Random.Shared.Next();

    /// <summary>Also where many share a place, and where those of the last places lie in the first ones.</summary>
    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(0xff00_0000_0000_00ff)]
    [InlineData(0xf000_0000_0000_ffff)]
    public void Copies_what_is_of_some_seconds_sorted_and_drops_what_is_older(ulong bits)
    {
        var random = new Random(seed);
        for (int round = 0; round < 50; round++)
        {
            using var memory = new StateMemory();
            var table = new FingerprintTable(memory);
            var expected = new Dictionary<ulong, uint>();
            for (int drop = 0; drop < 4; drop++)
            {
                for (int i = random.Next(2_000); i > 0; i--)
                {
                    ulong fingerprint = (ulong)random.NextInt64(long.MinValue, long.MaxValue) & bits;
                    // Half of them lie around the end.
                    fingerprint |= random.Next(2) == 0 ? 0xff00_0000_0000_0000 : 0;
                    uint second = (uint)random.Next(30);
                    Assert.True(
                        expected.TryAdd(Math.Max(1, fingerprint), second)
                            == table.Add(new SeenEvent(second, fingerprint)),
                        $"seed {seed}"
                    );
                }
                uint from = (uint)random.Next(20);
                uint before = from + (uint)random.Next(15);
                ulong[] copy = new ulong[table.CountOf(from, before)];
                (uint first, uint last) = table.CopyTo(copy, from, before);
                KeyValuePair<ulong, uint>[] wanted =
                [
                    .. expected.Where(of => of.Value >= from && of.Value < before).OrderBy(of => of.Key),
                ];
                Assert.True(wanted.Select(of => of.Key).SequenceEqual(copy), $"seed {seed}");
                if (wanted.Length > 0)
                {
                    Assert.Equal((wanted.Min(of => of.Value), wanted.Max(of => of.Value)), (first, last));
                }
                table.DropBefore(from);
                expected = expected.Where(of => of.Value >= from).ToDictionary();
                Assert.Equal(expected.Count, table.Count);
                Assert.True(expected.Keys.All(table.Contains), $"seed {seed}");
                Assert.Equal(expected.Count, table.All().Count());
            }
        }
    }
}
