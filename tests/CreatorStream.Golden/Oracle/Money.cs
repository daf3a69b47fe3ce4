using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>Amounts in micro-units, rounded half to even.</summary>
public static class Money
{
    public static readonly BigInteger Unit = 1_000_000;

    public static BigInteger? Micros(JsonNode? amount) =>
        amount is null
            ? null
            : new BigInteger(
                Math.Round(
                    decimal.Parse(amount.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture) * 1_000_000m,
                    MidpointRounding.ToEven
                )
            );

    /// <summary>Of a numerator that is not negative.</summary>
    public static BigInteger DivideHalfEven(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        BigInteger twice = remainder * 2;
        return twice > denominator || (twice == denominator && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
