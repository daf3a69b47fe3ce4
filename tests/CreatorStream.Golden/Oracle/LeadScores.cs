namespace CreatorStream.Golden.Oracle;

/// <summary>How good a lead is, from 0 to 100, by the words of the metric definitions.</summary>
public static class LeadScores
{
    private const long DayMs = 86_400_000;

    /// <param name="order">All conversions of the lead's order.</param>
    /// <param name="persons">Who the lead may be: those whose touches its path is made of.</param>
    /// <param name="facts">Those that count.</param>
    /// <returns>null: it is no lead.</returns>
    public static int? Of(
        Fact canonical,
        IReadOnlyCollection<Fact> order,
        IReadOnlySet<string> persons,
        IEnumerable<Fact> facts,
        CatalogBook catalog
    )
    {
        if (!canonical.IsLead)
        {
            return null;
        }

        var theirs = facts.Where(f => persons.Contains(f.Person)).ToList();
        decimal seconds = theirs.Where(f => f.IsVisit && WasBefore(f)).Sum(Session.EngagedMs) / 1000m;
        bool bought = theirs.Any(f =>
            f.Type == "purchase" && !f.Anonymous && f.TimeMs >= canonical.TimeMs && !IsOfOrder(f)
        );
        int form = canonical.Completeness is { } percent ? 40 * percent / 100 : 20;
        int address = canonical.Address switch
        {
            "corporate" => 25,
            "personal" => 15,
            "disposable" => 0,
            _ => 12,
        };
        return form + address + (int)decimal.Floor(20 * Math.Min(seconds, 120) / 120) + (bought ? 15 : 0);

        bool IsOfOrder(Fact f) => order.Contains(f) || (f.Order is not null && f.Order == canonical.Order);

        bool WasBefore(Fact f)
        {
            long lookback = catalog.LookbackDays(catalog.Place(f).Campaign, click: true) * DayMs;
            return f.TimeMs <= canonical.TimeMs
                && f.TimeMs >= canonical.TimeMs - lookback
                && (f.Content is not null || f.Channel is not (null or "direct"));
        }
    }
}
