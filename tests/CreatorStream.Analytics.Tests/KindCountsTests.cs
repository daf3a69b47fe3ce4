using CreatorStream.Analytics.Alerts;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

/// <summary>What each kind of touch counts for, raw and authentic.</summary>
public sealed class KindCountsTests
{
    /// <summary>A power of ten of each kind, in the order of their numbers; one tenth of it by inauthentic actors.</summary>
    private static readonly long[] Counts =
    [
        .. Enumerable.Range(1, EventTypes.TouchCount).Select(kind => (long)Math.Pow(10, kind)),
        .. Enumerable.Range(1, EventTypes.TouchCount).Select(kind => (long)Math.Pow(10, kind - 1)),
    ];

    [Theory]
    [InlineData(false, 110)]
    [InlineData(true, 99)]
    public void Impressions_are_impressions_and_views(bool authentic, long expected) =>
        Assert.Equal(expected, new KindCounts(Counts, authentic).Impressions);

    [Theory]
    [InlineData(false, 111_100_000)]
    [InlineData(true, 99_990_000)]
    public void Engagements_are_likes_comments_shares_and_saves(bool authentic, long expected) =>
        Assert.Equal(expected, new KindCounts(Counts, authentic).Engagements);

    [Fact]
    public void Authentic_is_raw_without_what_is_excluded()
    {
        for (EventType kind = EventType.Impression; kind <= EventType.Mention; kind++)
        {
            long raw = (long)Math.Pow(10, (int)kind);
            Assert.Equal(raw, new KindCounts(Counts, authentic: false)[kind]);
            Assert.Equal(raw - (raw / 10), new KindCounts(Counts, authentic: true)[kind]);
        }
    }

    [Fact]
    public void Alert_rules_see_all_events_and_authentic_figures_by_minute()
    {
        var figures = new MinuteFigures(500, 3);
        figures.Add(501, Counts);
        figures.Add(501, Counts);
        Assert.Equal([0, 22_222_222_220, 0], figures.Events);
        Assert.Equal([0, 2_222_222_222, 0], figures.Excluded);
        Assert.Equal([0, 2 * 99, 0], figures.Impressions);
        Assert.Equal([0, 2 * 900, 0], figures.Clicks);
        Assert.Equal([0, 2 * 99_990_000, 0], figures.Engagements);
    }
}
