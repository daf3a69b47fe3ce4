using System.Numerics;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>Earned media value, one activity at a time: each at its rate, and at the exchange rate of its day.</summary>
internal sealed class EmvFigures(CatalogBook catalog)
{
    private static readonly HashSet<string> Kinds =
    [
        "impression",
        "view",
        "click",
        "like",
        "comment",
        "share",
        "save",
        "follow",
        "mention",
    ];

    private readonly Dictionary<(string Platform, string Of), JsonObject> rates = catalog
        .OfKind("emv_rate")
        .OrderBy(rate => CatalogBook.Text(rate, "id"), StringComparer.Ordinal)
        .GroupBy(rate => (CatalogBook.Text(rate, "platform")!, CatalogBook.Text(rate, "of")!))
        .ToDictionary(of => of.Key, of => of.Last());

    /// <summary>Of a campaign, creator or content item.</summary>
    /// <param name="touches">Of authentic actors.</param>
    public IEnumerable<(string Path, double? Value)> Of(string row, IEnumerable<Fact> touches)
    {
        var activity = touches.Where(touch => Kinds.Contains(touch.Type)).ToList();
        yield return ($"emv/{row}/totals/emv", Value(activity));
        yield return ($"emv/{row}/totals/unrated", activity.Count(touch => RateOf(touch) is null));
        if (row != "overview")
        {
            yield break;
        }

        foreach (IGrouping<string, Fact> of in activity.GroupBy(PlatformOf))
        {
            yield return ($"emv/platforms/{of.Key}/totals/emv", Value([.. of]));
            yield return ($"emv/platforms/{of.Key}/totals/activity", of.Count());
        }

        foreach (IGrouping<string, Fact> of in activity.GroupBy(touch => $"{touch.Type}/{PlatformOf(touch)}"))
        {
            yield return ($"emv/parts/{of.Key}/totals/emv", Value([.. of]));
            yield return ($"emv/parts/{of.Key}/totals/activity", of.Count());
        }
    }

    private string PlatformOf(Fact touch) =>
        CatalogBook.Text(catalog.Find("content", touch.Content!), "platform") ?? touch.Platform ?? "";

    private JsonObject? RateOf(Fact touch) => rates.GetValueOrDefault((PlatformOf(touch), touch.Type));

    private double? Value(List<Fact> activity)
    {
        var rated = activity.Where(touch => RateOf(touch) is not null).ToList();
        if (rates.Count == 0 || (rated.Count == 0 && activity.Count > 0))
        {
            return null;
        }

        BigInteger? sum = Tally.Sum(rated.Select(ThousandthsOf));
        return Tally.Units(sum is { } known ? Money.DivideHalfEven(known, 1000 * Money.Unit) : null);
    }

    /// <summary>In thousandths of a millionth of a millionth, exact; null while an exchange rate is missing.</summary>
    private BigInteger? ThousandthsOf(Fact touch)
    {
        JsonObject rate = RateOf(touch)!;
        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(touch.TimeMs).UtcDateTime);
        BigInteger? exchange = catalog.Rate(CatalogBook.Text(rate, "currency"), day);
        return Money.Micros(rate["rate"]) * exchange * (rate["per"] is null ? 1000 : 1);
    }
}
