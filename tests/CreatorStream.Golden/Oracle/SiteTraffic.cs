namespace CreatorStream.Golden.Oracle;

/// <summary>What was done on the site: by campaign and creator, and which part of all visits these are.</summary>
internal static class SiteTraffic
{
    private static readonly string[] OfVisits =
    [
        "visits",
        "productPages",
        "sessions",
        "engagedSeconds",
        "bounceRate",
        "pagesPerSession",
        "timeOnSite",
    ];

    private static readonly (string Figure, string Type)[] Steps =
    [
        ("carts", "cart"),
        ("checkouts", "checkout"),
        ("formStarts", "form_start"),
        ("searches", "search"),
    ];

    /// <param name="touches">Those of the workspace in the period, wherever they belong.</param>
    /// <param name="ofRow">Those of a campaign or creator in the period, and the sessions that begin in it.</param>
    public static Dictionary<string, double?> Figures(
        IReadOnlyCollection<Fact> touches,
        (IEnumerable<Fact> Touches, IEnumerable<Session> Sessions) ofRow,
        CatalogBook catalog,
        bool isCampaign
    )
    {
        var here = ofRow.Touches.ToList();
        var tally = new Tally();
        tally.Add(here);
        tally.Add(ofRow.Sessions);
        Dictionary<string, double?> all = tally.Figures(withCost: false);
        Dictionary<string, double?> figures = OfVisits.ToDictionary(figure => figure, figure => all[figure]);
        foreach ((string figure, string type) in Steps)
        {
            figures[figure] = here.Count(touch => touch.Type == type);
        }

        double siteVisits = touches.Count(touch => touch.IsVisit);
        double brought = here.Count(touch => touch.IsVisit && catalog.Place(touch).Creator is not null);
        if (isCampaign)
        {
            figures["siteVisits"] = siteVisits;
        }

        figures["share"] = siteVisits == 0 ? null : brought / siteVisits;
        return figures;
    }
}
