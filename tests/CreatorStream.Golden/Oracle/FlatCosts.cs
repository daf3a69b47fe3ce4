using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>Flat costs, linear from the first day's 00:00 to the last day's 24:00 in the campaign's time zone.</summary>
public static class FlatCosts
{
    /// <summary>Reporting micro-units accrued by a point in time; null where the rate of the first day is missing.</summary>
    public static BigInteger? Accrued(JsonObject cost, CatalogBook catalog, long timeMs)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(
            CatalogBook.Text(catalog.Find("campaign", CatalogBook.Text(cost, "campaign")!), "timezone") ?? "UTC"
        );
        var first = Day(cost, "from");
        var from = Midnight(first, zone);
        var to = Midnight(Day(cost, "to").AddDays(1), zone);
        if (catalog.Rate(CatalogBook.Text(cost, "currency"), first) is not { } rate)
        {
            return null;
        }

        var amount = Money.DivideHalfEven(Money.Micros(cost["amount"])!.Value * rate, Money.Unit);
        var elapsed = Math.Clamp(timeMs, from, to) - from;
        return Money.DivideHalfEven(amount * elapsed, to - from);
    }

    private static DateOnly Day(JsonObject cost, string field) =>
        DateOnly.ParseExact(CatalogBook.Text(cost, field)!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static long Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
    }
}
