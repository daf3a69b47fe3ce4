using CreatorStream.Analytics.Money;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces.Costs;

namespace CreatorStream.Pipeline.Tests;

/// <summary>A cost in another currency accrues by each day's rate, whatever was asked of it before.</summary>
public sealed class CostBookTests
{
    private const long DayMicros = 86_400_000_000;
    private const long Begin = 1_790_000_000_000_000;

    private readonly int seed = Random.Shared.Next();

    [Fact]
    public void It_is_the_sum_of_its_days_in_whatever_order_it_is_asked()
    {
        for (int round = 0; round < 50; round++)
        {
            var random = new Random(seed + round);
            var catalog = new WorkspaceCatalog();
            var book = new CostBook(catalog, (_, _) => null);
            string zone = ApplyZone(random, catalog);
            CostEntry cost = ApplyCost(random, catalog);
            for (int ask = 0; ask < 60; ask++)
            {
                // Both may be replaced, each by itself.
                zone = ask % 20 == 19 ? ApplyZone(random, catalog) : zone;
                cost = ask % 15 == 14 ? ApplyCost(random, catalog) : cost;
                if (ask % 3 == 0)
                {
                    // Now and then one is missing, and later it comes, or another in its place.
                    string day = Day(random.Next(1, 11));
                    catalog.Apply(new RateEntry("default", day, "USD", day, random.Next(1, 3_000_000)));
                }
                long to = Begin + random.NextInt64(13 * DayMicros);
                to = random.Next(2) == 0 ? to : to / DayMicros * DayMicros;
                long from = random.Next(2) == 0 ? 0 : to - random.NextInt64(13 * DayMicros);
                Int128? accrued = book.Accrued("spring", null, from, to, long.MaxValue);
                Int128? expected =
                    Naive(catalog, cost, zone, to, out string? missing) - Naive(catalog, cost, zone, from, out _);
                Assert.True(accrued == expected, $"seed {seed + round}: {accrued} instead of {expected}");
                Assert.Equal(missing, book.MissingRates(to).Select(of => of.Day).SingleOrDefault());
            }
        }
    }

    private static string ApplyZone(Random random, WorkspaceCatalog catalog)
    {
        string zone = random.Next(2) == 0 ? "UTC" : "America/New_York";
        catalog.Apply(new CampaignEntry("default", "spring", null, null, null, null, zone));
        return zone;
    }

    private static CostEntry ApplyCost(Random random, WorkspaceCatalog catalog)
    {
        long amount = random.Next(1, 1_000_000_007);
        var cost = new CostEntry("default", "c", "spring", null, amount, "USD", Day(2), Day(9));
        catalog.Apply(cost);
        return cost;
    }

    private static string Day(int days) => CostAccrual.UtcDay(Begin + (days * DayMicros));

    private static Int128? Naive(WorkspaceCatalog catalog, CostEntry cost, string zone, long at, out string? missing)
    {
        missing = null;
        long start = CostAccrual.StartOfDay(cost.From, zone);
        long end = CostAccrual.StartOfDay(cost.To, zone, addDays: 1);
        Int128 sum = 0;
        for (long from = start; from < Math.Min(at, end); )
        {
            long to = Math.Min(Math.Min(at, end), ((long)Rfc3339.DayOf(from) + 1) * DayMicros);
            if (catalog.Rate("USD", CostAccrual.UtcDay(from)) is not { } rate)
            {
                missing = CostAccrual.UtcDay(from);
                return null;
            }
            long accrued =
                CostAccrual.Accrued(cost.AmountMicros, start, end, to)
                - CostAccrual.Accrued(cost.AmountMicros, start, end, from);
            sum += Micros.Convert(accrued, rate);
            from = to;
        }
        return sum;
    }
}
