using CreatorStream.Analytics.Authenticity.Vetting;

namespace CreatorStream.Host.Vetting;

// The forms of schemas/vetting.schema.json, which says what the members mean.

internal sealed record VetAnswer(
    int Rows,
    IReadOnlyList<string> Ignored,
    IReadOnlyList<CreatorAnswer> Creators,
    string Table
);

internal sealed record CreatorAnswer(
    string Creator,
    string Conclusion,
    int Engagements,
    int Actors,
    int Comments,
    IReadOnlyList<string> Questions,
    IReadOnlyList<SignalAnswer> Signals,
    QualityAnswer Quality,
    IReadOnlyList<MakeUpAnswer> MakeUp
)
{
    public static CreatorAnswer Of(VettingReport report) =>
        new(
            report.Creator,
            report.Conclusion switch
            {
                VettingConclusion.TooFewToSay => "too-few-to-say",
                VettingConclusion.Clear => "clear",
                VettingConclusion.LookCloser => "look-closer",
                _ => "ask-first",
            },
            report.Engagements,
            report.Actors,
            report.Comments,
            [.. report.Questions],
            [.. report.Signals.Select(of => SignalAnswer.Of(of.Signal, of.Answer))],
            QualityAnswer.Of(report.Quality),
            [.. report.MakeUp.Select(of => new MakeUpAnswer(of.Figure, of.Value, ShareAnswer.From(of.Share)))]
        );
}

internal sealed record SignalAnswer(
    string Reason,
    string State,
    string Why,
    ShareAnswer? Share,
    string Rule,
    string MayWrong,
    bool MayBeStrangers
)
{
    public static SignalAnswer Of(VettingSignal signal, VettingAnswer answer) =>
        new(
            signal.Code,
            answer.State switch
            {
                VettingState.Unknown => "unknown",
                VettingState.NotFound => "not-found",
                VettingState.Notable => "look-closer",
                _ => "ask-first",
            },
            answer.Why,
            answer.Share is { } share ? ShareAnswer.From(share) : null,
            signal.Rule,
            signal.FalsePositives,
            signal.MayBeStrangers
        );
}

internal sealed record QualityAnswer(
    double? Score,
    double Low,
    double High,
    double Certainty,
    IReadOnlyList<QualityPartAnswer> Parts
)
{
    public static QualityAnswer Of(AudienceQuality quality) =>
        new(
            double.IsNaN(quality.Score) ? null : quality.Score,
            quality.Low,
            quality.High,
            quality.Certainty,
            [
                .. quality.Parts.Select(of => new QualityPartAnswer(
                    of.Name,
                    of.Weight,
                    of.Why,
                    ShareAnswer.From(of.Share)
                )),
            ]
        );
}

internal sealed record QualityPartAnswer(string Name, int Weight, string Why, ShareAnswer? Share);

internal sealed record MakeUpAnswer(string Figure, string Value, ShareAnswer? Share);

internal sealed record ShareAnswer(double Value, double Low, double High, long Count, long Of)
{
    /// <returns>null: nothing is known.</returns>
    public static ShareAnswer? From(Proportion share) =>
        share.Of == 0 ? null : new(share.Value, share.Low, share.High, share.Count, share.Of);
}
