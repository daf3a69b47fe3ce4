using System.Globalization;
using System.Text;
using CreatorStream.Analytics.Lift;

namespace CreatorStream.Offline.Lift;

/// <summary>What was found, in words, and what can't be told.</summary>
internal static class LiftSummary
{
    /// <summary>Fewer known points leave the interval to the prior.</summary>
    private const int FewBefore = 10;

    public static string Of(LiftTable table, LiftEstimate estimate)
    {
        LiftSeries series = table.Series;
        int after = series.Y.Count - series.Before;
        int unknown = series.Before - series.KnownBefore.Count();
        string dates = $"{IsoDate.Text(table.Dates[series.Before])} to {IsoDate.Text(table.Dates[^1])}";
        var text = new StringBuilder();
        Line(
            text,
            $"effect from {dates}: {after} dates, {series.Before} before ({unknown} without a y), one every {table.Spacing}"
        );
        Line(
            text,
            $"average: {Number(estimate.ActualAverage)} where {Interval(estimate.ExpectedAverage)} was expected"
        );
        Line(text, $"average effect: {Interval(estimate.Average)}");
        Line(text, $"cumulative effect: {Interval(estimate.Cumulative)}");
        Line(
            text,
            estimate.Relative is { } relative
                ? $"relative effect: {Percent(relative.Value)}, 95 % interval {Percent(relative.Low)} to {Percent(relative.High)}"
                : "relative effect: none can be told, since 0 lies inside the interval of what was expected"
        );
        Line(
            text,
            $"p: {estimate.TailProbability.ToString("0.####", CultureInfo.InvariantCulture)}, how probable a sum at least as {(estimate.Average.Value < 0 ? "low" : "high")} is without any effect"
        );
        for (int i = 0; i < table.Controls.Count; i++)
        {
            ControlUse control = estimate.Controls[i];
            Line(
                text,
                series.IsConstantBefore(series.Controls[i])
                    ? $"control '{table.Controls[i]}': not used, since it never changes before the intervention"
                    : $"control '{table.Controls[i]}': included with probability {control.Inclusion.ToString("0.00", CultureInfo.InvariantCulture)}, coefficient {Number(control.Coefficient)}"
            );
        }

        foreach (string doubt in Doubts(table))
        {
            Line(text, $"note: {doubt}");
        }

        return text.ToString();
    }

    private static IEnumerable<string> Doubts(LiftTable table)
    {
        LiftSeries series = table.Series;
        int known = series.KnownBefore.Count();
        if (known < FewBefore)
        {
            yield return $"only {known} dates before have a y: the interval rests more on the model's defaults than on your data; {FewBefore} are few, 50 are good";
        }

        yield return table.Controls.Count > 0
            ? "this holds only if the intervention changed none of the controls; data can't tell"
            : "without controls, whatever else changed on that date counts as effect; add series that the intervention did not touch";
        if (table.Spacing == "1 day" && series.Seasons == 1)
        {
            yield return "weekdays are not modelled; where they matter say --seasons 7";
        }

        if (series.Seasons > 1 && series.Before < 2 * series.Seasons)
        {
            yield return $"fewer than two rounds of {series.Seasons} dates before: what comes again can hardly be told from chance";
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Interval(Estimate of) =>
        $"{Number(of.Value)}, 95 % interval {Number(of.Low)} to {Number(of.High)}";

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    private static string Percent(double value) => (100 * value).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
