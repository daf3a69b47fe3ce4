using System.Globalization;
using System.Numerics;
using System.Text;
using Xunit.Abstractions;

namespace CreatorStream.Events.Tests;

public class MicrosTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("000", 0)]
    [InlineData("0.000000000000000000", 0)]
    [InlineData("1", 1_000_000)]
    [InlineData("49.90", 49_900_000)]
    [InlineData("-2.5", -2_500_000)]
    [InlineData("00012.5", 12_500_000)]
    [InlineData("0.0000005", 0)]
    [InlineData("0.0000015", 2)]
    [InlineData("0.0000025", 2)]
    [InlineData("0.0000035", 4)]
    [InlineData("0.000000500000000001", 1)]
    [InlineData("0.000002500000000001", 3)]
    [InlineData("0.000001499999999999", 1)]
    [InlineData("-0.0000015", -2)]
    [InlineData("1e3", 1_000_000_000)]
    [InlineData("1E+3", 1_000_000_000)]
    [InlineData("1.5e-3", 1500)]
    [InlineData("25e-7", 2)]
    [InlineData("35e-7", 4)]
    [InlineData("1e-18", 0)]
    [InlineData("0e9999", 0)]
    [InlineData("9000000000000", Micros.Greatest)]
    [InlineData("9e12", Micros.Greatest)]
    [InlineData("0.000000000009e24", Micros.Greatest)]
    [InlineData("8999999999999.999999499999999999", Micros.Greatest - 1)]
    [InlineData("9000000000000.0000004", Micros.Greatest)]
    public void A_decimal_is_rounded_half_to_even(string text, long expected)
    {
        Assert.Null(Micros.TryParse(Encoding.UTF8.GetBytes(text), out long micros));
        Assert.Equal(expected, micros);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1.5")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("\u0661")]
    [InlineData("1e400")]
    [InlineData("1e999999")]
    [InlineData("1e-19")]
    [InlineData("0.1234567890123456789")]
    [InlineData("9000000000000.000001")]
    [InlineData("10000000000000")]
    [InlineData("99999999999999999999999999999999999999999999999999999999999999999999")]
    public void What_is_no_usable_decimal_is_refused_with_a_reason(string text)
    {
        Assert.NotNull(Micros.TryParse(Encoding.UTF8.GetBytes(text), out long micros));
        Assert.Equal(0, micros);
    }

    [Fact]
    public void Any_decimal_comes_out_as_exact_arithmetic_says()
    {
        Random random = Seed.Next(output);
        for (int i = 0; i < 20_000; i++)
        {
            int decimals = random.Next(0, 19);
            // Often a tie, where the rounding shows.
            string fraction = new([.. Enumerable.Range(0, decimals).Select(at => at == 6 ? '5' : Digit(random, at))]);
            string whole = random.NextInt64(0, 9_000_000_000_000).ToString(CultureInfo.InvariantCulture);
            int exponent = random.Next(3) == 0 ? random.Next(-3, 3) : 0;
            string text = whole + (decimals > 0 ? "." + fraction : "") + (exponent != 0 ? $"e{exponent}" : "");
            var digits = BigInteger.Parse(whole + fraction, CultureInfo.InvariantCulture);
            int scale = decimals - exponent;
            BigInteger expected = HalfEven(digits * BigInteger.Pow(10, 24), BigInteger.Pow(10, 18 + scale));
            string? fault = Micros.TryParse(Encoding.UTF8.GetBytes(text), out long micros);
            if (scale > Micros.MostDecimals || expected > Micros.Greatest)
            {
                Assert.NotNull(fault);
            }
            else
            {
                Assert.True(fault == null, $"{text}: {fault}");
                Assert.Equal(expected, micros);
            }
        }
    }

    [Theory]
    [InlineData(1_000_000, 1_250_000, "1250000")]
    [InlineData(1, 500_000, "0")]
    [InlineData(3, 500_000, "2")]
    [InlineData(Micros.Greatest, 1_000_000, "9000000000000000000")]
    [InlineData(Micros.Greatest, 1_000_001, "9000009000000000000")]
    [InlineData(Micros.Greatest, Micros.GreatestRate, "9000000000000000000000000000")]
    public void A_conversion_rounds_half_to_even(long amount, long rate, string expected) =>
        Assert.Equal(Int128.Parse(expected, CultureInfo.InvariantCulture), Micros.Convert(amount, rate));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "0.000001")]
    [InlineData("-1", "-0.000001")]
    [InlineData("49900000", "49.9")]
    [InlineData("100000000", "100")]
    [InlineData("-18000000000000000001", "-18000000000000.000001")]
    [InlineData("170141183460469231731687303715884105727", "170141183460469231731687303715884.105727")]
    public void An_amount_is_written_as_the_decimal_that_it_is(string micros, string expected)
    {
        Span<byte> text = stackalloc byte[Micros.MostBytes];
        int length = Micros.Format(Int128.Parse(micros, CultureInfo.InvariantCulture), text);
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..length]));
    }

    private static char Digit(Random random, int at) =>
        at > 6 && random.Next(4) != 0 ? '0' : (char)('0' + random.Next(10));

    private static BigInteger HalfEven(BigInteger numerator, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(numerator, divisor, out BigInteger rest);
        int above = (rest * 2).CompareTo(divisor);
        return above > 0 || (above == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
