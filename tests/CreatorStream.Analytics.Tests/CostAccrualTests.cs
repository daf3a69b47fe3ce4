using CreatorStream.Analytics.Money;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

public sealed class CostAccrualTests
{
    [Theory]
    // Berlin's clocks go forward on 29 March and back on 25 October 2026.
    [InlineData("2026-03-29", 23)]
    [InlineData("2026-06-01", 24)]
    [InlineData("2026-10-25", 25)]
    public void A_day_is_as_long_as_its_zone_makes_it(string day, int hours)
    {
        long start = CostAccrual.StartOfDay(day, "Europe/Berlin");
        long end = CostAccrual.StartOfDay(day, "Europe/Berlin", addDays: 1);
        Assert.Equal(hours * 3_600_000_000L, end - start);
    }

    [Fact]
    public void A_day_whose_midnight_does_not_exist_begins_after_the_gap() =>
        // Beirut, 29 March 2026: 00:00 becomes 01:00.
        Assert.Equal("2026-03-28T22:00:00Z", Rfc3339.Format(CostAccrual.StartOfDay("2026-03-29", "Asia/Beirut")));

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 2)] // 10 × 1 ÷ 4 = 2.5: half to even
    [InlineData(3, 8)] // 7.5
    [InlineData(4, 10)]
    [InlineData(9, 10)]
    public void It_grows_linearly_between_its_ends(long at, long accrued) =>
        Assert.Equal(accrued, CostAccrual.Accrued(10, 0, 4, at));
}
