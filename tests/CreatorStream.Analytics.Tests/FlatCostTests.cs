using CreatorStream.Analytics.Money;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

/// <summary>A flat cost over its days, by each day's rate.</summary>
public sealed class FlatCostTests
{
    private const long Hour = 3_600_000_000;
    private const long Start = 20_000 * 24 * Hour;
    private const long End = Start + (4 * 24 * Hour);

    /// <summary>400 units in four days.</summary>
    private const long Amount = 400 * Micros.PerUnit;

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(6, 25)]
    [InlineData(36, 150)]
    [InlineData(96, 400)]
    [InlineData(1_000, 400)]
    public void It_accrues_linearly_from_its_beginning_to_its_end(int hours, long units) =>
        Assert.Equal(
            units * Micros.PerUnit,
            new FlatCost(Amount, Start, End, null).AccruedBy(Start + (hours * Hour), out _)
        );

    [Theory]
    [InlineData(12, 100)] // half of the first day, by 2
    [InlineData(24, 200)]
    [InlineData(36, 225)] // half of the second, by 0.5
    [InlineData(96, 450)]
    public void What_accrues_on_a_day_goes_by_the_rate_of_that_day(int hours, long units) =>
        Assert.Equal(units * Micros.PerUnit, Rated().AccruedBy(Start + (hours * Hour), out _));

    [Fact]
    public void A_missing_rate_is_told_and_what_came_before_is_known()
    {
        FlatCost cost = new(Amount, Start, End, day => day == Day(2) ? null : Rate(day));
        Assert.Null(cost.AccruedBy(End, out string? missing));
        Assert.Equal(Day(2), missing);
        Assert.Equal(250 * Micros.PerUnit, cost.AccruedBy(Start + (48 * Hour), out missing));
        Assert.Null(missing);
        Assert.Null(cost.AccruedBy(Start + (48 * Hour) + 1, out missing));
        Assert.Equal(Day(2), missing);
    }

    [Fact]
    public void Neighbouring_periods_add_up_to_the_unit()
    {
        // A third of a micro-unit an hour, of days whose rate doesn't come out even.
        FlatCost cost = new(32, Start, End, _ => 333_333);
        Int128 sum = 0;
        for (int hour = 0; hour < 96; hour++)
        {
            sum += (
                cost.AccruedBy(Start + ((hour + 1) * Hour), out _) - cost.AccruedBy(Start + (hour * Hour), out _)
            )!.Value;
        }
        Assert.Equal(cost.AccruedBy(End, out _), sum);
    }

    [Fact]
    public void It_is_the_same_in_whatever_order_it_is_asked()
    {
        FlatCost asked = Rated();
        for (int hours = 100; hours >= -4; hours--)
        {
            Assert.Equal(
                Rated().AccruedBy(Start + (hours * Hour), out _),
                asked.AccruedBy(Start + (hours * Hour), out _)
            );
        }
    }

    private static FlatCost Rated() => new(Amount, Start, End, Rate);

    private static long? Rate(string day) =>
        day == Day(0) ? 2_000_000
        : day == Day(1) ? 500_000
        : 1_000_000;

    private static string Day(int days) => CostAccrual.UtcDay(Start + (days * 24 * Hour));
}
