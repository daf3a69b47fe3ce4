using System.Buffers.Binary;

namespace CreatorStream.Analytics.Tests.Sketches;

/// <summary>HLL sketches written by hand, in the layout of Apache DataSketches.</summary>
internal static class HllBytes
{
    public const int List = 0;
    public const int Set = 1;

    public static byte[] Coupons(int mode, int lgK, params uint[] coupons)
    {
        byte[] bytes = new byte[(mode == List ? 8 : 12) + (4 * coupons.Length)];
        byte[] head = [(byte)(2 + mode), 1, 7, (byte)lgK, 3, 8, 0, (byte)mode];
        head.CopyTo(bytes, 0);
        if (mode == List)
        {
            bytes[6] = (byte)coupons.Length;
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), coupons.Length);
        }
        for (int i = 0; i < coupons.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(
                bytes.AsSpan(bytes.Length - (4 * (coupons.Length - i))),
                coupons[i]
            );
        }
        return bytes;
    }

    /// <param name="bits">Of each register: 4, 6 or 8.</param>
    public static byte[] Registers(int bits, int[] registers, double estimate)
    {
        int least = bits == 4 ? registers.Min() : 0;
        var pairs = new List<uint>();
        int size = bits switch
        {
            4 => registers.Length / 2,
            6 => (registers.Length / 4 * 3) + 1,
            _ => registers.Length,
        };
        byte[] array = new byte[size];
        for (int i = 0; i < registers.Length; i++)
        {
            int value = registers[i] - least;
            if (bits == 4 && value >= 15)
            {
                pairs.Add(((uint)registers[i] << 26) | (uint)i);
                value = 15;
            }
            for (int bit = 0; bit < bits; bit++)
            {
                int at = (i * bits) + bit;
                array[at / 8] |= (byte)(((value >> bit) & 1) << (at % 8));
            }
        }
        byte[] bytes = new byte[40 + size + (4 * pairs.Count)];
        int lgK = (int)Math.Log2(registers.Length);
        byte[] head = [10, 1, 7, (byte)lgK, 0, 8, (byte)least, (byte)(2 | ((bits - 4) << 1))];
        head.CopyTo(bytes, 0);
        double Sum(Func<int, bool> which) => registers.Where(which).Sum(register => Math.Pow(2, -register));
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8), estimate);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(16), Sum(register => register < 32));
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(24), Sum(register => register >= 32));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(32), registers.Count(register => register == least));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(36), pairs.Count);
        array.CopyTo(bytes, 40);
        for (int i = 0; i < pairs.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40 + size + (4 * i)), pairs[i]);
        }
        return bytes;
    }
}
