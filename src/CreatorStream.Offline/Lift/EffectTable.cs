using System.Globalization;
using CreatorStream.Analytics.Lift;

namespace CreatorStream.Offline.Lift;

/// <summary>What was found, as CSV: a row for each date.</summary>
internal static class EffectTable
{
    private const string Header =
        "date,y,expected,expected_low,expected_high,effect,effect_low,effect_high,cumulative,cumulative_low,cumulative_high";

    public static void Write(TextWriter writer, LiftTable table, LiftEstimate estimate)
    {
        // Not the line end of the machine: the same input, the same bytes.
        writer.Write(Header + "\n");
        for (int t = 0; t < table.Dates.Count; t++)
        {
            double y = table.Series.Y[t];
            writer.Write(IsoDate.Text(table.Dates[t]));
            Write(writer, double.IsNaN(y) ? null : y);
            if (t < table.Series.Before)
            {
                Write(writer, estimate.ExpectedBefore[t]);
                writer.Write(",,,,,,,,\n");
                continue;
            }
            LiftPoint point = estimate.After[t - table.Series.Before];
            foreach (Estimate one in (Estimate[])[point.Expected, point.Effect, point.Cumulative])
            {
                Write(writer, one.Value);
                Write(writer, one.Low);
                Write(writer, one.High);
            }

            writer.Write('\n');
        }
    }

    private static void Write(TextWriter writer, double? value)
    {
        writer.Write(',');
        writer.Write(value?.ToString("G10", CultureInfo.InvariantCulture));
    }
}
