using System.Globalization;
using CreatorStream.Analytics.Attribution.Counted;

namespace CreatorStream.Offline.Attribute;

/// <summary>
/// What each channel gets, as CSV (RFC 4180). Names stand there exactly as they came, also those that a spreadsheet
/// would take for a formula: the file is for programs.
/// </summary>
internal static class CreditTable
{
    // So many digits hold whatever was added up in whatever order; the ones behind are rounding.
    private const string Digits = "G15";

    /// <param name="removalEffects">By channel; null for models that have none.</param>
    public static void Write(
        TextWriter output,
        IReadOnlyList<string> channels,
        StepCredit credit,
        IReadOnlyList<double>? removalEffects
    )
    {
        output.Write(
            removalEffects is null ? "channel,conversions,value\n" : "channel,conversions,value,removal_effect\n"
        );
        IEnumerable<int> order = Enumerable
            .Range(0, channels.Count)
            // As they are shown: equal figures stand by name, whatever is behind their last digit.
            .OrderByDescending(at => double.Parse(Number(credit.Conversions[at]), CultureInfo.InvariantCulture))
            .ThenBy(at => channels[at], StringComparer.Ordinal);
        foreach (int at in order)
        {
            output.Write(
                $"{FieldText.Quoted(channels[at])},{Number(credit.Conversions[at])},{Number(credit.Value[at])}"
            );
            output.Write(removalEffects is null ? "\n" : $",{Number(removalEffects[at])}\n");
        }
    }

    private static string Number(double number) => number.ToString(Digits, CultureInfo.InvariantCulture);
}
