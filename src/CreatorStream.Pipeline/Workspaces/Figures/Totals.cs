using System.Text.Json;
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

    public void Write(Utf8JsonWriter json)
    {
        double? revenue = Units(RevenueMicros);
        json.WriteStartObject();
        json.WriteNumber("impressions", Impressions);
        json.WriteNumber("clicks", Clicks);
        json.WriteNumber("visits", Visits);
        json.WriteNumber("engagements", Engagements);
        json.WriteNumber("likes", Likes);
        json.WriteNumber("comments", Comments);
        json.WriteNumber("shares", Shares);
        json.WriteNumber("saves", Saves);
        json.WriteNumber("follows", Follows);
        json.WriteNumber("mentions", Mentions);
        json.WriteNumber("reach", Reach);
        json.WriteNumber("sessions", Sessions);
        json.WriteNumber("engagedSeconds", EngagedSeconds);
        json.WriteNumber("conversions", Conversions);
        WriteMoney(json, "revenue", RevenueMicros);
        json.WriteNumber("claimedConversions", ClaimedConversions);
        WriteMoney(json, "claimedRevenue", ClaimedMicros);
        WriteRatio(json, "ctr", Kpi.Ratio(Clicks, Impressions));
        WriteRatio(json, "er", Kpi.EngagementRate(Engagements, Reach));
        WriteRatio(json, "frequency", Kpi.Ratio(Impressions, Reach));
        WriteRatio(json, "conversionRate", Kpi.Ratio(Conversions, Clicks));
        WriteRatio(json, "aov", Kpi.Ratio(revenue, Conversions));
        WriteRatio(json, "shareRate", Kpi.Ratio(Shares, Reach));
        WriteRatio(json, "bounceRate", BounceRate);
        WriteRatio(json, "pagesPerSession", Kpi.Ratio(Visits, Sessions));
        WriteRatio(json, "timeOnSite", Kpi.Ratio((double)EngagedSeconds, Sessions));
        if (HasCost)
        {
            double? cost = Units(CostMicros);
            WriteMoney(json, "cost", CostMicros);
            WriteRatio(json, "cpa", Kpi.Ratio(cost, Conversions));
            WriteRatio(json, "roas", Kpi.Ratio(revenue, cost));
            WriteRatio(json, "roi", Kpi.Roi(revenue, cost));
            WriteRatio(json, "cpe", Kpi.Ratio(cost, Engagements));
            WriteRatio(json, "cpm", Kpi.Ratio(cost * 1000, Impressions));
            WriteRatio(json, "cpc", Kpi.Ratio(cost, Clicks));
        }
        json.WriteEndObject();
    }

    public static double? Units(Int128? micros) => micros is { } m ? (double)m / Micros.PerUnit : null;

    public static void WriteMoney(Utf8JsonWriter json, string name, Int128? micros)
    {
        json.WritePropertyName(name);
        WriteMoney(json, micros);
    }

    /// <summary>Money in units, as the exact decimal that it is.</summary>
    public static void WriteMoney(Utf8JsonWriter json, Int128? micros)
    {
        if (micros is { } m)
        {
            Span<byte> text = stackalloc byte[Micros.MostBytes];
            json.WriteRawValue(text[..Micros.Format(m, text)], skipInputValidation: true);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    public static void WriteRatio(Utf8JsonWriter json, string name, double? ratio)
    {
        if (ratio is { } r)
        {
            json.WriteNumber(name, r);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
