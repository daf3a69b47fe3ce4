using CreatorStream.Analytics.Alerts.Learned;

namespace CreatorStream.Analytics.Tests;

public sealed class PracticalSizeTests
{
    /// <summary>10 ÷ 77 × 77 is a little less than 10, and so with others.</summary>
    [Theory]
    [InlineData(AlertMetric.SuspectShare, 10, 77, 1)]
    [InlineData(AlertMetric.SuspectShare, 10, 154, 1)]
    [InlineData(AlertMetric.SuspectShare, 9, 77, 0)]
    [InlineData(AlertMetric.Ctr, 10, 303, 1)]
    [InlineData(AlertMetric.Ctr, 10, 308, 1)]
    [InlineData(AlertMetric.Ctr, 10, 319, 1)]
    [InlineData(AlertMetric.Ctr, 9, 303, 0)]
    public void The_least_of_a_ratio_is_a_count(AlertMetric metric, long above, long below, int news) =>
        Assert.Equal(
            news,
            PracticalSize.NewsOf(metric, PracticalSize.Value(metric, above, below), expected: 0.001, below)
        );
}
