using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>The KPIs of an entity over a period, raw or authentic. Money is in micro-units, null where not known.</summary>
public readonly record struct Totals(
    long Impressions,
    long Clicks,
    long Visits,
    long ProductPages,
    long Engagements,
    long Likes,
    long Comments,
    long Shares,
    long Saves,
    long Follows,
    long Mentions,
    long Reach,
    long Sessions,
    long Bounces,
    long EngagedMillis,
    long Conversions,
    Int128? RevenueMicros,
    long ClaimedConversions,
    long ClaimedMicros,
    long Leads,
    long Forms,
    long QualifiedLeads,
    long LeadScores,
    long FormStarts,
    Int128? CostMicros,
    bool HasCost
)
{
    public static Totals Of(EntitySums sums, long reach, bool authentic, Int128? costMicros, bool hasCost)
    {
        var touches = new KindCounts(sums.Counts, authentic);
        ReadOnlySpan<long> orders = sums.Orders;
        int first = authentic ? OrderColumns.Authentic : 0;
        return new Totals(
            touches.Impressions,
            touches.Clicks,
            touches.Visits,
            touches[EventType.ProductPage],
            touches.Engagements,
            touches[EventType.Like],
            touches[EventType.Comment],
            touches[EventType.Share],
            touches[EventType.Save],
            touches[EventType.Follow],
            touches[EventType.Mention],
            reach,
            Session(sums, SessionColumns.Sessions, authentic),
            Session(sums, SessionColumns.Bounces, authentic),
            Session(sums, SessionColumns.EngagedMillis, authentic),
            sums.Conversions(authentic),
            orders[first + OrderColumns.Unpriced] != 0 ? null : sums.Revenue[authentic ? 1 : 0],
            sums.ClaimedConversions(authentic),
            orders[first + OrderColumns.ClaimedMicros],
            orders[first + OrderColumns.Leads],
            orders[first + OrderColumns.Forms],
            orders[first + OrderColumns.Qualified],
            orders[first + OrderColumns.Scores],
            touches[EventType.FormStart],
            costMicros,
            hasCost
        );
    }

    /// <summary>Share of sessions with one visit of less than 10 s.</summary>
    public double? BounceRate => Kpi.BounceRate(Bounces, Sessions);

    /// <summary>Exact.</summary>
    public decimal EngagedSeconds => EngagedMillis / 1000m;

    private static long Session(EntitySums sums, int column, bool authentic) =>
        sums.Sessions[column] - (authentic ? sums.Sessions[SessionColumns.Excluded + column] : 0);

    public static double? Units(Int128? micros) => micros is { } m ? (double)m / Micros.PerUnit : null;
}
