using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>Orders by the code that counts for them, and whom their buyers had met.</summary>
public static class CodeUses
{
    private const long DayMs = 86_400_000;

    /// <param name="greatest">The greatest event time.</param>
    /// <param name="name">raw or totals.</param>
    public static void Count(
        List<Credit> credits,
        CatalogBook catalog,
        long greatest,
        string name,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        foreach (JsonObject code in catalog.OfKind("code"))
        {
            string id = CatalogBook.Text(code, "id")!;
            if (!result.TryGetValue(CatalogBook.Text(code, "campaign")!, out Dictionary<string, double?>? figures))
            {
                continue;
            }

            var orders = credits.Where(of => of.Converts && of.Told.Code == id).ToList();
            string row = $"codes/{id}/{name}";
            figures[$"{row}/conversions"] = orders.Count;
            figures[$"{row}/revenue"] = Tally.Units(Tally.Sum(orders.Select(of => of.Micros)));
            figures[$"{row}/metCreator"] = orders.Count(of => of.Told.MetCreator);
            figures[$"{row}/metNobody"] = orders.Count(of => !of.Told.MetAnybody);
            if (name == "totals")
            {
                var days = orders.Select(of => of.TimeMs / DayMs).Order().ToList();
                long from = (greatest / DayMs) - 6;
                int recent = days.Count(day => day >= from);
                figures[$"{row}/firstDay"] = days.Count == 0 ? null : DayNumber(days[0]);
                figures[$"{row}/lastDay"] = days.Count == 0 ? null : DayNumber(days[^1]);
                figures[$"{row}/recentPerDay"] = recent / 7.0;
                figures[$"{row}/usualPerDay"] =
                    days.Count == 0 || days[0] >= from ? null : (days.Count - recent) / (double)(from - days[0]);
            }
        }
    }

    public static double DayNumber(long day) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(day)).DayNumber;
}
