using System.Buffers.Binary;
using System.Runtime.InteropServices;
using static CreatorStream.Analytics.Sketches.Requirement;

namespace CreatorStream.Analytics.Sketches;

/// <summary>
/// Theta sketches as bytes: the compact form of Apache DataSketches, serial version 3, little-endian.
/// <code>
/// byte 0      length of the preamble in words of 8 bytes: 1 empty or a single hash, 2 exact, 3 with theta
/// byte 1, 2   serial version, 3; family, 3 (compact)
/// byte 5      flags
/// byte 6, 7   seed hash, 0 of the empty sketch
/// byte 8–11   how many hashes follow the preamble      (2 and 3 words)
/// byte 12–15  1.0 as a float: no sampling beforehand   (2 and 3 words)
/// byte 16–23  theta                                    (3 words)
/// </code>
/// </summary>
public static class ThetaSketchCodec
{
    private const byte SerialVersion = 3;
    private const byte CompactFamily = 3;

    private const byte BigEndian = 1;
    private const byte ReadOnly = 2;
    private const byte Empty = 4;
    private const byte Compact = 8;
    private const byte Ordered = 16;
    private const byte SingleItem = 32;

    private const int Word = 8;

    public static int SizeOf(ThetaSketch sketch) => Word * (PreambleWords(sketch) + sketch.Retained);

    /// <summary>The bytes that DataSketches writes for the compact, ordered form of the same sketch.</summary>
    public static byte[] Write(ThetaSketch sketch)
    {
        byte[] bytes = new byte[SizeOf(sketch)];
        int words = PreambleWords(sketch);
        bytes[0] = (byte)words;
        bytes[1] = SerialVersion;
        bytes[2] = CompactFamily;
        bytes[5] = Compact | ReadOnly | Ordered;
        if (sketch.IsEmpty)
        {
            bytes[5] |= Empty;
            return bytes;
        }
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), sketch.SeedHash);
        if (words == 1)
        {
            bytes[5] |= SingleItem;
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), sketch.Retained);
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(12), 1);
        }
        if (words == 3)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), sketch.Theta);
        }
        Span<byte> rest = bytes.AsSpan(words * Word);
        foreach (long hash in sketch.Hashes)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, hash);
            rest = rest[Word..];
        }
        return bytes;
    }

    /// <summary>
    /// Reads a compact sketch; the hashes of an unordered one are put in order. Everything is checked: what is read
    /// may be computed with.
    /// </summary>
    /// <param name="seed">The seed that it must have been made with; an empty sketch has none.</param>
    /// <exception cref="MalformedSketchException">The bytes are not exactly one such sketch.</exception>
    public static ThetaSketch Read(ReadOnlySpan<byte> bytes, ulong seed = ThetaHash.DefaultSeed)
    {
        Require(bytes.Length >= Word, $"a theta sketch has at least 8 bytes, not {bytes.Length}");
        Require(bytes[2] == CompactFamily, $"family {bytes[2]} is no compact theta sketch (3)");
        Require(bytes[1] == SerialVersion, $"serial version {bytes[1]} of theta sketches is not read, only 3");
        byte flags = bytes[5];
        Require((flags & BigEndian) == 0, $"the sketch is big-endian");
        Require((flags & Compact) != 0, $"the sketch is not flagged compact");
        // The upper two bits are the growth of the table it came from.
        int words = bytes[0] & 0x3f;
        if ((flags & Empty) != 0)
        {
            Require(words == 1, $"an empty sketch has a preamble of 1 word, not {words}");
            RequireLength(bytes, Word);
            return ThetaSketch.Empty;
        }
        ushort seedHash = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        ushort expected = ThetaHash.SeedHash(seed);
        Require(seedHash == expected, $"the sketch was made with another seed (hash {seedHash}, not {expected})");
        Require(words is >= 1 and <= 3, $"a theta sketch has a preamble of 1, 2 or 3 words, not {words}");
        Require(bytes.Length >= words * Word, $"the preamble of {words} words is cut off after {bytes.Length} bytes");
        uint count = words == 1 ? 1 : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        long theta = words == 3 ? BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]) : ThetaHash.MaxTheta;
        Require(theta > 0, $"theta is {theta}, not above 0");
        Require(count > 0 || theta < ThetaHash.MaxTheta, $"the sketch has nothing in it but is not flagged empty");
        RequireLength(bytes, Word * (words + (long)count));
        bool ordered = (flags & Ordered) != 0 || count == 1;
        return ThetaSketch.Make(seedHash, theta, ReadHashes(bytes[(words * Word)..], theta, ordered));
    }

    private static long[] ReadHashes(ReadOnlySpan<byte> bytes, long theta, bool ordered)
    {
        long[] hashes = MemoryMarshal.Cast<byte, long>(bytes).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(hashes, hashes);
        }
        if (!ordered)
        {
            Array.Sort(hashes);
        }
        long last = 0;
        foreach (long hash in hashes)
        {
            if (hash <= last || hash >= theta)
            {
                Refuse(hash, last, theta);
            }
            last = hash;
        }
        return hashes;
    }

    /// <summary>Says what is wrong with a hash that is not between the one before it and theta.</summary>
    private static void Refuse(long hash, long last, long theta)
    {
        Require(hash > 0, $"the hash {hash} is not above 0");
        Require(hash < theta, $"the hash {hash} is not below theta, {theta}");
        Require(hash != last, $"the hash {hash} is there twice");
        Require(hash > last, $"the sketch is flagged ordered, but its hashes are not");
    }

    private static int PreambleWords(ThetaSketch sketch)
    {
        if (sketch.IsEstimate)
        {
            return 3;
        }
        return sketch.Retained > 1 ? 2 : 1;
    }

    private static void RequireLength(ReadOnlySpan<byte> bytes, long length) =>
        Require(bytes.Length == length, $"the sketch should have {length} bytes, not {bytes.Length}");
}
