using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>Costs of all kinds: what came up in a period, from all that is credited.</summary>
/// <param name="credits">Those of authentic actors.</param>
/// <param name="greatest">The greatest event time.</param>
public sealed class Costs(CatalogBook catalog, IReadOnlyCollection<Credit> credits, long greatest)
{
    private const long HourMs = 3_600_000;

    /// <summary>Reporting micro-units; null where a rate is missing.</summary>
    public BigInteger? Of(JsonObject cost, long fromMs, long toMs)
    {
        BigInteger fee = CatalogBook.Text(cost, "cost") switch
        {
            "flat" => Money.Micros(cost["amount"])!.Value,
            "tiered" => Reached(cost),
            _ => 0,
        };
        // A commission has a part in the reporting currency, and maybe an amount that needs each day's rate.
        bool needsRates = CatalogBook.Text(cost, "cost") != "commission" || cost["perConversion"] is not null;
        BigInteger? accrued = needsRates
            ? FlatCosts.Accrued(cost, fee, catalog, Math.Min(toMs, greatest))
                - FlatCosts.Accrued(cost, fee, catalog, fromMs)
            : 0;
        return CatalogBook.Text(cost, "cost") == "commission" ? accrued + Commission(cost, fromMs, toMs) : accrued;
    }

    private BigInteger? Commission(JsonObject cost, long fromMs, long toMs)
    {
        var orders = Credited(cost).Where(c => c.TimeMs >= fromMs && c.TimeMs < toMs).ToList();
        BigInteger percent = Money.Micros(cost["rate"])!.Value;
        BigInteger? revenue = percent.IsZero ? 0 : Tally.Sum(orders.Select(c => c.Micros));
        BigInteger? part = revenue is { } known ? Money.DivideHalfEven(known * percent, 100 * Money.Unit) : null;
        return part + Tally.Sum(orders.Select(order => PerConversion(cost, order)));
    }

    private BigInteger? PerConversion(JsonObject cost, Credit order)
    {
        if (Money.Micros(cost["perConversion"]) is not { } amount)
        {
            return 0;
        }

        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(order.TimeMs).UtcDateTime);
        BigInteger? rate = catalog.Rate(FlatCosts.CurrencyOf(cost, catalog), day);
        return rate is { } known ? Money.DivideHalfEven(amount * known, Money.Unit) : null;
    }

    private BigInteger Reached(JsonObject cost)
    {
        int conversions = Credited(cost).Count();
        return cost["tiers"]!
            .AsArray()
            .Select(tier => tier!.AsObject())
            .Where(tier => int.Parse(tier["from"]!.ToString(), CultureInfo.InvariantCulture) <= conversions)
            .OrderBy(tier => int.Parse(tier["from"]!.ToString(), CultureInfo.InvariantCulture))
            .Select(tier => Money.Micros(tier["amount"])!.Value)
            .LastOrDefault();
    }

    /// <summary>The orders of its period, which begins and ends with whole hours of UTC.</summary>
    private IEnumerable<Credit> Credited(JsonObject cost)
    {
        (long from, long to) = FlatCosts.Period(cost, catalog);
        (from, to) = (from / HourMs * HourMs, to / HourMs * HourMs);
        string? creator = CatalogBook.Text(cost, "creator");
        return credits.Where(c =>
            c.Converts
            && c.Campaign == CatalogBook.Text(cost, "campaign")
            && (creator is null || c.Creator == creator)
            && c.TimeMs >= from
            && c.TimeMs < to
        );
    }
}
