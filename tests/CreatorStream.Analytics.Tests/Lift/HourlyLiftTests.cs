using CreatorStream.Analytics.Lift;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests.Lift;

public sealed class HourlyLiftTests(ITestOutputHelper output)
{
    private const int After = 24;
    private const int Seeds = 20;

    /// <summary>Any hour: a Tuesday, 9 o'clock.</summary>
    private const int First = 3 * 24 + 9;

    [Theory]
    [InlineData(HourlyLift.MostBefore)]
    [InlineData(HourlyLift.LeastKnown)]
    public void Without_an_effect_hardly_any_is_told(int before)
    {
        Estimate[] found = [.. Enumerable.Range(1, Seeds).Select(seed => Estimated(seed, before, 0))];
        int told = found.Count(of => of.Low > 0);
        int outside = found.Count(of => of.Low > 0 || of.High < 0);
        output.WriteLine($"seeds 1 to {Seeds}: {told} told, 0 outside of {outside}");
        Assert.InRange(told, 0, Seeds / 10);
        Assert.InRange(outside, 0, Seeds / 5);
    }

    [Fact]
    public void An_effect_is_told_and_lies_in_its_interval()
    {
        const double Effect = 150;
        Estimate[] found =
        [
            .. Enumerable.Range(1, Seeds).Select(seed => Estimated(seed, HourlyLift.MostBefore, Effect)),
        ];
        int inside = found.Count(of => of.Low <= Effect && Effect <= of.High);
        output.WriteLine($"seeds 1 to {Seeds}: inside {inside}, told {found.Count(of => of.Low > 0)}");
        Assert.InRange(inside, Seeds * 9 / 10, Seeds);
        Assert.Equal(Seeds, found.Count(of => of.Low > 0));
    }

    [Fact]
    public void A_mailing_that_brings_people_back_is_no_effect()
    {
        const int Before = HourlyLift.MostBefore;
        double[] mailings = new double[Before + After];
        // Every fifth day at ten, and once more where an effect is looked for.
        for (int hour = Before + 3; hour >= 0; hour -= 120)
        {
            mailings.AsSpan(hour, 4).Fill(60);
        }
        double[] y = Visits(5, Before, 0);
        double[] more = [.. y.Select((visits, hour) => visits + mailings[hour])];
        Estimate blind = HourlyLift.Estimate(more, Before, First, new double[more.Length], 1);
        Estimate seeing = HourlyLift.Estimate(more, Before, First, mailings, 1);
        output.WriteLine($"blind {blind}, seeing {seeing}");
        Assert.True(blind.Low > 0);
        Assert.InRange(0, seeing.Low, seeing.High);
    }

    [Fact]
    public void The_same_hours_and_seed_give_the_same_and_others_hardly_another()
    {
        double[] y = Visits(3, HourlyLift.MostBefore, 100);
        double[] none = new double[y.Length];
        Estimate once = HourlyLift.Estimate(y, HourlyLift.MostBefore, First, none, 1);
        Assert.Equal(once, HourlyLift.Estimate(y, HourlyLift.MostBefore, First, none, 1));
        Estimate other = HourlyLift.Estimate(y, HourlyLift.MostBefore, First, none, 2);
        Assert.NotEqual(once, other);
        Assert.Equal(once.Value, other.Value, 0.1 * (once.High - once.Low));
    }

    [Fact]
    public void Few_events_and_hours_that_are_all_alike_are_not_enough()
    {
        double[] hours =
        [
            .. Enumerable.Range(0, HourlyLift.LeastKnown).Select(hour => hour % 2 == 0 ? 2.0 : double.NaN),
        ];
        Assert.False(HourlyLift.HasEnoughEvents(hours));
        hours[0] = 3;
        Assert.False(HourlyLift.HasEnoughEvents(hours.AsSpan(0, 100)));
        Assert.False(HourlyLift.HasEnoughEvents([300, 300, double.NaN]));
        Assert.True(HourlyLift.HasEnoughEvents([300, 301, double.NaN]));
    }

    private static Estimate Estimated(int seed, int before, double effect)
    {
        double[] y = Visits(seed, before, effect);
        return HourlyLift.Estimate(y, before, First, new double[y.Length], (ulong)seed);
    }

    /// <summary>Counts with the rhythm of days and weeks, and an effect that fades.</summary>
    private static double[] Visits(int seed, int before, double effect)
    {
        var random = new Random(seed);
        double[] fading = [.. Enumerable.Range(0, After).Select(hour => Math.Exp(-hour / 8.0))];
        return
        [
            .. Enumerable
                .Range(0, before + After)
                .Select(hour =>
                {
                    int at = First + hour;
                    double day = 10 + (6 * Math.Cos((at - 15) * Math.PI / 12));
                    double week = at / 24 % 7 < 2 ? 0.8 : 1;
                    double more = hour < before ? 0 : effect * fading[hour - before] / fading.Sum();
                    return (double)Poisson((day * week) + more);
                }),
        ];

        int Poisson(double mean)
        {
            int count = -1;
            for (double left = 1, least = Math.Exp(-mean); left > least; count++)
            {
                left *= random.NextDouble();
            }
            return count;
        }
    }
}
