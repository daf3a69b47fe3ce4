namespace CreatorStream.Analytics.Kpis;

/// <summary>The ratios of docs/metrics.md. Ratios are fractions; one with nothing below the line is null (undefined).</summary>
public static class Kpi
{
    public static double? Ratio(double? numerator, double? denominator) =>
        numerator is { } n && denominator is { } d && d != 0 ? n / d : null;

    /// <summary>(likes + comments + shares + saves) ÷ reach of the same period.</summary>
    public static double? EngagementRate(long engagements, long reach) => Ratio(engagements, reach);

    /// <summary>(revenue − cost) ÷ cost.</summary>
    public static double? Roi(double? revenue, double? cost) => Ratio(revenue - cost, cost);
}
