using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace CreatorStream.Events;

/// <summary>
/// A keyed 64-bit hash of short byte strings, after wyhash (Wang Yi, public domain): multiply two 64-bit words
/// to 128 bits and fold. The key is a secret of the log, so no sender can make two ids collide.
/// </summary>
public static class Hash64
{
    private const ulong S0 = 0xa0761d6478bd642f;
    private const ulong S1 = 0xe7037ed1a0b428db;

    public static ulong Compute(ReadOnlySpan<byte> data, ulong key) => ComputeSeeded(data, Seed(key));

    /// <summary>The same of a text, as UTF-8.</summary>
    public static ulong Compute(string text, ulong key) => Compute(Encoding.UTF8.GetBytes(text), key);

    /// <summary>What <see cref="ComputeSeeded"/> needs of a key: for callers who hash many strings under one.</summary>
    public static ulong Seed(ulong key) => key ^ Fold(key ^ S0, S1);

    /// <summary>The same as <see cref="Compute(ReadOnlySpan{byte}, ulong)"/> with the key whose seed this is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ComputeSeeded(ReadOnlySpan<byte> data, ulong seed)
    {
        ref byte first = ref MemoryMarshal.GetReference(data);
        int length = data.Length;
        // Most strings: two words that overlap.
        if (length is >= 8 and <= 16)
        {
            int step = (length >> 3) << 2;
            ulong low = ((ulong)Read4(ref first, 0) << 32) | Read4(ref first, step);
            ulong high = ((ulong)Read4(ref first, length - 4) << 32) | Read4(ref first, length - 4 - step);
            return Finish(low, high, seed, length);
        }
        return ComputeOther(ref first, length, seed);
    }

    private static ulong ComputeOther(ref byte first, int length, ulong seed)
    {
        ulong a = 0;
        ulong b = 0;
        if (length > 16)
        {
            int at = 0;
            for (; length - at > 16; at += 16)
            {
                seed = Fold(Read8(ref first, at) ^ S1, Read8(ref first, at + 8) ^ seed);
            }
            a = Read8(ref first, length - 16);
            b = Read8(ref first, length - 8);
        }
        else if (length >= 4)
        {
            a = ((ulong)Read4(ref first, 0) << 32) | Read4(ref first, 0);
            b = ((ulong)Read4(ref first, length - 4) << 32) | Read4(ref first, length - 4);
        }
        else if (length > 0)
        {
            a =
                ((ulong)first << 16)
                | ((ulong)Unsafe.Add(ref first, length >> 1) << 8)
                | Unsafe.Add(ref first, length - 1);
        }
        return Finish(a, b, seed, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Finish(ulong a, ulong b, ulong seed, int length) =>
        Fold(Fold(a ^ S1, b ^ seed) ^ S0 ^ (ulong)length, S1 ^ seed);

    /// <summary>Adds one 64-bit word to a running hash. The position of a word matters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong hash, ulong word) => Fold(hash ^ S0, word ^ S1) + hash;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    private static uint Read4(ref byte first, int at)
    {
        uint word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, at));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    private static ulong Read8(ref byte first, int at)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }
}
