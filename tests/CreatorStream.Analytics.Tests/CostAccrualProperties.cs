using System.Numerics;
using CreatorStream.Analytics.Money;
using CreatorStream.Events;
using FsCheck;
using FsCheck.Fluent;

namespace CreatorStream.Analytics.Tests;

public sealed class CostAccrualProperties
{
    private const long Day = 86_400_000_000;

    private static readonly Gen<Cost> AnyCost =
        from amount in Gen.OneOf(
            Gen.Choose(0, 100).Select(of => (long)of),
            Gen.Choose(0, int.MaxValue).Select(of => Micros.Greatest / int.MaxValue * of),
            Gen.Constant(Micros.Greatest)
        )
        from start in Gen.Choose(0, 20_000)
        from length in Gen.OneOf(Gen.Choose(1, 50).Select(of => (long)of), Gen.Choose(1, 4000).Select(of => of * Day))
        select new Cost(amount, start * Day, (start * Day) + length);

    // Before, within and behind the cost's time, and at its ends.
    private static readonly Gen<(Cost Cost, long[] At)> WithTimes =
        from cost in AnyCost
        from parts in Gen.Choose(-100, 1100).ArrayOf(3)
        select (
            cost,
            parts.Select(part => cost.Start + (long)((Int128)(cost.End - cost.Start) * part / 1000)).Order().ToArray()
        );

    [Fact]
    public void It_is_the_linear_share_rounded_half_to_even() =>
        PropertyChecks.ForAll(
            WithTimes,
            of =>
            {
                (Cost cost, long at) = (of.Cost, Math.Clamp(of.At[0], of.Cost.Start, of.Cost.End));
                BigInteger length = cost.End - cost.Start;
                var quotient = BigInteger.DivRem(
                    (BigInteger)cost.Amount * (at - cost.Start),
                    length,
                    out BigInteger rest
                );
                int above = (rest * 2).CompareTo(length);
                BigInteger expected = quotient + (above > 0 || (above == 0 && !quotient.IsEven) ? 1 : 0);
                return CostAccrual.Accrued(cost.Amount, cost.Start, cost.End, of.At[0]) == expected;
            },
            times: 5000
        );

    [Fact]
    public void It_never_falls_and_stays_between_nothing_and_all() =>
        PropertyChecks.ForAll(
            WithTimes,
            of =>
            {
                long[] accrued =
                [
                    0,
                    .. of.At.Select(at => CostAccrual.Accrued(of.Cost.Amount, of.Cost.Start, of.Cost.End, at)),
                    of.Cost.Amount,
                ];
                return accrued.Zip(accrued.Skip(1)).All(pair => pair.First <= pair.Second);
            },
            times: 2000
        );

    [Fact]
    public void Days_that_adjoin_in_a_zone_share_their_bound_and_add_up() =>
        PropertyChecks.ForAll(
            Gen.Zip(
                Gen.Choose(0, 10_000),
                Gen.Elements(
                    "UTC",
                    "Europe/Berlin",
                    "Asia/Beirut",
                    "America/Sao_Paulo",
                    "Pacific/Apia",
                    "Asia/Kathmandu"
                )
            ),
            of =>
            {
                string Text(int day) => CostAccrual.UtcDay(day * Day);
                long start = CostAccrual.StartOfDay(Text(of.Item1), of.Item2);
                long end = CostAccrual.StartOfDay(Text(of.Item1), of.Item2, addDays: 1);
                return end == CostAccrual.StartOfDay(Text(of.Item1 + 1), of.Item2) && start <= end;
            },
            times: 2000
        );

    public sealed record Cost(long Amount, long Start, long End);
}
