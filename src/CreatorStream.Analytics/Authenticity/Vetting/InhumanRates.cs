namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>inhuman-rate</c>: actors with more than 40 actions within a minute (<see cref="InhumanRate"/>). Of the actors with
/// so many at exact times. Wrongs several people behind one account. Costs a pass over the sample.
/// </summary>
public static class InhumanRates
{
    private const long MicrosPerSecond = 1_000_000;

    public static VettingSignal Signal { get; } =
        new(
            InhumanRate.Detector.Reason.Code,
            "At least 5 % of the engagements are by accounts with more than 40 actions in a minute.",
            "Several people behind one account.",
            "Do you use any service that likes or comments for you, or for others?",
            MayBeStrangers: true,
            sample =>
                sample.HasExactTimes
                    ? ActorPrograms.Answer(
                        // A sample of many in which each did little was looked at, too: none of them is so fast.
                        [.. sample.Actors.Where(actor => ActorPrograms.Times(actor).Length > 0)],
                        sample.Timed.Count,
                        actor => ActorPrograms.Times(actor).Length,
                        IsTooFast,
                        "fewer than 100 engagements with a time",
                        "act more than 40 times in a minute"
                    )
                    : VettingAnswer.Unknown("no exact times")
        );

    private static bool IsTooFast(SampledActor actor)
    {
        long[] times = ActorPrograms.Times(actor);
        return InhumanRate.Exceeded(Array.ConvertAll(times, time => time * MicrosPerSecond));
    }
}
