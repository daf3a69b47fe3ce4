using System.Numerics;

namespace CreatorStream.Golden.Oracle;

/// <summary>
/// What an order is worth after its refunds, in reporting micro-units: one exact sum at the rates of the canonical
/// event's UTC day, rounded once, so that partial refunds that add up to the value leave nothing.
/// </summary>
public static class OrderValue
{
    public static (bool Converts, BigInteger? Micros) Of(Fact canonical, IEnumerable<Fact> refunds, CatalogBook catalog)
    {
        BigInteger value = canonical.Micros ?? 0;
        string currency = canonical.Currency ?? catalog.Currency;
        var taken = refunds
            .GroupBy(r => r.Currency ?? currency)
            .Select(g => (Currency: g.Key, Micros: Sum(g.Select(r => r.Micros ?? 0))))
            .Where(r => r.Micros > 0)
            .ToList();

        BigInteger same = Sum(taken.Where(r => r.Currency == currency).Select(r => r.Micros));
        if (taken.Count > 0 && value <= same)
        {
            return (false, 0);
        }

        if (value == 0 && taken.Count == 0)
        {
            return (true, 0);
        }

        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(canonical.TimeMs).UtcDateTime);
        var rates = taken
            .Select(r => r.Currency)
            .Append(currency)
            .Distinct()
            .ToDictionary(c => c, c => catalog.Rate(c, day));
        if (rates.Values.Any(r => r is null))
        {
            return (true, null);
        }

        BigInteger left =
            (value * rates[currency]!.Value) - Sum(taken.Select(r => r.Micros * rates[r.Currency]!.Value));
        return left > 0 ? (true, Money.DivideHalfEven(left, Money.Unit)) : (taken.Count == 0, 0);
    }

    private static BigInteger Sum(IEnumerable<BigInteger> amounts) =>
        amounts.Aggregate(BigInteger.Zero, (a, b) => a + b);
}
