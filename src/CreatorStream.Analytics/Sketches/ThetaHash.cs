using System.Buffers.Binary;

namespace CreatorStream.Analytics.Sketches;

/// <summary>
/// What theta sketches hash with, as Apache DataSketches does: the first 64 bits of MurmurHash3, halved, so that hashes
/// are even over [0, 2^63). A hash divided by 2^63 is a number between 0 and 1.
/// </summary>
public static class ThetaHash
{
    /// <summary>The seed that all sketches share that are to be united. DataSketches' default.</summary>
    public const ulong DefaultSeed = 9001;

    /// <summary>Theta of a sketch that has kept every hash: 1.</summary>
    public const long MaxTheta = long.MaxValue;

    public static long Of(long value, ulong seed = DefaultSeed) => (long)(Murmur3.Hash(value, seed) >> 1);

    public static long Of(ReadOnlySpan<byte> value, ulong seed = DefaultSeed) =>
        (long)(Murmur3.Hash(value, seed).First >> 1);

    /// <summary>16 bits that stand for the seed in a written sketch.</summary>
    /// <exception cref="ArgumentException">The seed's bits are 0, which is written where nothing was hashed.</exception>
    public static ushort SeedHash(ulong seed)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, seed);
        ushort hash = (ushort)Murmur3.Hash(bytes, 0).First;
        return hash != 0 ? hash : throw new ArgumentException($"seed {seed} can't be told in a sketch", nameof(seed));
    }
}
