using CreatorStream.Analytics.Kpis;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The KPIs of a period as they are shown.</summary>
internal static class TotalsShape
{
    public static Record<Totals> Totals { get; } =
        new Record<Totals>(
            "Totals",
            "The KPIs of a campaign, creator or content item over a period, by docs/metrics.md. Content has no cost of its own: cost, cpa, cpl, cpql, roas, roi, cpe, cpm, cpc are absent there."
        )
            .With("impressions", Values.Count, (in of) => of.Impressions)
            .With("clicks", Values.Count, (in of) => of.Clicks)
            .With("visits", Values.Count, (in of) => of.Visits)
            .With("productPages", Values.Count, (in of) => of.ProductPages, "visits to pages of products")
            .With("engagements", Values.Count, (in of) => of.Engagements)
            .With("likes", Values.Count, (in of) => of.Likes)
            .With("comments", Values.Count, (in of) => of.Comments)
            .With("shares", Values.Count, (in of) => of.Shares)
            .With("saves", Values.Count, (in of) => of.Saves)
            .With("follows", Values.Count, (in of) => of.Follows)
            .With("mentions", Values.Count, (in of) => of.Mentions)
            .With("reach", Values.Count, (in of) => of.Reach)
            .With("sessions", Values.Count, (in of) => of.Sessions, "counted where they begin")
            .With("engagedSeconds", Values.Seconds, (in of) => of.EngagedSeconds, "of all visits")
            .With("conversions", Values.Count, (in of) => of.Conversions)
            .With("revenue", Values.Money, (in of) => of.RevenueMicros)
            .With(
                "claimedConversions",
                Values.Count,
                (in of) => of.ClaimedConversions,
                "how many of them nobody proved"
            )
            .With("claimedRevenue", Values.Money, (in of) => of.ClaimedMicros, "how much of it comes of those")
            .With("leads", Values.Count, (in of) => of.Leads, "conversions that are sign-ups, leads or forms")
            .With(
                "qualifiedLeads",
                Values.Count,
                (in of) => of.QualifiedLeads,
                "leads whose score reaches the bar of their campaign"
            )
            .With(
                "leadQuality",
                Values.Ratio,
                (in of) => Kpi.LeadQuality(of.LeadScores, of.Leads),
                "the mean score of leads, 0 to 100"
            )
            .With("ctr", Values.Ratio, (in of) => Kpi.ClickThroughRate(of.Clicks, of.Impressions))
            .With("er", Values.Ratio, (in of) => Kpi.EngagementRate(of.Engagements, of.Reach))
            .With("frequency", Values.Ratio, (in of) => Kpi.Frequency(of.Impressions, of.Reach))
            .With("conversionRate", Values.Ratio, (in of) => Kpi.ConversionRate(of.Conversions, of.Clicks))
            .With(
                "formCompletionRate",
                Values.Ratio,
                (in of) => Kpi.FormCompletionRate(of.Forms, of.FormStarts),
                "forms that are conversions, of those that were begun"
            )
            .With("aov", Values.Ratio, (in of) => Kpi.AverageOrderValue(Revenue(of), of.Conversions))
            .With("shareRate", Values.Ratio, (in of) => Kpi.ShareRate(of.Shares, of.Reach))
            .With("bounceRate", Values.Ratio, (in of) => of.BounceRate)
            .With("pagesPerSession", Values.Ratio, (in of) => Kpi.PagesPerSession(of.Visits, of.Sessions))
            .With(
                "timeOnSite",
                Values.Ratio,
                (in of) => Kpi.TimeOnSite(of.EngagedSeconds, of.Sessions),
                "seconds a session"
            )
            .With("cost", Values.Money, (in of) => of.CostMicros, isThere: HasCost)
            .With("cpa", Values.Ratio, (in of) => Kpi.CostPerConversion(Cost(of), of.Conversions), isThere: HasCost)
            .With("cpl", Values.Ratio, (in of) => Kpi.CostPerLead(Cost(of), of.Leads), isThere: HasCost)
            .With(
                "cpql",
                Values.Ratio,
                (in of) => Kpi.CostPerQualifiedLead(Cost(of), of.QualifiedLeads),
                "cost of a qualified lead",
                HasCost
            )
            .With("roas", Values.Ratio, (in of) => Kpi.ReturnOnAdSpend(Revenue(of), Cost(of)), isThere: HasCost)
            .With("roi", Values.Ratio, (in of) => Kpi.ReturnOnInvestment(Revenue(of), Cost(of)), isThere: HasCost)
            .With("cpe", Values.Ratio, (in of) => Kpi.CostPerEngagement(Cost(of), of.Engagements), isThere: HasCost)
            .With("cpm", Values.Ratio, (in of) => Kpi.CostPerMille(Cost(of), of.Impressions), isThere: HasCost)
            .With("cpc", Values.Ratio, (in of) => Kpi.CostPerClick(Cost(of), of.Clicks), isThere: HasCost);

    private static bool HasCost(in Totals of) => of.HasCost;

    private static double? Revenue(in Totals of) => Figures.Totals.Units(of.RevenueMicros);

    private static double? Cost(in Totals of) => Figures.Totals.Units(of.CostMicros);
}
