using System.Globalization;
using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Events;

namespace CreatorStream.Offline.Vet;

/// <summary>What was found, as CSV: names that a spreadsheet would take for formulas have an apostrophe in front.</summary>
public static class VetTable
{
    public static void Write(TextWriter output, IEnumerable<VettingReport> reports)
    {
        output.Write("creator,part,figure,state,value,low,high,count,of,why\n");
        foreach (VettingReport report in reports)
        {
            string questions = string.Join(" ", report.Questions);
            Row(report, "conclusion", "", VetReport.Told(report.Conclusion), null, questions);
            foreach ((VettingSignal signal, VettingAnswer answer) in report.Signals)
            {
                Row(report, "signal", signal.Code, VetReport.Told(answer.State), answer.Share, answer.Why);
            }
            AudienceQuality quality = report.Quality;
            Score(report, quality);
            foreach (QualityPart part in quality.Parts)
            {
                Row(report, "quality", part.Name, Known(part.Share), part.Share, part.Why);
            }
            foreach (AudienceShare share in report.MakeUp)
            {
                Row(report, "make-up", $"{share.Figure} {share.Value}", Known(share.Share), share.Share, "");
            }
        }

        void Row(VettingReport report, string part, string figure, string state, Proportion? share, string why)
        {
            string numbers = share is { Of: > 0 } known
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{known.Value:F6},{known.Low:F6},{known.High:F6},{known.Count},{known.Of}"
                )
                : ",,,,";
            output.Write($"{Start(report, part, figure)},{state},{numbers},{ReportText.Field(why)}\n");
        }

        void Score(VettingReport report, AudienceQuality quality)
        {
            string score = double.IsNaN(quality.Score)
                ? ""
                : quality.Score.ToString("F2", CultureInfo.InvariantCulture);
            output.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Start(report, "quality", "score")},{(score.Length > 0 ? "known" : "unknown")},{score},{quality.Low:F2},{quality.High:F2},,,{100 * quality.Certainty:0} % of it known\n"
                )
            );
        }
    }

    private static string Start(VettingReport report, string part, string figure) =>
        $"{ReportText.Field(report.Creator)},{part},{ReportText.Field(figure)}";

    private static string Known(Proportion share) => share.Of > 0 ? "known" : "unknown";
}
