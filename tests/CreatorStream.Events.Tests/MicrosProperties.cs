using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CreatorStream.Events.Tests;

/// <summary>Money against arithmetic without bounds.</summary>
public sealed class MicrosProperties
{
    // Of every size, from units to the greatest amount.
    private static readonly Gen<long> Amount =
        from digits in Gen.Choose(0, int.MaxValue)
        from shift in Gen.Choose(0, 31)
        from low in Gen.Choose(0, int.MaxValue)
        select Math.Min(((long)digits << shift) ^ low, Micros.Greatest);

    [Fact]
    public void Division_rounds_to_the_nearest_and_ties_to_the_even_one() =>
        PropertyChecks.ForAll(
            Gen.Zip(Amount, Gen.OneOf(Amount.Select(of => of + 1), Gen.Elements<long>(1, 2, 4, 10, Micros.PerUnit))),
            of => IsHalfEven(of.Item1, of.Item2, (BigInteger)Micros.DivideHalfEven(of.Item1, of.Item2)),
            times: 5000
        );

    [Fact]
    public void An_amount_at_a_rate_is_their_product() =>
        PropertyChecks.ForAll(
            Gen.Zip(
                Amount,
                Gen.OneOf(
                    Gen.Choose(0, 1_000_000).Select(of => (long)of),
                    Gen.Elements(1, 500_000, Micros.PerUnit, Micros.GreatestRate)
                )
            ),
            of =>
                IsHalfEven(
                    (BigInteger)of.Item1 * of.Item2,
                    Micros.PerUnit,
                    (BigInteger)Micros.Convert(of.Item1, of.Item2)
                ),
            times: 5000
        );

    [Fact]
    public void What_is_written_plainly_is_read_back() =>
        PropertyChecks.ForAll(
            Gen.Zip(Amount, Gen.Elements(1, -1)),
            of =>
            {
                (long amount, string sign) = (of.Item1, of.Item2 < 0 ? "-" : "");
                string plain = $"{sign}{amount / Micros.PerUnit}.{amount % Micros.PerUnit:D6}";
                string exponent = $"{sign}{amount}e-6";
                return Read(plain) == of.Item2 * amount && Read(exponent) == of.Item2 * amount;
            },
            times: 2000
        );

    private static long? Read(string text) =>
        Micros.TryParse(Encoding.ASCII.GetBytes(text), out long micros) == null ? micros : null;

    /// <summary>Twice the distance from the quotient is at most the divisor; if it is just that, the answer is even.</summary>
    private static bool IsHalfEven(BigInteger numerator, BigInteger divisor, BigInteger answer)
    {
        var twice = BigInteger.Abs(2 * ((answer * divisor) - numerator));
        return twice < divisor || (twice == divisor && answer.IsEven);
    }
}
