using System.Text;

namespace CreatorStream.Events.Tests;

public class PartitionerTests
{
    /// <summary>From UtilsTest of Kafka's own clients.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void The_hash_is_that_of_Kafkas_clients(string key, int expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        Assert.Equal(expected, (int)Partitioner.Murmur2(bytes));
        foreach (int partitions in (int[])[1, 3, 4, 8, 64])
        {
            // Kafka's toPositive() and remainder.
            Assert.Equal((expected & 0x7fffffff) % partitions, Partitioner.PartitionOf(bytes, partitions));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Visitors_spread_over_all_partitions(int partitions)
    {
        int[] counts = new int[partitions];
        for (int i = 0; i < 8_000; i++)
        {
            counts[Partitioner.PartitionOf(Encoding.UTF8.GetBytes($"visitor-{i}"), partitions)]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 7_000 / partitions, 9_000 / partitions));
    }
}
