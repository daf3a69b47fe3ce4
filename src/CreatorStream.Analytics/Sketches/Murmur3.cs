using System.Buffers.Binary;
using System.Numerics;

namespace CreatorStream.Analytics.Sketches;

/// <summary>
/// MurmurHash3, the 128-bit variant for 64-bit machines (Austin Appleby, public domain), with a seed of 64 bits as
/// Apache DataSketches uses it: both halves of the state begin with the seed.
/// </summary>
public static class Murmur3
{
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;

    /// <summary>The two halves of the hash. Words are little-endian on every machine.</summary>
    public static (ulong First, ulong Second) Hash(ReadOnlySpan<byte> data, ulong seed)
    {
        ulong h1 = seed;
        ulong h2 = seed;
        int length = data.Length;
        while (data.Length >= 16)
        {
            h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(data));
            h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52dce729;
            h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
            h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495ab5;
            data = data[16..];
        }
        if (data.Length > 8)
        {
            h2 ^= MixSecond(ReadRest(data[8..]));
            h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(data));
        }
        else
        {
            h1 ^= MixFirst(ReadRest(data));
        }
        return Finish(h1, h2, length);
    }

    /// <summary>The first half of the hash of the 8 bytes of <paramref name="value"/>, little-endian.</summary>
    public static ulong Hash(long value, ulong seed) => Finish(seed ^ MixFirst((ulong)value), seed, 8).First;

    private static (ulong First, ulong Second) Finish(ulong h1, ulong h2, int length)
    {
        h1 ^= (ulong)length;
        h2 ^= (ulong)length;
        h1 += h2;
        h2 += h1;
        h1 = Avalanche(h1);
        h2 = Avalanche(h2);
        h1 += h2;
        h2 += h1;
        return (h1, h2);
    }

    private static ulong MixFirst(ulong word) => BitOperations.RotateLeft(word * C1, 31) * C2;

    private static ulong MixSecond(ulong word) => BitOperations.RotateLeft(word * C2, 33) * C1;

    private static ulong Avalanche(ulong word)
    {
        word = (word ^ (word >> 33)) * 0xff51afd7ed558ccd;
        word = (word ^ (word >> 33)) * 0xc4ceb9fe1a85ec53;
        return word ^ (word >> 33);
    }

    /// <summary>Up to 8 bytes as a little-endian word; none give 0, which mixes to 0.</summary>
    private static ulong ReadRest(ReadOnlySpan<byte> rest)
    {
        ulong word = 0;
        for (int i = rest.Length - 1; i >= 0; i--)
        {
            word = (word << 8) | rest[i];
        }
        return word;
    }
}
