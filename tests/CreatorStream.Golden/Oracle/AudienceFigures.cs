namespace CreatorStream.Golden.Oracle;

/// <summary>How good each creator's audience is: who engages, and what the comments say. Three of the usual four parts are known.</summary>
internal static class AudienceFigures
{
    private const double Z = 1.959964;
    private const int Least = 30;
    private const int LeastEngagements = 100;
    private const int MostActive = 10;

    public static void Count(
        IEnumerable<Fact> facts,
        HashSet<string> inauthentic,
        CatalogBook catalog,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        foreach (
            IGrouping<(string? Campaign, string? Creator), string> of in facts
                .Where(f => f.IsEngagement && !f.Anonymous)
                .GroupBy(catalog.Place, f => f.Visitor)
                .Where(of => of.Key is { Campaign: not null, Creator: not null })
        )
        {
            string[] all = [.. of.Distinct()];
            int authentic = all.Count(visitor => !inauthentic.Contains(visitor));
            Dictionary<string, double?> figures = result[of.Key.Campaign!];
            int byMostActive = of.CountBy(visitor => visitor)
                .Select(v => v.Value)
                .OrderDescending()
                .Take(MostActive)
                .Sum();
            (int Weight, (double Low, double Value, double High)? Share)[] parts =
            [
                (3, Share(authentic, all.Length, Least)),
                (1, Share(Comments("saying"), Comments("texts"), Least)),
                (1, Share(of.Count() - byMostActive, of.Count(), LeastEngagements)),
            ];
            double known = parts.Sum(part => part.Share is null ? 0 : part.Weight);
            string path = $"audience/creators/{of.Key.Creator}/totals";
            figures[$"{path}/engagers"] = all.Length;
            figures[$"{path}/authentic"] = authentic;
            figures[$"{path}/score"] =
                known == 0 ? null : 100 * parts.Sum(part => part.Weight * (part.Share?.Value ?? 0)) / known;
            figures[$"{path}/low"] = 100 * parts.Sum(part => part.Weight * (part.Share?.Low ?? 0)) / 6;
            figures[$"{path}/high"] = 100 * (parts.Sum(part => part.Weight * (part.Share?.High ?? 1)) + 1) / 6;
            figures[$"{path}/certainty"] = known / 6;

            double Comments(string figure) =>
                figures.GetValueOrDefault($"comments/creators/{of.Key.Creator}/totals/{figure}") ?? 0;
        }
    }

    /// <summary>With the limits at which it lies z deviations away, as Wilson has it; null: of too few.</summary>
    private static (double Low, double Value, double High)? Share(double count, double of, int least)
    {
        if (of < least)
        {
            return null;
        }

        double share = count / of;
        double centre = (share + (Z * Z / (2 * of))) / (1 + (Z * Z / of));
        double half = Z / (1 + (Z * Z / of)) * Math.Sqrt((share * (1 - share) / of) + (Z * Z / (4 * of * of)));
        return (Math.Max(0, centre - half), share, Math.Min(1, centre + half));
    }
}
