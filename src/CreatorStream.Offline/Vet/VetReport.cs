using System.Globalization;
using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Events;

namespace CreatorStream.Offline.Vet;

/// <summary>What was found of a prospect, for people to read.</summary>
internal static class VetReport
{
    public static void Write(TextWriter output, VettingReport report)
    {
        Line($"{ReportText.Shown(report.Creator)}: {Told(report.Conclusion)}");
        Line(
            $"  sample: {report.Engagements:N0} engagements of {report.Actors:N0} accounts, {report.Comments:N0} comments"
        );
        Line($"");
        Line($"  signals");
        foreach ((VettingSignal signal, VettingAnswer answer) in report.Signals)
        {
            Line($"    {signal.Code, -15} {Told(answer.State), -12} {answer.Why}");
        }
        Line($"");
        AudienceQuality quality = report.Quality;
        Line(
            double.IsNaN(quality.Score)
                ? (FormattableString)$"  audience quality: unknown"
                : $"  audience quality: {quality.Score:0} of 100 ({quality.Low:0} to {quality.High:0}), {100 * quality.Certainty:0} % of it known"
        );
        foreach (QualityPart part in quality.Parts)
        {
            Line($"    {part.Name, -15} {Share(part.Share), -24} {part.Why}");
        }
        Line($"");
        Line($"  make-up");
        foreach (AudienceShare share in report.MakeUp.Where(one => one.Share.Count > 0))
        {
            Line(
                $"    {share.Figure, -15} {ReportText.Shown(share.Value), -24} {Share(share.Share), -24} {share.Share.Count:N0} of {share.Share.Of:N0}"
            );
        }
        Line($"");
        foreach ((int number, string question) in report.Questions.Index())
        {
            if (number == 0)
            {
                Line($"  ask");
            }
            Line($"    {number + 1}. {question}");
        }
        foreach (VettingSignal signal in Found(report))
        {
            Line($"  {signal.Code} may wrong: {signal.FalsePositives}");
        }

        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }

    public static string Told(VettingConclusion conclusion) =>
        conclusion switch
        {
            VettingConclusion.TooFewToSay => "too few to say",
            VettingConclusion.Clear => "clear",
            VettingConclusion.LookCloser => "look closer",
            _ => "don't pay before asked",
        };

    public static string Told(VettingState state) =>
        state switch
        {
            VettingState.Unknown => "unknown",
            VettingState.NotFound => "not found",
            VettingState.Notable => "look closer",
            _ => "ask first",
        };

    private static IEnumerable<VettingSignal> Found(VettingReport report) =>
        report.Signals.Where(one => one.Answer.State >= VettingState.Notable).Select(one => one.Signal);

    private static string Share(Proportion share) =>
        share.Of == 0
            ? "unknown"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * share.Value:0.0} % ({100 * share.Low:0.0} to {100 * share.High:0.0})"
            );
}
