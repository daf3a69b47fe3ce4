using CreatorStream.Analytics.Authenticity.Timing;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>inhuman-rhythm</c>: actors that are programs by when they act (<see cref="TimingScore"/> from 0.9 on, without haste, which
/// is for what is written only). Of those with 100 actions in the sample; who has fewer is not judged, and nobody where times are
/// rounded to minutes: clockwork can't be told then, and missing sleep alone never comes to 0.9. Wrongs several people behind one
/// account. Costs 2 kB an actor while it is looked at.
/// </summary>
public static class InhumanRhythms
{
    private const double Telling = 0.9;

    private static readonly TimingSignal[] Signals =
    [
        .. TimingSignals.All.Where(signal => signal.Cause != TimingCause.Haste),
    ];

    public static VettingSignal Signal { get; } =
        new(
            "inhuman-rhythm",
            "At least 5 % of the engagements are by accounts that never sleep and act like clockwork.",
            "Several people behind one account.",
            "Do you use any service that likes or comments for you, or for others?",
            MayBeStrangers: true,
            sample =>
                sample.HasExactSeconds
                    ? ActorPrograms.Answer(
                        [
                            .. sample.Actors.Where(actor =>
                                ActorPrograms.Times(actor).Length >= TimingScore.LeastActions
                            ),
                        ],
                        sample.Timed.Count,
                        actor => ActorPrograms.Times(actor).Length,
                        actor => IsProgram(ActorPrograms.Times(actor)),
                        $"no actor with {TimingScore.LeastActions} actions",
                        "act like programs"
                    )
                    : VettingAnswer.Unknown("no exact times: it takes seconds to tell clockwork")
        );

    private static bool IsProgram(long[] times)
    {
        var timing = new ActorTiming();
        foreach (long time in times)
        {
            timing.Add(time);
        }
        return TimingScore.Of(timing, Signals).Probability >= Telling;
    }
}
