using CreatorStream.Analytics.Panes;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

public sealed class PaneTests
{
    [Theory]
    [InlineData("2000-01-01T00:00:00Z", 0)]
    [InlineData("2000-01-01T00:00:09.999999Z", 0)]
    [InlineData("2000-01-01T00:00:10Z", 1)]
    [InlineData("2000-01-02T00:00:00Z", Pane.PerDay)]
    public void Bounds_are_half_open(string time, int pane)
    {
        Assert.True(Rfc3339.TryParse(System.Text.Encoding.UTF8.GetBytes(time), out long micros));
        Assert.Equal(pane, Pane.Of(micros));
        Assert.True(Pane.StartMicros(pane) <= micros && micros < Pane.StartMicros(pane + 1));
    }

    [Fact]
    public void Old_panes_are_kept_by_the_minute_then_by_the_hour()
    {
        int greatest = (100 * Pane.PerDay) + 7;
        Assert.Equal(greatest, Pane.Keep(greatest, greatest));
        int recent = Pane.MinuteCut(greatest);
        Assert.Equal(recent + 1, Pane.Keep(recent + 1, greatest));
        Assert.Equal(recent - 6, Pane.Keep(recent - 1, greatest));
        int old = Pane.HourCut(greatest);
        Assert.Equal(old - Pane.PerHour, Pane.Keep(old - 1, greatest));
        Assert.True(greatest - recent >= Pane.MinuteAge && greatest - old >= Pane.HourAge);
    }

    [Fact]
    public void A_series_is_the_sum_of_what_was_added_in_whatever_order()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        (int Pane, int Value)[] added =
        [
            .. Enumerable.Range(0, 2000).Select(_ => (random.Next(0, 40 * Pane.PerDay), random.Next(-5, 9))),
        ];
        PaneSeries<long> ordered = Fill(added.OrderBy(of => of.Pane));
        PaneSeries<long> shuffled = Fill(added.OrderBy(_ => random.Next()));
        Assert.Equal(ordered.Count, shuffled.Count);
        for (int i = 0; i < 200; i++)
        {
            int from = random.Next(0, 40 * Pane.PerDay);
            int to = from + random.Next(0, 3 * Pane.PerDay);
            long expected = added.Where(of => of.Pane >= from && of.Pane < to).Sum(of => (long)of.Value);
            Assert.True(expected == ordered.Sum(0, from, to), $"seed {seed}");
            Assert.True(expected == shuffled.Sum(0, from, to), $"seed {seed}");
        }
    }

    [Fact]
    public void Merging_keeps_sums_over_whole_hours()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        (int Pane, int Value)[] added =
        [
            .. Enumerable.Range(0, 2000).Select(_ => (random.Next(0, 60 * Pane.PerDay), random.Next(1, 9))),
        ];
        PaneSeries<long> series = Fill(added);
        int before = series.Count;
        series.Merge(60 * Pane.PerDay);
        Assert.True(series.Count < before, $"seed {seed}");
        for (int hour = 0; hour < 60 * 24; hour++)
        {
            int from = hour * Pane.PerHour;
            long expected = added.Where(of => of.Pane / Pane.PerHour == hour).Sum(of => (long)of.Value);
            Assert.True(expected == series.Sum(0, from, from + Pane.PerHour), $"seed {seed}, hour {hour}");
        }
    }

    private static PaneSeries<long> Fill(IEnumerable<(int Pane, int Value)> added)
    {
        var series = new PaneSeries<long>(1);
        foreach ((int pane, int value) in added)
        {
            series.At(pane)[0] += value;
        }
        return series;
    }
}
