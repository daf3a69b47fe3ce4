using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>The KPIs of an entity over a period, raw or authentic. Money is in micro-units, null where not known.</summary>
public readonly record struct Totals(
    long Impressions,
    long Clicks,
    long Visits,
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
    Int128? CostMicros,
    bool HasCost
)
{
    public long Engagements => Likes + Comments + Shares + Saves;

    public static Totals Of(EntitySums sums, long reach, bool authentic, Int128? costMicros, bool hasCost)
    {
        ReadOnlySpan<long> counts = sums.Counts;
        ReadOnlySpan<long> orders = sums.Orders;
        int first = authentic ? OrderColumns.Authentic : 0;
        return new Totals(
            Count(counts, EventType.Impression, authentic) + Count(counts, EventType.View, authentic),
            Count(counts, EventType.Click, authentic),
            Count(counts, EventType.Visit, authentic),
            Count(counts, EventType.Like, authentic),
            Count(counts, EventType.Comment, authentic),
            Count(counts, EventType.Share, authentic),
            Count(counts, EventType.Save, authentic),
            Count(counts, EventType.Follow, authentic),
            Count(counts, EventType.Mention, authentic),
            reach,
            Session(sums, SessionColumns.Sessions, authentic),
            Session(sums, SessionColumns.Bounces, authentic),
            Session(sums, SessionColumns.EngagedMillis, authentic),
            orders[first + OrderColumns.Conversions],
            orders[first + OrderColumns.Unpriced] != 0 ? null : sums.Revenue[authentic ? 1 : 0],
            orders[first + OrderColumns.Claimed],
            orders[first + OrderColumns.ClaimedMicros],
            costMicros,
            hasCost
        );
    }

    /// <summary>Touches of one kind: all, or without those of inauthentic actors.</summary>
    public static long Count(ReadOnlySpan<long> counts, EventType kind, bool authentic)
    {
        int column = (int)kind - 1;
        return counts[column] - (authentic ? counts[EventTypes.TouchCount + column] : 0);
    }

    /// <summary>Share of sessions with one visit of less than 10 s.</summary>
    public double? BounceRate => Kpi.Ratio(Bounces, Sessions);

    /// <summary>Exact.</summary>
    public decimal EngagedSeconds => EngagedMillis / 1000m;

    private static long Session(EntitySums sums, int column, bool authentic) =>
        sums.Sessions[column] - (authentic ? sums.Sessions[SessionColumns.Excluded + column] : 0);

    public static double? Units(Int128? micros) => micros is { } m ? (double)m / Micros.PerUnit : null;
}
