using System.Globalization;

namespace CreatorStream.Offline.Lift;

/// <summary>Dates as people and files write them here: 2026-03-12.</summary>
internal static class IsoDate
{
    private const string Format = "yyyy-MM-dd";

    public static bool TryParse(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    public static string Text(DateOnly date) => date.ToString(Format, CultureInfo.InvariantCulture);
}
