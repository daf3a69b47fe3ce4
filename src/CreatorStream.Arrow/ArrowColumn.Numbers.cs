using System.Buffers.Binary;
using System.Globalization;
using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <content>Times, values and engaged times: the rules are those of the JSON, the numbers only lie otherwise.</content>
internal sealed partial class ArrowColumn
{
    /// <summary>The number of a row that is not null, in millionths, rounded as that number in JSON would be.</summary>
    /// <returns>null, or why it can't be used.</returns>
    public string? Number(ReadOnlySpan<byte> stream, int row, out long micros)
    {
        if (Kind == ArrowValueKind.Text)
        {
            return Micros.TryParse(Text(stream, row), out micros);
        }
        ReadOnlySpan<byte> at = stream.Slice(values + (row * Width), Width);
        if (Kind == ArrowValueKind.Float)
        {
            return Width == 8
                ? FromDouble(BinaryPrimitives.ReadDoubleLittleEndian(at), out micros)
                : FromText(BinaryPrimitives.ReadSingleLittleEndian(at), 0, out micros);
        }
        if (property == ArrowColumns.ValueMicros)
        {
            return FromDecimal(Integer(at), 6, out micros);
        }
        return Kind == ArrowValueKind.Decimal
            ? FromDecimal(BinaryPrimitives.ReadInt128LittleEndian(at), Scale, out micros)
            : FromDecimal(Integer(at), 0, out micros);
    }

    /// <summary>The time of a row that is not null, in microseconds; what is outside of their range, at its border.</summary>
    /// <returns>null, or why it can't be used.</returns>
    public string? TimeOf(ReadOnlySpan<byte> stream, int row, out long micros)
    {
        if (Kind == ArrowValueKind.Text)
        {
            return Rfc3339.TryParse(Text(stream, row), out micros) ? null : EventValidator.NoTime;
        }
        micros = ToMicros(BinaryPrimitives.ReadInt64LittleEndian(stream.Slice(values + (row * 8), 8)));
        return null;
    }

    /// <summary>All times, <see cref="EventRow.NoTime"/> where there is none; doubtful where one can't be read.</summary>
    public void ReadTimes(ReadOnlySpan<byte> stream, Span<long> times, Span<byte> doubtful)
    {
        if (Kind == ArrowValueKind.Time && Unit == ArrowTimeUnit.Microsecond && !hasNulls)
        {
            Values<long>(stream).CopyTo(times);
            return;
        }
        for (int row = 0; row < times.Length; row++)
        {
            if (IsNull(stream, row))
            {
                continue;
            }
            if (TimeOf(stream, row, out long micros) == null)
            {
                times[row] = micros;
            }
            else
            {
                doubtful[row] = 1;
            }
        }
    }

    /// <summary>Values of the rows that have none yet.</summary>
    public void ReadValues(ReadOnlySpan<byte> stream, Span<long> micros, Span<byte> doubtful)
    {
        for (int row = 0; row < micros.Length; row++)
        {
            if (IsNull(stream, row) || micros[row] != EventBatch.NoValue)
            {
                continue;
            }
            if ((Number(stream, row, out long value) ?? EventValidator.CheckValue(value)) == null)
            {
                micros[row] = value;
            }
            else
            {
                doubtful[row] = 1;
            }
        }
    }

    public void ReadSeconds(ReadOnlySpan<byte> stream, Span<int> millis, Span<byte> doubtful)
    {
        for (int row = 0; row < millis.Length; row++)
        {
            if (IsNull(stream, row))
            {
                continue;
            }
            if ((Number(stream, row, out long seconds) ?? EventValidator.CheckSeconds(seconds)) == null)
            {
                millis[row] = (int)(seconds / 1000);
            }
            else
            {
                doubtful[row] = 1;
            }
        }
    }

    public void ReadCompleteness(ReadOnlySpan<byte> stream, Span<byte> parts, Span<byte> doubtful)
    {
        for (int row = 0; row < parts.Length; row++)
        {
            if (IsNull(stream, row))
            {
                continue;
            }
            if ((Number(stream, row, out long part) ?? EventValidator.CheckCompleteness(part)) == null)
            {
                parts[row] = EventBatch.CompletenessOf(part);
            }
            else
            {
                doubtful[row] = 1;
            }
        }
    }

    private Int128 Integer(ReadOnlySpan<byte> at) =>
        (Width, Kind == ArrowValueKind.Signed) switch
        {
            (1, true) => (sbyte)at[0],
            (1, false) => at[0],
            (2, true) => BinaryPrimitives.ReadInt16LittleEndian(at),
            (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(at),
            (4, true) => BinaryPrimitives.ReadInt32LittleEndian(at),
            (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(at),
            (_, true) => BinaryPrimitives.ReadInt64LittleEndian(at),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(at),
        };

    private long ToMicros(long time)
    {
        if (Unit == ArrowTimeUnit.Nanosecond)
        {
            return (time / 1000) - (time % 1000 < 0 ? 1 : 0);
        }
        long factor = Unit switch
        {
            ArrowTimeUnit.Second => 1_000_000,
            ArrowTimeUnit.Millisecond => 1000,
            _ => 1,
        };
        // The lowest number means that there is no time.
        var micros = Int128.Clamp((Int128)time * factor, EventRow.NoTime + 1, long.MaxValue);
        return (long)micros;
    }

    private static string? FromDouble(double value, out long micros)
    {
        if (Math.Abs(value) < 1e9)
        {
            double near = Math.Round(value * 1e6);
            if (near / 1e6 == value)
            {
                // At most 15 digits: no other decimal of that many lies as near, so this is the one that was meant.
                micros = (long)near;
                return null;
            }
        }
        return FromText(value, 0, out micros);
    }

    private static string? FromDecimal(Int128 value, int scale, out long micros)
    {
        if (scale == 6 && value >= -Micros.Greatest && value <= Micros.Greatest)
        {
            micros = (long)value;
            return null;
        }
        for (; scale > Micros.MostDecimals && value % 10 == 0; scale--)
        {
            // Zeros behind the last decimal are the column's, not the number's.
            value /= 10;
        }
        return FromText(value, scale, out micros);
    }

    private static string? FromText<T>(T value, int scale, out long micros)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[80];
        // The shortest text that reads back as this number: what a JSON writer would have written.
        bool fits = value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        if (scale != 0)
        {
            text[length++] = (byte)'e';
            fits &= (-scale).TryFormat(text[length..], out int exponent, default, CultureInfo.InvariantCulture);
            length += exponent;
        }
        micros = 0;
        return fits ? Micros.TryParse(text[..length], out micros) : "is not a decimal number";
    }
}
