using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>Fees, linear from the first day's 00:00 to the last day's 24:00 in the campaign's time zone.</summary>
public static class FlatCosts
{
    /// <summary>
    /// Reporting micro-units accrued by a point in time, what accrues on each UTC day at that day's rate; null where a
    /// rate is missing.
    /// </summary>
    public static BigInteger? Accrued(JsonObject cost, BigInteger amount, CatalogBook catalog, long timeMs)
    {
        (long from, long to) = Period(cost, catalog);
        BigInteger By(long ms) => Money.DivideHalfEven(amount * (Math.Clamp(ms, from, to) - from), to - from);
        string? currency = CurrencyOf(cost, catalog);
        if (currency is null || currency == catalog.Currency)
        {
            return By(timeMs);
        }

        BigInteger? sum = BigInteger.Zero;
        for (long start = from; start < Math.Min(timeMs, to); )
        {
            var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(start).UtcDateTime);
            var midnight = new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            long next = Math.Min(midnight.ToUnixTimeMilliseconds(), Math.Min(timeMs, to));
            sum += catalog.Rate(currency, day) is { } rate
                ? Money.DivideHalfEven((By(next) - By(start)) * rate, Money.Unit)
                : null;
            start = next;
        }

        return sum;
    }

    public static (long FromMs, long ToMs) Period(JsonObject cost, CatalogBook catalog)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(
            CatalogBook.Text(CampaignOf(cost, catalog), "timezone") ?? "UTC"
        );
        return (Midnight(Day(cost, "from"), zone), Midnight(Day(cost, "to").AddDays(1), zone));
    }

    public static string? CurrencyOf(JsonObject cost, CatalogBook catalog) =>
        CatalogBook.Text(cost, "currency") ?? CatalogBook.Text(CampaignOf(cost, catalog), "currency");

    private static JsonObject? CampaignOf(JsonObject cost, CatalogBook catalog) =>
        catalog.Find("campaign", CatalogBook.Text(cost, "campaign")!);

    private static DateOnly Day(JsonObject cost, string field) =>
        DateOnly.ParseExact(CatalogBook.Text(cost, field)!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static long Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
    }
}
