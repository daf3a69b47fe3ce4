using CreatorStream.Analytics.Authenticity.Timing;

namespace CreatorStream.Analytics.Tests.Authenticity;

public sealed class TimingScoreTests
{
    private const double Inauthentic = 0.9;

    [Fact]
    public void People_are_not_suspected()
    {
        var scores = Enumerable.Range(0, 200).Select(seed => Score(SimulatedActors.Person(seed))).ToList();
        Assert.All(scores, score => Assert.InRange(score.Probability, 0, 0.5));
        Assert.All(scores, score => Assert.Empty(score.Reasons));
        // Nine of ten are far from it.
        Assert.InRange(scores.Count(score => score.Probability > 0.1), 0, 20);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(1800)]
    [InlineData(3600)]
    public void A_timer_is_found(int every)
    {
        TimingScore score = Score(SimulatedActors.Timer(every, seed: 1));
        Assert.InRange(score.Probability, Inauthentic, 1);
        Assert.Contains(ClockGrid.Signal, score.Reasons);
        Assert.Contains(GapPattern.Signal, score.Reasons);
        Assert.All(score.Reasons, signal => Assert.Equal("inhuman-rhythm", signal.Code));
    }

    [Fact]
    public void Who_never_sleeps_is_found()
    {
        TimingScore score = Score(SimulatedActors.Chance(meanGap: 1200, seed: 2));
        Assert.InRange(score.Probability, Inauthentic, 1);
        Assert.Contains(SleeplessStretches.Signal, score.Reasons);
        Assert.DoesNotContain(ClockGrid.Signal, score.Reasons);
    }

    [Fact]
    public void A_slow_drip_is_told_by_its_hours_of_the_day()
    {
        ActorTiming timing = Timing(SimulatedActors.Chance(meanGap: 6 * 3600, seed: 3));
        Assert.True(QuietHours.Signal.Factor(timing) > 5);
        Assert.True(QuietHours.Signal.Factor(timing) > SleeplessStretches.Signal.Factor(timing));
    }

    [Fact]
    public void Haste_has_a_reason_of_its_own()
    {
        TimingScore score = Score(SimulatedActors.Spammer(seed: 4));
        Assert.InRange(score.Probability, Inauthentic, 1);
        Assert.Equal("inhuman-rate", score.Reasons[0].Code);
        Assert.DoesNotContain(SleeplessStretches.Signal, score.Reasons);
    }

    [Fact]
    public void One_cause_alone_convicts_nobody()
    {
        ActorTiming timing = Timing(SimulatedActors.Timer(1800, seed: 5));
        foreach (IGrouping<TimingCause, TimingSignal> cause in TimingSignals.All.GroupBy(signal => signal.Cause))
        {
            Assert.InRange(TimingScore.Of(timing, [.. cause]).Probability, 0, Inauthentic);
        }
    }

    /// <summary>What is claimed has a most, the order of actors has none.</summary>
    [Fact]
    public void Who_goes_further_comes_first_and_one_cause_still_convicts_nobody()
    {
        ActorTiming timing = Timing(SimulatedActors.Person(1));
        foreach (TimingSignal signal in TimingSignals.All)
        {
            // The last is beyond the 2,950 steps of a clock that strikes once a minute: more than any signal measures.
            double[] steps = [0.5, 1, 2, 2.6, 2.7, 2.71, 3, 8, 20, 20.01, 28, 500, 2_900, 2_950, 3_000];
            TimingSignal[] further = [.. steps.Select(step => At(signal, step))];
            double[] rankings = [.. further.Select(one => TimingScore.RankingOf(timing, [one]))];
            Assert.All(rankings.Zip(rankings.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{pair}"));
            Assert.InRange(rankings[^1], 0.5, 0.895);
            double[] claimed = [.. further.Select(one => TimingScore.Of(timing, [one]).Probability)];
            Assert.Equal(claimed[..4], rankings[..4]);
            Assert.All(claimed[4..], most => Assert.Equal(0.890727, most, 6));
        }

        static TimingSignal At(TimingSignal signal, double steps) =>
            signal with
            {
                Measure = _ => signal.Usual + steps * (signal.Rare - signal.Usual),
            };
    }

    [Fact]
    public void Without_evidence_the_score_is_the_prior() =>
        Assert.Equal(
            TimingScore.Prior,
            TimingScore.Of(Timing(SimulatedActors.Timer(1800, seed: 6)), []).Probability,
            12
        );

    [Fact]
    public void Few_actions_say_nothing()
    {
        Assert.Same(TimingScore.Unknown, Score(SimulatedActors.Timer(600, seed: 7, TimingScore.LeastActions - 1)));
        Assert.NotEmpty(Score(SimulatedActors.Timer(600, seed: 7, TimingScore.LeastActions)).Reasons);
    }

    [Fact]
    public void An_empty_one_is_nobody() => Assert.Same(TimingScore.Unknown, Score([]));

    [Fact]
    public void Extremes_stay_within_bounds()
    {
        // 3,058: the last second that a file may hold; and all at once.
        foreach (
            List<long> times in new[]
            {
                [.. Enumerable.Repeat(0L, 500)],
                Enumerable.Range(0, 500).Select(i => i * 68_000_000L).ToList(),
            }
        )
        {
            ActorTiming timing = Timing(times);
            Assert.All(TimingSignals.All, signal => Assert.InRange(signal.Factor(timing), 1, 400));
            Assert.InRange(TimingScore.Of(timing, TimingSignals.All).Probability, 0, 1);
        }
    }

    [Fact]
    public void Time_runs_forward()
    {
        ActorTiming timing = Timing([100, 100]);
        Assert.Throws<ArgumentOutOfRangeException>(() => timing.Add(99));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActorTiming().Add(-1));
    }

    [Fact]
    public void Once_a_day_is_a_habit_of_people()
    {
        var random = new Random(9);
        List<long> fan = [.. Enumerable.Range(0, 400).Select(day => 86_400L * day + 70_000 + random.Next(7200))];
        TimingScore score = Score(fan);
        Assert.InRange(score.Probability, 0, 0.1);
    }

    [Fact]
    public void A_night_awake_is_forgiven()
    {
        List<long> person = SimulatedActors.Person(8);
        long night = person[^1] + 24 * 3600;
        person.AddRange(Enumerable.Range(0, 15).Select(i => night + i * 6000L));
        Assert.InRange(SleeplessStretches.Signal.Factor(Timing(person)), 1, 10);
    }

    [Fact]
    public void What_was_entered_at_once_is_no_program()
    {
        Assert.InRange(Score([.. Enumerable.Repeat(1_767_225_607L, 500)]).Probability, 0, 0.1);
        // Ten times in some weeks.
        var imports = Enumerable.Range(0, 500).Select(i => 1_767_225_607L + i / 50 * 270_000L).ToList();
        Assert.InRange(Score(imports).Probability, 0, 0.1);
        // And more than half of an archive, by somebody who goes on as people do.
        List<long> person = SimulatedActors.Person(1);
        Assert.InRange(Score([.. Enumerable.Repeat(person[0], person.Count), .. person]).Probability, 0, 0.1);
    }

    [Fact]
    public void A_program_is_found_also_where_it_does_two_things_at_once()
    {
        List<long> twice = [.. SimulatedActors.Timer(600, seed: 1).SelectMany(time => Enumerable.Repeat(time, 2))];
        Assert.Contains(GapPattern.Signal, Score(twice).Reasons);
    }

    [Fact]
    public void Haste_after_another_time_counts_also_among_imports()
    {
        List<long> spammer = SimulatedActors.Spammer(seed: 4);
        ActorTiming timing = Timing([.. Enumerable.Repeat(spammer[0], spammer.Count + 1), .. spammer]);
        Assert.True(timing.IsBulk);
        Assert.InRange(HastyActions.Signal.Measure(timing), 0.4, 0.5);
    }

    private static TimingScore Score(List<long> times) => TimingScore.Of(Timing(times), TimingSignals.All);

    private static ActorTiming Timing(IEnumerable<long> times)
    {
        var timing = new ActorTiming();
        foreach (long time in times)
        {
            timing.Add(time);
        }
        return timing;
    }
}
