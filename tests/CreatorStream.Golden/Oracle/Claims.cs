using System.Numerics;

namespace CreatorStream.Golden.Oracle;

/// <summary>Which orders count that nobody proved, and which wait.</summary>
public static class Claims
{
    private const int MostOfDay = 5;
    private const long DayMs = 86_400_000;
    private static readonly BigInteger MostMicros = 1_000_000_000;

    public static (List<Credit> Counted, List<Credit> Waiting) Judge(
        List<Credit> credits,
        IReadOnlyCollection<Fact> facts,
        CatalogBook catalog
    )
    {
        bool isProvenElsewhere = facts.Any(f => f.IsConversion && !f.Anonymous);
        bool allWait = catalog.Claims == "wait" || (catalog.Claims is null && isProvenElsewhere);
        var waiting = credits
            .Where(c => c.Converts && c.Claim is not null)
            .GroupBy(c => (c.Claim!.Visitor, c.TimeMs / DayMs))
            .SelectMany(day =>
                day.OrderBy(c => c.TimeMs)
                    .ThenBy(c => c.Claim!.Id, StringComparer.Ordinal)
                    .Where((c, index) => allWait || index >= MostOfDay || c.Micros is null || c.Micros > MostMicros)
            )
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return (credits.Where(c => !waiting.Contains(c)).ToList(), credits.Where(c => waiting.Contains(c)).ToList());
    }
}
