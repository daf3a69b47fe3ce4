using CreatorStream.Analytics.Spikes;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests.Spikes;

/// <summary>What is found, and what is left alone, in series whose truth is known.</summary>
public sealed class SpikeDetectorTests(ITestOutputHelper output)
{
    private const int Length = 4_000;
    private const int At = 2_500;
    private const int Seeds = 20;

    /// <summary>Surprise that hardly comes by chance: see the summary of <see cref="SpikeScore"/>.</summary>
    private const double Sure = 20;

    [Fact]
    public void A_clean_season_alarms_less_than_once_in_a_thousand_values() =>
        IsRare("daily wave", seed => MadeSeries.Daily(seed, Length), 1_000);

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    [InlineData(5)]
    public void Sparse_counts_alarm_less_than_once_in_nine_hundred_values(double mean) =>
        IsRare($"counts of {mean}", seed => MadeSeries.Counts(seed, Length, _ => mean), 900);

    [Fact]
    public void A_gap_alarms_no_more_than_none()
    {
        const int Gap = 1_000;
        Func<int, int> place = i => i < At ? i : i + Gap;
        int whole = 0;
        int broken = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            double[] values = MadeSeries.Daily(seed, Length + Gap);
            double[] rest = [.. Enumerable.Range(0, Length).Select(i => values[place(i)])];
            whole += MadeSeries.Alerts(values[..Length]).Length;
            broken += MadeSeries.Alerts(rest, i => MadeSeries.Time(place(i))).Length;
        }
        output.WriteLine($"seeds 1 to {Seeds}: {whole} alerts without a gap, {broken} with one");
        Assert.InRange(broken, 0, whole + Seeds / 4);
    }

    [Theory]
    [InlineData("spike", 0)]
    [InlineData("shift", 12)]
    [InlineData("drop", 12)]
    public void What_is_put_into_a_season_is_found_within_a_few_values(string what, int patience)
    {
        int found = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            double[] values = MadeSeries.Daily(seed, Length);
            for (int i = At; i < Length; i++)
            {
                values[i] = what switch
                {
                    "spike" => values[i] + (i == At ? 100 : 0),
                    "shift" => values[i] + 50,
                    _ => i < At + 40 ? 0 : values[i],
                };
            }
            found += MadeSeries.Alerts(values).Any(i => i >= At && i <= At + patience) ? 1 : 0;
        }
        output.WriteLine($"seeds 1 to {Seeds}: {found} found");
        Assert.InRange(found, Seeds - 1, Seeds);
    }

    [Fact]
    public void A_burst_in_sparse_counts_is_found_within_a_few_values()
    {
        int found = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            double[] values = MadeSeries.Counts(seed, Length, i => i is >= At and < At + 10 ? 5 : 0.2);
            found += MadeSeries.Alerts(values).Any(i => i is >= At and <= At + 4) ? 1 : 0;
        }
        output.WriteLine($"seeds 1 to {Seeds}: {found} found");
        // An alert by chance within the hundred values before folds some.
        Assert.InRange(found, Seeds - 2, Seeds);
    }

    [Fact]
    public void Repeats_of_an_alert_stay_below_the_threshold_and_keep_their_surprise()
    {
        double[] values = MadeSeries.Daily(3, Length);
        for (int i = At; i < At + 40; i++)
        {
            values[i] += 200;
        }
        SpikeScore[] scores = MadeSeries.Scores(values)[At..(At + 40)];
        Assert.Single(scores, score => score.Score >= SpikeDetector.Threshold);
        Assert.True(scores.Count(score => score.Surprise > Sure) > 5);
    }

    [Fact]
    public void What_happens_every_day_soon_is_no_alert()
    {
        double[] values = MadeSeries.Daily(5, 20 * MadeSeries.Day);
        for (int day = 2; day < 20; day++)
        {
            // Not at the same time: the season alone would not learn it.
            values[day * MadeSeries.Day + 31 * day % 200] = 400;
        }
        int[] alerts = [.. MadeSeries.Alerts(values).Where(i => values[i] > 350)];
        Assert.InRange(alerts.Length, 1, 7);
        Assert.True(alerts[^1] < 12 * MadeSeries.Day, string.Join(' ', alerts));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(45.1)]
    [InlineData(-1e9)]
    public void A_constant_never_alarms(double value) =>
        Assert.Empty(MadeSeries.Alerts([.. Enumerable.Repeat(value, Length)]));

    [Fact]
    public void The_band_holds_about_all_but_one_in_a_hundred()
    {
        double[] values = MadeSeries.Daily(7, Length);
        SpikeScore[] scores = MadeSeries.Scores(values);
        int outside = 0;
        for (int i = At; i < Length; i++)
        {
            Assert.InRange(scores[i].Expected, scores[i].Low, scores[i].High);
            Assert.InRange(scores[i].Expected, 40, 160);
            outside += values[i] < scores[i].Low || values[i] > scores[i].High ? 1 : 0;
        }
        Assert.InRange(outside, 1, (Length - At) / 25);
    }

    [Fact]
    public void A_score_knows_nothing_of_what_comes_later()
    {
        double[] values = MadeSeries.Daily(11, Length);
        values[At] = 1_000;
        Assert.Equal(MadeSeries.Scores(values)[..At], MadeSeries.Scores(values[..At]));
    }

    [Fact]
    public void What_is_missing_changes_nothing()
    {
        double[] values = MadeSeries.Daily(13, Length);
        var detector = new SpikeDetector();
        SpikeScore[] plain = MadeSeries.Scores(values);
        for (int i = 0; i < Length; i++)
        {
            double missing = (i % 3) switch
            {
                0 => double.NaN,
                1 => double.PositiveInfinity,
                _ => double.NegativeInfinity,
            };
            Assert.Equal(0, detector.Next(MadeSeries.Time(i), missing).Score);
            Assert.Equal(plain[i], detector.Next(MadeSeries.Time(i), values[i]));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1e-7)]
    [InlineData(1e30)]
    public void Unit_and_sign_change_no_alert(double factor)
    {
        double[] values = MadeSeries.Daily(17, Length);
        values[At] = 400;
        int[] alerts = MadeSeries.Alerts(values);
        Assert.Contains(At, alerts);
        Assert.Equal(alerts, MadeSeries.Alerts([.. values.Select(x => x * factor)]));
    }

    [Fact]
    public void Any_numbers_and_times_give_scores_from_0_to_1()
    {
        double[] odd = [0, -1, 1e300, double.Epsilon, -1e300, 1e-300, double.MaxValue, -0.0, 3];
        long[] times = [0, long.MaxValue, -1, long.MinValue, 5, 5, 4];
        var detector = new SpikeDetector();
        for (int i = 0; i < 5_000; i++)
        {
            SpikeScore score = detector.Next(times[i % times.Length], odd[i * 7 % odd.Length]);
            Assert.InRange(score.Score, 0, 1);
        }
    }

    [Fact]
    public void A_value_allocates_nothing()
    {
        double[] values = MadeSeries.Daily(19, Length);
        var detector = new SpikeDetector();
        for (int i = 0; i < 1_000; i++)
        {
            detector.Next(MadeSeries.Time(i), values[i]);
        }
        const int Part = (Length - 1_000) / Allocations.Rounds;
        long allocated = Allocations.Least(round =>
        {
            for (int i = 1_000 + (round * Part); i < 1_000 + ((round + 1) * Part); i++)
            {
                detector.Next(MadeSeries.Time(i), values[i]);
            }
        });
        Assert.Equal(0, allocated);
    }

    private void IsRare(string what, Func<ulong, double[]> series, int values)
    {
        int alerts = 0;
        int sure = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            SpikeScore[] scores = MadeSeries.Scores(series(seed));
            alerts += scores.Count(score => score.Score >= SpikeDetector.Threshold);
            sure += scores.Count(score => score.Score >= SpikeDetector.Threshold && score.Surprise >= Sure);
        }
        output.WriteLine(
            $"{what}, seeds 1 to {Seeds}: {alerts} alerts in {Seeds * Length} values, {sure} of surprise {Sure} and more"
        );
        Assert.InRange(alerts, 0, Seeds * Length / values);
    }
}
