using System.Numerics;

namespace CreatorStream.Golden.Oracle;

/// <summary>Counts of a campaign, creator or content item over a period, and the ratios that follow.</summary>
public sealed class Tally
{
    private readonly List<Fact> touches = [];
    private readonly List<Session> sessions = [];
    private readonly List<Credit> credits = [];
    private readonly List<BigInteger?> costs = [];

    public void Add(IEnumerable<Fact> touches) => this.touches.AddRange(touches);

    public void Add(IEnumerable<Session> sessions) => this.sessions.AddRange(sessions);

    public void Add(Credit credit) => credits.Add(credit);

    public void AddCost(BigInteger? micros) => costs.Add(micros);

    public Dictionary<string, double?> Figures(bool withCost)
    {
        double impressions = Count("impression") + Count("view");
        double clicks = Count("click");
        double visits = touches.Count(t => t.IsVisit);
        double engagements = touches.Count(t => t.IsEngagement);
        double reach = touches.Select(t => t.Person).Distinct().Count();
        double sessions = this.sessions.Count;
        double engagedSeconds = touches.Where(t => t.IsOfSession).Sum(Session.EngagedMs) / 1000.0;
        double conversions = credits.Count(c => c.Converts);
        double leads = Converted("signup") + Converted("lead") + Converted("form");
        double qualified = credits.Count(c => c.Converts && c.IsQualified);
        BigInteger? revenueMicros = Sum(credits.Select(c => c.Micros));
        double? revenue = Units(revenueMicros);
        var figures = new Dictionary<string, double?>
        {
            ["impressions"] = impressions,
            ["clicks"] = clicks,
            ["visits"] = visits,
            ["productPages"] = Count("product_page"),
            ["engagements"] = engagements,
            ["likes"] = Count("like"),
            ["comments"] = Count("comment"),
            ["shares"] = Count("share"),
            ["saves"] = Count("save"),
            ["follows"] = Count("follow"),
            ["mentions"] = Count("mention"),
            ["reach"] = reach,
            ["sessions"] = sessions,
            ["engagedSeconds"] = engagedSeconds,
            ["conversions"] = conversions,
            ["revenue"] = revenue,
            ["claimedConversions"] = credits.Count(c => c.Converts && c.Claim is not null),
            ["claimedRevenue"] = Units(Sum(credits.Where(c => c.Claim is not null).Select(c => c.Micros))),
            ["leads"] = leads,
            ["qualifiedLeads"] = qualified,
            ["leadQuality"] = Ratio(credits.Where(c => c.Converts).Sum(c => c.Score ?? 0), leads),
            ["formCompletionRate"] = Ratio(Converted("form"), Count("form_start")),
            ["ctr"] = Ratio(clicks, impressions),
            ["er"] = Ratio(engagements, reach),
            ["frequency"] = Ratio(impressions, reach),
            ["conversionRate"] = Ratio(conversions, clicks),
            ["shareRate"] = Ratio(Count("share"), reach),
            ["bounceRate"] = Ratio(this.sessions.Count(s => s.IsBounce), sessions),
            ["pagesPerSession"] = Ratio(visits, sessions),
            ["timeOnSite"] = Ratio(engagedSeconds, sessions),
        };
        if (withCost)
        {
            BigInteger? costMicros = Sum(costs);
            double? cost = Units(costMicros);
            figures["cost"] = cost;
            figures["cpa"] = Ratio(cost, conversions);
            figures["cpl"] = Ratio(cost, leads);
            figures["cpql"] = Ratio(cost, qualified);
            figures["roas"] = Ratio(revenue, cost);
            figures["roi"] = Ratio(Units(revenueMicros - costMicros), cost);
            figures["cpe"] = Ratio(cost, engagements);
            figures["cpm"] = Ratio(cost * 1000, impressions);
            figures["cpc"] = Ratio(cost, clicks);
        }

        return figures;
    }

    private int Count(string type) => touches.Count(t => t.Type == type);

    private int Converted(string kind) => credits.Count(c => c.Converts && c.Kind == kind);

    /// <summary>One unknown part makes the sum unknown.</summary>
    public static BigInteger? Sum(IEnumerable<BigInteger?> parts) =>
        parts.Aggregate((BigInteger?)BigInteger.Zero, (a, b) => a + b);

    public static double? Units(BigInteger? micros) => micros is { } m ? (double)m / 1_000_000 : null;

    private static double? Ratio(double? numerator, double? denominator) =>
        denominator == 0 ? null : numerator / denominator;
}
