using CreatorStream.Analytics.Authenticity.Timing;

namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// Reason <c>inhuman-rhythm</c>: the proven actions of an actor go on round the clock, for days; <see cref="TimingScore"/> says how
/// probably it is a program. Without <see cref="HastyActions"/>, which is for what is written: likes and clicks follow each
/// other faster. And how the gaps of likes and clicks are spread among people was measured by nobody, so clockwork only makes
/// surer what the missing sleep says. A night awake is no habit: without sleep for less than <see cref="LeastAwakeSeconds"/> in
/// all, and with fewer hours than <see cref="LeastHours"/> to see quiet ones among, nothing is said. Costs some 15 ns for each touch
/// that is looked at, each some six times (JourneySigns of the pipeline).
/// </summary>
public static class InhumanRhythm
{
    public const double StrongProbability = 0.9;
    public const double WeakProbability = 0.5;

    /// <summary>Three days: by then a person has slept.</summary>
    public const long LeastAwakeSeconds = 60 * 3600;

    /// <summary>So many hours in which somebody acts that each of the day could have come four times.</summary>
    public const int LeastHours = 96;

    private static readonly TimingSignal[] Signals =
    [
        SleeplessStretches.Signal,
        QuietHours.Signal,
        ClockGrid.Signal,
        GapPattern.Signal,
    ];

    public static Detector Detector { get; } =
        new(
            new Reason(
                "inhuman-rhythm",
                "Actions round the clock for days, without the pauses in which people sleep; surer where they are as even as a clock's.",
                StrongProbability,
                "Several people behind one account, such as a newsroom or a support desk with shifts."
            ),
            Cause.Timing,
            evidence =>
                (evidence.Signs & Signs.InhumanRhythm) != 0 ? StrongProbability
                : (evidence.Signs & Signs.OddRhythm) != 0 ? WeakProbability
                : 0
        );

    /// <summary>The sign that follows, or none.</summary>
    /// <param name="hasExactTimes">
    /// No: half of all times are full minutes, as those of imports and polls, and even gaps say nothing of who acted.
    /// </param>
    public static Signs SignOf(ActorTiming timing, bool hasExactTimes)
    {
        bool saysSleep =
            (timing.Sleepless.LongSeconds >= LeastAwakeSeconds && IsStrong(SleeplessStretches.Signal))
            || (timing.Quiet.Hours >= LeastHours && IsStrong(QuietHours.Signal));
        IReadOnlyList<TimingSignal> signals = hasExactTimes ? Signals : TimingSignals.OfRoundedTimes;
        double probability = saysSleep ? TimingScore.Of(timing, signals).Probability : 0;
        return probability >= StrongProbability ? Signs.InhumanRhythm
            : probability >= WeakProbability ? Signs.OddRhythm
            : Signs.None;

        bool IsStrong(TimingSignal signal) => signal.Factor(timing) >= TimingScore.StrongFactor;
    }
}
