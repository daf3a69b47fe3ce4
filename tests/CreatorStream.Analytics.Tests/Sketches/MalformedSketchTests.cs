using System.Buffers.Binary;
using CreatorStream.Analytics.Sketches;

namespace CreatorStream.Analytics.Tests.Sketches;

/// <summary>Bytes that are no sketch are refused with a reason, never with an error of another kind.</summary>
public sealed class MalformedSketchTests
{
    private static readonly long[] Hashes = [10, 20, 30];

    public static TheoryData<string, Action<byte[]>> Faults =>
        new()
        {
            { "family 7", bytes => bytes[2] = 7 },
            { "serial version 4", bytes => bytes[1] = 4 },
            { "big-endian", bytes => bytes[5] |= 1 },
            { "compact", bytes => bytes[5] &= 0xf7 },
            { "another seed", bytes => bytes[6]++ },
            { "1, 2 or 3 words", bytes => bytes[0] = 4 },
            { "1, 2 or 3 words", bytes => bytes[0] = 0 },
            { "preamble of 1 word", bytes => bytes[5] |= 4 },
            { "should have 56 bytes", bytes => bytes[8] = 4 },
            { "should have 40 bytes", bytes => bytes[8] = 2 },
            { "should have 34359738384 bytes", bytes => bytes.AsSpan(8, 4).Fill(255) },
            { "not above 0", bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), 0) },
            { "not above 0", bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), -5) },
            { "not below theta", bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), 30) },
            { "not above 0", bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), 0) },
            { "not above 0", bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), -5) },
            { "flagged ordered", bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), 25) },
            { "there twice", bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), 20) },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_of_a_theta_sketch_is_named(string named, Action<byte[]> damage)
    {
        byte[] bytes = ThetaSketchCodec.Write(Naive.Of(1_000, Hashes));
        // The length of the preamble, and so what is said of the number, goes by three words.
        damage(bytes);
        MalformedSketchException refused = Assert.Throws<MalformedSketchException>(() => ThetaSketchCodec.Read(bytes));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_it_but_not_empty_is_a_contradiction()
    {
        byte[] bytes = ThetaSketchCodec.Write(Naive.Of(ThetaHash.MaxTheta, [10, 20]))[..16];
        bytes[8] = 0;
        Assert.Throws<MalformedSketchException>(() => ThetaSketchCodec.Read(bytes));
        // With theta below 1 there may have been something.
        Assert.Equal(0, ThetaSketchCodec.Read(ThetaSketchCodec.Write(Naive.Of(1_000, []))).Estimate);
    }

    [Fact]
    public void An_unordered_sketch_is_put_in_order()
    {
        byte[] bytes = ThetaSketchCodec.Write(Naive.Of(1_000, Hashes));
        bytes[5] &= 0xef;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), 30);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), 10);
        Assert.Equal(Hashes, ThetaSketchCodec.Read(bytes).Hashes.ToArray());
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), 20);
        Assert.Throws<MalformedSketchException>(() => ThetaSketchCodec.Read(bytes));
    }

    [Fact]
    public void Sketches_cut_off_are_refused_wherever_and_so_are_ones_with_more_behind()
    {
        foreach (byte[] bytes in Samples(new Random(1)))
        {
            for (int length = 0; length < Math.Min(bytes.Length, 300); length++)
            {
                Assert.False(Reads(bytes[..length]), $"{length} of {bytes.Length} bytes");
            }
            Assert.False(Reads([.. bytes, 0]));
            Assert.True(Reads(bytes));
        }
    }

    [Fact]
    public void Whatever_the_bytes_they_are_read_or_refused() => Fuzz(Samples);

    [SkippableFact]
    public void Whatever_is_done_to_what_DataSketches_wrote_it_is_read_or_refused()
    {
        Fixtures.SkipUnlessThere();
        Fuzz(random => [.. Fixtures.OfKind("theta").Concat(Fixtures.OfKind("hll")).Where(_ => random.Next(6) == 0)]);
    }

    private static void Fuzz(Func<Random, IEnumerable<byte[]>> samples)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        int read = 0;
        for (int round = 0; round < 400; round++)
        {
            foreach (byte[] sample in samples(random))
            {
                byte[] bytes = Damaged(sample, random);
                try
                {
                    read += Reads(bytes) ? 1 : 0;
                }
                catch (Exception unexpected)
                {
                    throw new InvalidOperationException(
                        $"seed {seed}, round {round}: {Convert.ToHexString(bytes.AsSpan(0, Math.Min(64, bytes.Length)))}",
                        unexpected
                    );
                }
            }
        }
        // Some damage doesn't matter, or there would be nothing tested but the first check.
        Assert.True(read > 0, $"seed {seed}: nothing was read");
    }

    /// <summary>True if it is a sketch, which then can be asked everything; false if it is refused.</summary>
    private static bool Reads(byte[] bytes)
    {
        try
        {
            if (bytes.Length > 2 && bytes[2] == 7)
            {
                var hll = HllSketch.Read(bytes);
                Assert.True(hll.LowerBound(3) <= hll.UpperBound(3));
                return true;
            }
            ThetaSketch theta = ThetaSketchCodec.Read(bytes);
            Assert.True(theta.LowerBound(3) <= theta.Estimate && theta.Estimate <= theta.UpperBound(3));
            Naive.AssertSame(theta, ThetaSketchCodec.Read(ThetaSketchCodec.Write(theta)), "again");
            return true;
        }
        catch (MalformedSketchException refused)
        {
            Assert.NotEmpty(refused.Message);
            return false;
        }
    }

    private static byte[] Damaged(byte[] sample, Random random)
    {
        byte[] bytes = [.. sample];
        for (int times = random.Next(1, 4); times > 0 && bytes.Length > 0; times--)
        {
            // Mostly where it says what follows.
            int at = random.Next(random.Next(3) > 0 ? Math.Min(bytes.Length, 48) : bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes = bytes[..random.Next(bytes.Length + 1)];
                    break;
                default:
                    bytes = [.. bytes, .. new byte[random.Next(9)]];
                    break;
            }
        }
        return bytes;
    }

    private static List<byte[]> Samples(Random random)
    {
        int[] registers = [.. Enumerable.Range(0, 64).Select(_ => random.Next(1, 40))];
        return
        [
            ThetaSketchCodec.Write(ThetaSketch.Empty),
            ThetaSketchCodec.Write(Naive.Updated([1], 5)),
            ThetaSketchCodec.Write(Naive.Updated([1, 2, 3], 5)),
            ThetaSketchCodec.Write(Naive.Updated(Enumerable.Range(random.Next(1000), 1_000), 5)),
            HllBytes.Coupons(HllBytes.List, 12),
            HllBytes.Coupons(HllBytes.List, 12, (uint)random.Next(1 << 26, int.MaxValue)),
            HllBytes.Coupons(HllBytes.Set, 12, 5u << 26, 6u << 26, 7u << 26, 8u << 26),
            HllBytes.Registers(4, registers, 1_000),
            HllBytes.Registers(6, registers, 1_000),
            HllBytes.Registers(8, registers, 1_000),
        ];
    }
}
