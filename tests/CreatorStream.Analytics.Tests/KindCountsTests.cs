using CreatorStream.Analytics.Alerts;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

/// <summary>What each kind of touch counts for, raw and authentic.</summary>
public sealed class KindCountsTests
{
    private static readonly EventType[] Touches =
    [
        .. EventTypes.All.Where(kind => kind.Type.IsTouch()).Select(kind => kind.Type),
    ];

    /// <summary>A power of ten of each of the first kinds, in the order of the table; one tenth of it by inauthentic actors.</summary>
    private static readonly long[] Counts = Count();

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
        for (int at = 0; at < Touches.Length; at++)
        {
            long raw = (long)Math.Pow(10, at + 1);
            Assert.Equal(raw, new KindCounts(Counts, authentic: false)[Touches[at]]);
            Assert.Equal(raw - (raw / 10), new KindCounts(Counts, authentic: true)[Touches[at]]);
        }
    }

    [Fact]
    public void Each_touch_has_columns_of_its_own()
    {
        (int, int)[] columns = [.. Touches.Select(of => (KindColumns.GroupOf(of), KindColumns.ColumnOf(of)))];
        Assert.Equal(Touches.Length, columns.Distinct().Count());
        Assert.All(columns, of => Assert.InRange(of.Item1, 0, KindColumns.Groups - 1));
        Assert.All(columns, of => Assert.InRange(of.Item2, 0, KindColumns.Excluded - 1));
    }

    [Fact]
    public void Alert_rules_see_all_events_and_authentic_figures_by_minute()
    {
        var figures = new MinuteFigures(500, 3);
        figures.Add(501, Counts);
        figures.Add(501, Counts);
        long all = Touches.Select((_, at) => (long)Math.Pow(10, at + 1)).Sum();
        Assert.Equal([0, 2 * all, 0], figures.Events);
        Assert.Equal([0, 2 * all / 10, 0], figures.Excluded);
        Assert.Equal([0, 2 * 99, 0], figures.Impressions);
        Assert.Equal([0, 2 * 900, 0], figures.Clicks);
        Assert.Equal([0, 2 * 99_990_000, 0], figures.Engagements);
    }

    private static long[] Count()
    {
        long[] counts = new long[KindColumns.Count];
        for (int at = 0; at < Touches.Length; at++)
        {
            Span<long> group = KindColumns.Of(KindColumns.GroupOf(Touches[at]), counts);
            int column = KindColumns.ColumnOf(Touches[at]);
            group[column] = (long)Math.Pow(10, at + 1);
            group[column + KindColumns.Excluded] = (long)Math.Pow(10, at);
        }
        return counts;
    }
}
