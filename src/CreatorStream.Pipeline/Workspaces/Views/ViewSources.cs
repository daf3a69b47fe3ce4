using CreatorStream.Analytics.Comments;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Alerts;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Earned;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What views of one workspace are written from.</summary>
public sealed class ViewSources(WorkspaceState workspace)
{
    public WorkspaceState Workspace => workspace;

    public Windows Windows { get; } = new(workspace);

    public Series Series { get; } = new(workspace);

    public AlertBook Alerts { get; } = new(workspace);

    /// <summary>The campaigns that are shown.</summary>
    public CampaignNames Names { get; } = new(workspace);

    public CampaignSizes Sizes { get; } = new(workspace);

    public ChannelCredit Channels { get; } = new(workspace.Credits, AttributionView.MostChannels);
    public CampaignCreators Creators { get; } = new(workspace);

    public JsonPart Part { get; } = new();

    public RowStamp Stamp { get; } = new();

    public EntityPeriods Of(string campaign, EntityLevel level, string name)
    {
        var entity = new Entity(workspace.Name, campaign, level, name);
        return new EntityPeriods(this, entity, workspace.Figures.Find(entity));
    }

    public EntityPeriods Campaign(string campaign) => Of(campaign, EntityLevel.Campaign, "");

    /// <summary>The creators of a campaign that are shown.</summary>
    public ShownNames CreatorsOf(string campaign) => CampaignCreators.NamesOf(workspace, campaign);

    /// <summary>The content items of a campaign that are shown.</summary>
    public ShownNames ContentOf(string campaign) =>
        new(
            EntityLevel.Content,
            workspace.Catalog.ContentOf(campaign).Select(content => content.Id).ToHashSet(),
            workspace.Figures.EntitiesOf(campaign)
        );

    public string NameOf(string creator) => workspace.Catalog.Creators.GetValueOrDefault(creator)?.Name ?? creator;
}

/// <summary>The totals of a campaign, creator or content item, by periods.</summary>
public readonly record struct EntityPeriods(ViewSources Sources, Entity Entity, EntityFigures? Figures)
{
    public Emv Emv => Sources.Workspace.Earned.Of(Figures);

    public CommentSums Comments(bool authentic) => (Figures?.Comments ?? default).Sums(authentic);

    public Totals AllTime(bool authentic) => Sources.Windows.AllTime(Entity, Figures, authentic);

    /// <inheritdoc cref="Windows.Window" />
    public Totals Window(int window, int back, bool authentic) =>
        Sources.Windows.Window(Entity, Figures, window, back, authentic);
}
