namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>What follows from all that is known.</summary>
public enum VettingConclusion
{
    /// <summary>Nothing was found, but too little could be looked at to say that there is nothing.</summary>
    TooFewToSay,

    /// <summary>Nothing was found.</summary>
    Clear,

    LookCloser,

    /// <summary>Don't pay before the questions are answered.</summary>
    AskFirst,
}

/// <param name="MakeUp">Of the sample.</param>
/// <param name="Engagements">Of the sample, each once.</param>
/// <param name="Actors">Different ones.</param>
public sealed record VettingReport(
    string Creator,
    VettingConclusion Conclusion,
    IReadOnlyList<(VettingSignal Signal, VettingAnswer Answer)> Signals,
    AudienceQuality Quality,
    IReadOnlyList<AudienceShare> MakeUp,
    int Engagements,
    int Actors,
    int Comments
)
{
    /// <summary>What to ask the creator, in the order of the signals.</summary>
    public IEnumerable<string> Questions =>
        Signals
            .Where(one => one.Answer.State >= VettingState.Notable)
            .Select(one => one.Signal.Question)
            .Distinct(StringComparer.Ordinal);
}

/// <summary>Vets a creator before money is committed.</summary>
public static class ProspectVetting
{
    /// <summary>So many of the signals must have had enough to look at before their silence means anything.</summary>
    public const int LeastJudged = 4;

    private const double PoorQuality = 50;

    /// <summary>
    /// A function of the set of what is known. Throws nothing. Costs a sort of the sample, some microseconds a comment, and up to a
    /// second for pods.
    /// </summary>
    /// <exception cref="OperationCanceledException">Asked for between two signals.</exception>
    public static VettingReport Vet(Prospect prospect, CancellationToken cancel = default)
    {
        var sample = new ProspectSample(prospect);
        List<(VettingSignal Signal, VettingAnswer Answer)> answers =
        [
            .. VettingSignals.All.Select(signal =>
            {
                cancel.ThrowIfCancellationRequested();
                return (signal, signal.Judge(sample));
            }),
        ];
        var quality = AudienceQuality.Of(sample, answers);
        return new(
            prospect.Creator,
            Conclude(answers, quality),
            answers,
            quality,
            AudienceShare.Of(sample),
            sample.Engagements.Count,
            sample.Actors.Count,
            sample.Comments.Count
        );
    }

    /// <summary>
    /// Ask first: one strong reason, or two of which one is the creator's own. What strangers may have done, and the profiles of
    /// the audience, lead to a closer look and no further, however much there is of it.
    /// </summary>
    private static VettingConclusion Conclude(
        List<(VettingSignal Signal, VettingAnswer Answer)> answers,
        AudienceQuality quality
    )
    {
        var found = answers.Where(one => one.Answer.State >= VettingState.Notable).ToList();
        return found.Any(one => one.Answer.State == VettingState.Strong)
            || (found.Count > 1 && found.Any(one => !one.Signal.MayBeStrangers))
                ? VettingConclusion.AskFirst
            : found.Count > 0 || quality.High < PoorQuality ? VettingConclusion.LookCloser
            : answers.Count(one => one.Answer.State != VettingState.Unknown) < LeastJudged
                ? VettingConclusion.TooFewToSay
            : VettingConclusion.Clear;
    }
}
