using System.Numerics;
using System.Text;
using Xunit.Abstractions;

namespace CreatorStream.Events.Tests;

public class Hash64Tests(ITestOutputHelper output)
{
    /// <summary>With 255 degrees of freedom a good hash exceeds this once in some 10^12 runs.</summary>
    private const double MostChiSquare = 450;

    [Theory]
    [InlineData("{0}")]
    [InlineData("e{0:D8}")]
    [InlineData("visitor-with-a-longer-name-{0:D10}")]
    public void Sequential_ids_spread_over_buckets_by_any_byte(string form)
    {
        Random random = Seed.Next(output);
        ulong key = (ulong)random.NextInt64();
        const int ids = 256 * 200;
        long[,] counts = new long[8, 256];
        for (int i = 0; i < ids; i++)
        {
            ulong hash = Hash64.Compute(Encoding.UTF8.GetBytes(string.Format(null, form, i)), key);
            for (int at = 0; at < 8; at++)
            {
                counts[at, (hash >> (8 * at)) & 0xff]++;
            }
        }
        for (int at = 0; at < 8; at++)
        {
            double chiSquare = Enumerable.Range(0, 256).Sum(bucket => Math.Pow(counts[at, bucket] - 200, 2) / 200);
            Assert.True(chiSquare < MostChiSquare, $"byte {at}: chi-square {chiSquare}");
        }
    }

    [Fact]
    public void One_flipped_bit_flips_about_half_of_the_bits()
    {
        Random random = Seed.Next(output);
        foreach (int length in (int[])[1, 3, 4, 7, 8, 12, 16, 17, 24, 32, 33, 64, 200])
        {
            long flipped = 0;
            long looks = 0;
            for (int round = 0; round < 500; round++)
            {
                byte[] data = new byte[length];
                random.NextBytes(data);
                ulong key = (ulong)random.NextInt64();
                ulong before = Hash64.Compute(data, key);
                int bit = random.Next(length * 8);
                data[bit / 8] ^= (byte)(1 << (bit % 8));
                flipped += BitOperations.PopCount(before ^ Hash64.Compute(data, key));
                looks++;
            }
            Assert.InRange(flipped / (double)looks, 30.0, 34.0);
        }
    }

    [Fact]
    public void No_two_of_many_strings_collide_and_zeros_count()
    {
        Random random = Seed.Next(output);
        ulong key = (ulong)random.NextInt64();
        var hashes = new HashSet<ulong>();
        for (int i = 0; i < 200_000; i++)
        {
            Assert.True(hashes.Add(Hash64.Compute(Encoding.UTF8.GetBytes($"id-{i}"), key)));
        }
        for (int length = 0; length < 300; length++)
        {
            Assert.True(hashes.Add(Hash64.Compute(new byte[length], key)), $"{length} zeros");
        }
    }

    [Fact]
    public void Another_key_gives_another_hash_and_the_order_of_words_matters()
    {
        Random random = Seed.Next(output);
        for (int i = 0; i < 1000; i++)
        {
            ulong a = (ulong)random.NextInt64();
            ulong b = (ulong)random.NextInt64();
            Assert.NotEqual(Hash64.Compute("visitor"u8, a), Hash64.Compute("visitor"u8, b));
            Assert.NotEqual(Hash64.Combine(Hash64.Combine(0, a), b), Hash64.Combine(Hash64.Combine(0, b), a));
        }
    }
}
