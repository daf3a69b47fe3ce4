using CreatorStream.Analytics.Money;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

/// <summary>The rules of docs/metrics.md, each by its name.</summary>
public sealed class LeadQualityTests
{
    /// <summary>Neither form nor address give any points.</summary>
    private static readonly LeadWords Poor = new(0, AddressKind.Disposable);

    [Theory]
    [InlineData(100, 40)]
    [InlineData(80, 32)]
    [InlineData(99, 39)]
    [InlineData(2, 0)]
    [InlineData(0, 0)]
    public void Completeness_gives_40_points_by_its_part_rounded_down(byte percent, int points) =>
        Assert.Equal(points, LeadQuality.Score(new LeadWords(percent, AddressKind.Disposable), 0, false));

    [Fact]
    public void Completeness_that_nobody_told_gives_20_points() =>
        Assert.Equal(20, LeadQuality.Score(new LeadWords(null, AddressKind.Disposable), 0, false));

    [Theory]
    [InlineData(AddressKind.Corporate, 25)]
    [InlineData(AddressKind.Personal, 15)]
    [InlineData(AddressKind.Disposable, 0)]
    [InlineData(AddressKind.None, 12)]
    public void The_address_gives_points_by_its_kind(AddressKind kind, int points) =>
        Assert.Equal(points, LeadQuality.Score(new LeadWords(0, kind), 0, false));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5_999, 0)]
    [InlineData(6_000, 1)]
    [InlineData(90_000, 15)]
    [InlineData(119_999, 19)]
    [InlineData(120_000, 20)]
    [InlineData(long.MaxValue, 20)]
    public void Engaged_time_gives_20_points_by_its_part_of_two_minutes_rounded_down(long millis, int points) =>
        Assert.Equal(points, LeadQuality.Score(Poor, millis, false));

    [Fact]
    public void A_later_purchase_gives_15_points() => Assert.Equal(15, LeadQuality.Score(Poor, 0, true));

    [Fact]
    public void A_lead_of_which_nothing_is_known_has_32() => Assert.Equal(32, LeadQuality.Score(default, 0, false));

    [Fact]
    public void The_best_lead_has_100() =>
        Assert.Equal(LeadQuality.Most, LeadQuality.Score(new LeadWords(100, AddressKind.Corporate), 120_000, true));

    /// <summary>The example of docs/metrics.md.</summary>
    [Fact]
    public void Four_of_five_fields_a_corporate_address_90_seconds_and_a_purchase_are_87_and_72_without_it()
    {
        var words = new LeadWords(LeadWords.PercentOf(800_000), AddressKind.Corporate);
        Assert.Equal(32 + 25 + 15 + 15, LeadQuality.Score(words, 90_000, true));
        Assert.Equal(72, LeadQuality.Score(words, 90_000, false));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4_999, 0)]
    [InlineData(5_000, 1)]
    [InlineData(666_667, 67)]
    [InlineData(994_999, 99)]
    [InlineData(1_000_000, 100)]
    public void A_part_is_kept_in_whole_per_cent_half_of_one_rounded_up(long micros, byte percent) =>
        Assert.Equal(percent, LeadWords.PercentOf(micros));
}
