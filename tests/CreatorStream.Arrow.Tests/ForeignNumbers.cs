using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace CreatorStream.Arrow.Tests;

/// <summary>Numbers in each type that a value may have: as its bytes, and as the text that says the same.</summary>
internal static class ForeignNumbers
{
    /// <param name="kind">0 double, 1 single, 2 signed and 3 unsigned whole, 4 decimal128, 5 micro-units.</param>
    public static (byte[] Bytes, string Text) As(int kind, decimal value, int scale)
    {
        byte[] bytes = new byte[kind == 4 ? 16 : 8];
        switch (kind)
        {
            case 0:
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, (double)value);
                return (bytes, ((double)value).ToString(CultureInfo.InvariantCulture));
            case 1:
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
                return (bytes[..4], ((float)value).ToString(CultureInfo.InvariantCulture));
            case 2:
                BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)value);
                return (bytes, ((long)value).ToString(CultureInfo.InvariantCulture));
            case 3:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)Math.Abs(value));
                return (bytes, ((ulong)Math.Abs(value)).ToString(CultureInfo.InvariantCulture));
            case 4:
                BigInteger unscaled = new(value * 1_000_000m);
                unscaled =
                    scale >= 6 ? unscaled * BigInteger.Pow(10, scale - 6) : unscaled / BigInteger.Pow(10, 6 - scale);
                BinaryPrimitives.WriteInt128LittleEndian(bytes, (Int128)unscaled);
                return (bytes, Plain(unscaled, scale));
            default:
                long micros = (long)Math.Clamp(value * 1_000_000m, long.MinValue + 1, long.MaxValue);
                BinaryPrimitives.WriteInt64LittleEndian(bytes, micros);
                return (bytes, Plain(micros, 6));
        }
    }

    public static ForeignColumn Column(int kind, string name, byte[]?[] values, int scale) =>
        kind switch
        {
            0 or 1 => ForeignColumn.Fixed(
                name,
                ArrowType.FloatingPoint,
                builder =>
                {
                    builder.StartTable(1);
                    builder.AddInt16(0, kind == 0 ? (short)2 : (short)1);
                    return builder.EndTable();
                },
                values,
                kind == 0 ? 8 : 4
            ),
            4 => ForeignColumn.Fixed(
                name,
                ArrowType.Decimal,
                builder =>
                {
                    builder.StartTable(2);
                    builder.AddInt32(0, 38);
                    builder.AddInt32(1, scale);
                    return builder.EndTable();
                },
                values,
                16
            ),
            _ => ForeignColumn.Fixed(
                kind == 5 ? "value_micros" : name,
                ArrowType.Int,
                builder => ForeignColumn.Int(builder, 64, kind != 3),
                values,
                8
            ),
        };

    /// <summary>With the decimals that say something and no more.</summary>
    private static string Plain(BigInteger unscaled, int scale)
    {
        for (; scale > 0 && unscaled % 10 == 0; scale--)
        {
            unscaled /= 10;
        }
        return unscaled.ToString(CultureInfo.InvariantCulture) + (scale == 0 ? "" : $"e{-scale}");
    }
}
