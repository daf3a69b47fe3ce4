using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Views.Shapes;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What is known of a campaign beside its figures.</summary>
internal sealed record CampaignFacts(ViewSources Sources, string Id, CampaignEntry? Entry, int Creators, int Content)
{
    public static CampaignFacts Of(ViewSources sources, string campaign)
    {
        (int creators, int content) = sources.Sizes.Of(campaign);
        return new CampaignFacts(
            sources,
            campaign,
            sources.Workspace.Catalog.Campaigns.GetValueOrDefault(campaign),
            creators,
            content
        );
    }
}

/// <summary>A campaign by itself, and as one of a list.</summary>
internal static class CampaignShapes
{
    public static Record<CampaignFacts> Campaign { get; } = WithFacts(new Record<CampaignFacts>("Campaign", ""));

    public static Record<CampaignFacts> Summary { get; } =
        WithFacts(new Record<CampaignFacts>("CampaignSummary", ""))
            .With("currency", Values.Text, (in of) => of.Sources.Workspace.Currency)
            .With("totals", TotalsShape.Totals, (in of) => of.Sources.Campaign(of.Id).AllTime(authentic: true))
            .With("asOf", Values.TimeOrNull, (in of) => of.Sources.Workspace.Figures.GreatestMicros)
            .With("openAlerts", Values.Count, (in of) => of.Sources.Alerts.OpenOf(of.Id));

    private static Record<CampaignFacts> WithFacts(Record<CampaignFacts> campaign) =>
        campaign
            .With("id", Values.Text, (in of) => of.Id)
            .With("name", Values.Text, (in of) => of.Entry?.Name ?? of.Id)
            .With("start", Values.TextOrNull, (in of) => of.Entry?.Start, "date")
            .With("end", Values.TextOrNull, (in of) => of.Entry?.End, "date")
            .With("timezone", Values.TextOrNull, (in of) => of.Entry?.TimeZone)
            .With(
                "configured",
                Values.Flag,
                (in of) => of.Entry != null,
                "false: seen in events only, not in the catalog"
            )
            .With("creators", Values.Count, (in of) => of.Creators)
            .With("content", Values.Count, (in of) => of.Content);
}
