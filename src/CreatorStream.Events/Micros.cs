using System.Globalization;

namespace CreatorStream.Events;

/// <summary>Decimal numbers as integers of millionths (micro-units): money, rates, seconds.</summary>
public static class Micros
{
    public const long PerUnit = 1_000_000;

    /// <summary>
    /// The greatest amount an event or catalog entry may carry: 9,000,000,000,000 units. At the greatest rate it is 2^93
    /// micro-units, and of those 128 bits hold more than a workspace can have orders (2^31): no sum of money can overflow.
    /// </summary>
    public const long Greatest = 9_000_000_000_000_000_000;

    /// <summary>The greatest exchange rate: 1,000,000,000.</summary>
    public const long GreatestRate = 1_000_000_000_000_000;

    public const int MostDecimals = 18;

    /// <summary>Of an amount as text.</summary>
    public const int MostBytes = 48;

    /// <summary>
    /// Reads a JSON number or decimal string, rounding half to even to a millionth.
    /// </summary>
    /// <returns>null, or why it can't be used.</returns>
    public static string? TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        int position = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        if (negative)
        {
            position++;
        }
        Span<byte> digits = stackalloc byte[64];
        int count = 0;
        int decimals = 0;
        bool point = false;
        bool any = false;
        for (; position < text.Length; position++)
        {
            byte c = text[position];
            if (c == '.' && !point && any)
            {
                point = true;
                continue;
            }
            if (c is < (byte)'0' or > (byte)'9')
            {
                break;
            }
            any = true;
            if (point)
            {
                decimals++;
            }
            if (count == 0 && c == '0')
            {
                continue;
            }
            if (count == digits.Length)
            {
                return "has too many digits";
            }
            digits[count++] = c;
        }
        if (!any || (point && decimals == 0))
        {
            return "is not a decimal number";
        }
        int exponent = 0;
        if (position < text.Length && (text[position] | 0x20) == 'e')
        {
            ReadOnlySpan<byte> rest = text[(position + 1)..];
            if (
                rest.Length is 0 or > 5
                || !int.TryParse(rest, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            )
            {
                return rest.Length > 5 ? "is too large" : "is not a decimal number";
            }
            position = text.Length;
        }
        if (position != text.Length)
        {
            return "is not a decimal number";
        }
        int scale = decimals - exponent;
        if (scale > MostDecimals)
        {
            return $"has more than {MostDecimals} decimals";
        }
        if (count == 0)
        {
            return null;
        }
        if (count - scale > 13)
        {
            return "is too large: at most 9,000,000,000,000";
        }
        // value = digits × 10^-scale, wanted × 10^6.
        Int128 value = 0;
        for (int i = 0; i < count; i++)
        {
            value = (value * 10) + (digits[i] - '0');
        }
        int shift = 6 - scale;
        for (; shift > 0; shift--)
        {
            value *= 10;
        }
        if (shift < 0)
        {
            Int128 divisor = 1;
            for (; shift < 0; shift++)
            {
                divisor *= 10;
            }
            value = DivideHalfEven(value, divisor);
        }
        if (value > Greatest)
        {
            return "is too large: at most 9,000,000,000,000";
        }
        micros = negative ? -(long)value : (long)value;
        return null;
    }

    /// <summary>numerator ÷ divisor for numerator ≥ 0, divisor &gt; 0, rounded half to even.</summary>
    public static Int128 DivideHalfEven(Int128 numerator, Int128 divisor)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(numerator, divisor);
        Int128 twice = rest * 2;
        return twice > divisor || (twice == divisor && (quotient & 1) == 1) ? quotient + 1 : quotient;
    }

    /// <summary>amount × rate, both in millionths and ≥ 0, rounded half to even to a millionth.</summary>
    public static Int128 Convert(long amountMicros, long rateMicros) =>
        DivideHalfEven((Int128)amountMicros * rateMicros, PerUnit);

    /// <summary>Writes units as the exact decimal, without needless zeros.</summary>
    /// <returns>How many bytes; at most <see cref="MostBytes"/>.</returns>
    public static int Format(Int128 micros, Span<byte> into)
    {
        int length = 0;
        if (micros < 0)
        {
            into[length++] = (byte)'-';
        }
        var absolute = Int128.Abs(micros);
        int rest;
        int written;
        if (absolute <= long.MaxValue)
        {
            // Nearly all: views have hundreds of thousands of them.
            (long units, long under) = Math.DivRem((long)absolute, PerUnit);
            units.TryFormat(into[length..], out written, default, CultureInfo.InvariantCulture);
            rest = (int)under;
        }
        else
        {
            (Int128 units, Int128 under) = Int128.DivRem(absolute, PerUnit);
            units.TryFormat(into[length..], out written, default, CultureInfo.InvariantCulture);
            rest = (int)under;
        }
        length += written;
        if (rest != 0)
        {
            into[length++] = (byte)'.';
            rest.TryFormat(into[length..], out written, "D6", CultureInfo.InvariantCulture);
            length += written;
            while (into[length - 1] == (byte)'0')
            {
                length--;
            }
        }
        return length;
    }
}
