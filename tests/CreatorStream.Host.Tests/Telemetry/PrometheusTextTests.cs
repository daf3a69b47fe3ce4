using System.Diagnostics.Metrics;
using CreatorStream.Host.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Tests.Telemetry;

public sealed class PrometheusTextTests
{
    [Fact]
    public void What_cannot_be_observed_hides_nothing_else()
    {
        using var meter = new Meter("test");
        meter.CreateObservableGauge<long>("test.before", () => 1);
        meter.CreateObservableGauge<long>("test.failing", new Func<long>(() => throw new IOException("no disk")));
        meter.CreateObservableGauge<long>("test.behind", () => 2);

        string text = PrometheusText.Of(meter, NullLogger.Instance);

        Assert.Contains("test_before 1\n", text, StringComparison.Ordinal);
        Assert.Contains("test_behind 2\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("test_failing", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 4)]
    public void Of_how_many_texts_one_is_held_is_told(int level, int oneIn)
    {
        using var meter = new Meter("test");
        meter.ObserveTexts(() => level);
        string text = PrometheusText.Of(meter, NullLogger.Instance);
        Assert.Contains($"texts_held_one_in {oneIn}\n", text, StringComparison.Ordinal);
    }
}
