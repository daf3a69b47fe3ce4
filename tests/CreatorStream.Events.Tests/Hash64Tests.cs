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
        const int Ids = 256 * 200;
        long[,] counts = new long[8, 256];
        for (int i = 0; i < Ids; i++)
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

    /// <summary>Snapshots and fingerprints keep hashes: they must stay what they are.</summary>
    [Fact]
    public void It_is_wyhash_of_short_strings_at_every_length()
    {
        Random random = Seed.Next(output);
        byte[] bytes = new byte[200];
        for (int length = 0; length <= bytes.Length; length++)
        {
            random.NextBytes(bytes);
            ulong key = (ulong)random.NextInt64();
            ReadOnlySpan<byte> text = bytes.AsSpan(0, length);
            ulong expected = Reference(text, key);
            Assert.Equal(expected, Hash64.Compute(text, key));
            Assert.Equal(expected, Hash64.ComputeSeeded(text, Hash64.Seed(key)));
        }
    }

    private static ulong Reference(ReadOnlySpan<byte> data, ulong key)
    {
        const ulong S0 = 0xa0761d6478bd642f;
        const ulong S1 = 0xe7037ed1a0b428db;
        static ulong Fold(ulong a, ulong b)
        {
            UInt128 product = (UInt128)a * b;
            return (ulong)(product >> 64) ^ (ulong)product;
        }
        static ulong Word(ReadOnlySpan<byte> bytes, int count)
        {
            ulong word = 0;
            for (int i = count - 1; i >= 0; i--)
            {
                word = (word << 8) | bytes[i];
            }
            return word;
        }
        int length = data.Length;
        ulong seed = key ^ Fold(key ^ S0, S1);
        ulong a = 0;
        ulong b = 0;
        if (length is >= 4 and <= 16)
        {
            int step = length / 8 * 4;
            a = (Word(data, 4) << 32) | Word(data[step..], 4);
            b = (Word(data[(length - 4)..], 4) << 32) | Word(data[(length - 4 - step)..], 4);
        }
        else if (length is > 0 and < 4)
        {
            a = ((ulong)data[0] << 16) | ((ulong)data[length / 2] << 8) | data[length - 1];
        }
        else if (length > 16)
        {
            for (int at = 0; length - at > 16; at += 16)
            {
                seed = Fold(Word(data[at..], 8) ^ S1, Word(data[(at + 8)..], 8) ^ seed);
            }
            a = Word(data[(length - 16)..], 8);
            b = Word(data[(length - 8)..], 8);
        }
        return Fold(Fold(a ^ S1, b ^ seed) ^ S0 ^ (ulong)length, S1 ^ seed);
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
