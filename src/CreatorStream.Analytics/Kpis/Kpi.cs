namespace CreatorStream.Analytics.Kpis;

/// <summary>
/// The ratios of docs/metrics.md. Ratios are fractions; one with nothing below the line is null (undefined), and so is
/// one of a figure that is not known. Money is in units of the currency.
/// </summary>
public static class Kpi
{
    public static double? ClickThroughRate(long clicks, long impressions) => Ratio(clicks, impressions);

    /// <param name="engagements">Likes, comments, shares and saves.</param>
    /// <param name="reach">Of the same period.</param>
    public static double? EngagementRate(long engagements, long reach) => Ratio(engagements, reach);

    public static double? Frequency(long impressions, long reach) => Ratio(impressions, reach);

    public static double? ConversionRate(long conversions, long clicks) => Ratio(conversions, clicks);

    public static double? AverageOrderValue(double? revenue, long conversions) => Ratio(revenue, conversions);

    public static double? ShareRate(long shares, long reach) => Ratio(shares, reach);

    /// <param name="bounces">Sessions with one visit of less than 10 s.</param>
    public static double? BounceRate(long bounces, long sessions) => Ratio(bounces, sessions);

    public static double? PagesPerSession(long visits, long sessions) => Ratio(visits, sessions);

    /// <summary>Engaged seconds a session.</summary>
    public static double? TimeOnSite(decimal engagedSeconds, long sessions) => Ratio((double)engagedSeconds, sessions);

    /// <param name="conversions">Models share them: they may be parts.</param>
    public static double? CostPerConversion(double? cost, double? conversions) => Ratio(cost, conversions);

    /// <param name="leads">Sign-ups, leads and forms.</param>
    public static double? CostPerLead(double? cost, long leads) => Ratio(cost, leads);

    /// <param name="qualified">Leads whose score reaches the bar of their campaign.</param>
    public static double? CostPerQualifiedLead(double? cost, long qualified) => Ratio(cost, qualified);

    /// <summary>The mean score of leads.</summary>
    /// <param name="scores">Of all of them, added up.</param>
    public static double? LeadQuality(long scores, long leads) => Ratio(scores, leads);

    /// <param name="starts">Of the same period.</param>
    public static double? FormCompletionRate(long forms, long starts) => Ratio(forms, starts);

    /// <param name="brought">Visits that creators brought.</param>
    /// <param name="visits">All of the site.</param>
    public static double? ShareOfTraffic(long brought, long visits) => Ratio(brought, visits);

    public static double? CostPerEngagement(double? cost, long engagements) => Ratio(cost, engagements);

    /// <summary>Of a thousand impressions.</summary>
    public static double? CostPerMille(double? cost, long impressions) => Ratio(cost * 1000, impressions);

    public static double? CostPerClick(double? cost, long clicks) => Ratio(cost, clicks);

    /// <summary>revenue ÷ cost.</summary>
    public static double? ReturnOnAdSpend(double? revenue, double? cost) => Ratio(revenue, cost);

    /// <summary>(revenue − cost) ÷ cost.</summary>
    public static double? ReturnOnInvestment(double? revenue, double? cost) => Ratio(revenue - cost, cost);

    private static double? Ratio(double? numerator, double? denominator) =>
        numerator is { } n && denominator is { } d && d != 0 ? n / d : null;
}
