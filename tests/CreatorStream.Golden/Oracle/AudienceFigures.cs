namespace CreatorStream.Golden.Oracle;

/// <summary>How good each creator's audience is: who engages, and what the comments say. Half of the usual four parts are known.</summary>
internal static class AudienceFigures
{
    private const double Z = 1.959964;
    private const int Least = 30;

    public static void Count(
        IEnumerable<Fact> facts,
        HashSet<string> inauthentic,
        CatalogBook catalog,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        foreach (
            IGrouping<(string? Campaign, string? Creator), string> of in facts
                .Where(f => f.IsEngagement)
                .GroupBy(catalog.Place, f => f.Visitor)
                .Where(of => of.Key is { Campaign: not null, Creator: not null })
        )
        {
            string[] all = [.. of.Distinct()];
            int authentic = all.Count(visitor => !inauthentic.Contains(visitor));
            Dictionary<string, double?> figures = result[of.Key.Campaign!];
            (double Low, double Value, double High)? people = Share(authentic, all.Length);
            (double Low, double Value, double High)? comments = Share(Comments("saying"), Comments("texts"));
            double known = (people is null ? 0 : 3) + (comments is null ? 0 : 1);
            string path = $"audience/creators/{of.Key.Creator}/totals";
            figures[$"{path}/engagers"] = all.Length;
            figures[$"{path}/authentic"] = authentic;
            figures[$"{path}/score"] =
                known == 0 ? null : 100 * ((3 * (people?.Value ?? 0)) + (comments?.Value ?? 0)) / known;
            figures[$"{path}/low"] = 100 * ((3 * (people?.Low ?? 0)) + (comments?.Low ?? 0)) / 6;
            figures[$"{path}/high"] = 100 * ((3 * (people?.High ?? 1)) + (comments?.High ?? 1) + 2) / 6;
            figures[$"{path}/certainty"] = known / 6;

            double Comments(string figure) =>
                figures.GetValueOrDefault($"comments/creators/{of.Key.Creator}/totals/{figure}") ?? 0;
        }
    }

    /// <summary>With the limits at which it lies z deviations away, as Wilson has it; null: of too few.</summary>
    private static (double Low, double Value, double High)? Share(double count, double of)
    {
        if (of < Least)
        {
            return null;
        }

        double share = count / of;
        double centre = (share + (Z * Z / (2 * of))) / (1 + (Z * Z / of));
        double half = Z / (1 + (Z * Z / of)) * Math.Sqrt((share * (1 - share) / of) + (Z * Z / (4 * of * of)));
        return (Math.Max(0, centre - half), share, Math.Min(1, centre + half));
    }
}
