using System.Text.Json;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The campaigns of a workspace, a row each.</summary>
internal sealed class CampaignsView : View<ViewSources>
{
    public CampaignsView()
        : base(ViewRegistry.Campaigns, ViewScope.Workspace) =>
        Table(
            "rows",
            CampaignShapes.Summary,
            of => of.Names.Ids.Select(campaign => CampaignFacts.Of(of, campaign)),
            "id",
            row => JsonSerializer.Serialize(row.Id)
        );

    protected override ViewSources Find(ViewSources sources, string of) => sources;
}
