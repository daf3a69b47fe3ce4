using CreatorStream.Analytics.Money;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

/// <summary>Commissions and tiers, each by its rule.</summary>
public sealed class CommissionTests
{
    [Theory]
    [InlineData(1_000, 12_500_000, 125)]
    [InlineData(4, 12_500_000, 0)] // .5: half to even
    [InlineData(12, 12_500_000, 2)] // 1.5
    [InlineData(20, 12_500_000, 2)] // 2.5
    [InlineData(150, 1_000_000, 2)] // 1.5
    [InlineData(250, 1_000_000, 2)] // 2.5
    [InlineData(50_000_000, 1_000_001, 500_000)] // 500,000.5
    [InlineData(150_000_000, 99_000_001, 148_500_002)] // 148,500,001.5
    [InlineData(77, 100_000_000, 77)]
    [InlineData(77, 0, 0)]
    public void It_is_a_per_cent_of_revenue_rounded_half_to_even(long revenue, long percent, long commission) =>
        Assert.Equal(commission, Commission.OfRevenue(revenue, percent));

    [Fact]
    public void The_revenue_of_the_greatest_orders_does_not_overflow()
    {
        Int128 greatest = Micros.Convert(Micros.Greatest, Micros.GreatestRate) * int.MaxValue;
        Assert.Equal(greatest, Commission.OfRevenue(greatest, Commission.Whole));
        Assert.Equal(greatest / 2, Commission.OfRevenue(greatest, Commission.Whole / 2));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 200)]
    [InlineData(99, 200)]
    [InlineData(100, 150)] // the highest tier that is reached, not the greatest amount
    [InlineData(5_000, 150)]
    public void A_tier_is_reached_with_its_number_of_conversions(long conversions, long amount) =>
        Assert.Equal(amount, FeeTier.Reached([new FeeTier(10, 200), new FeeTier(100, 150)], conversions));
}
