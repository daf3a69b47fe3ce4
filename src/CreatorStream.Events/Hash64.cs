using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CreatorStream.Events;

/// <summary>
/// A keyed 64-bit hash of short byte strings, after wyhash (Wang Yi, public domain): multiply two 64-bit words
/// to 128 bits and fold. The key is a secret of the log, so no sender can make two ids collide.
/// </summary>
public static class Hash64
{
    private const ulong S0 = 0xa0761d6478bd642f;
    private const ulong S1 = 0xe7037ed1a0b428db;

    public static ulong Compute(ReadOnlySpan<byte> data, ulong key)
    {
        int length = data.Length;
        ulong seed = key ^ Fold(key ^ S0, S1);
        ulong a;
        ulong b;
        if (length <= 16)
        {
            if (length >= 4)
            {
                int step = (length >> 3) << 2;
                a = ((ulong)Read4(data) << 32) | Read4(data[step..]);
                b = ((ulong)Read4(data[(length - 4)..]) << 32) | Read4(data[(length - 4 - step)..]);
            }
            else if (length > 0)
            {
                a = ((ulong)data[0] << 16) | ((ulong)data[length >> 1] << 8) | data[length - 1];
                b = 0;
            }
            else
            {
                a = 0;
                b = 0;
            }
        }
        else
        {
            ReadOnlySpan<byte> rest = data;
            while (rest.Length > 16)
            {
                seed = Fold(Read8(rest) ^ S1, Read8(rest[8..]) ^ seed);
                rest = rest[16..];
            }
            a = Read8(data[(length - 16)..]);
            b = Read8(data[(length - 8)..]);
        }
        return Fold(Fold(a ^ S1, b ^ seed) ^ S0 ^ (ulong)length, S1 ^ seed);
    }

    /// <summary>Adds one 64-bit word to a running hash. The position of a word matters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong hash, ulong word) => Fold(hash ^ S0, word ^ S1) + hash;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    private static uint Read4(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt32LittleEndian(data);

    private static ulong Read8(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt64LittleEndian(data);
}
