using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>How many creators and content items campaigns have. Known of campaigns that have not changed since.</summary>
public sealed class CampaignSizes(WorkspaceState workspace)
{
    private readonly Dictionary<string, (int Creators, int Content)> sizes = [];

    /// <summary>What is known of campaigns that changed must be found out anew.</summary>
    public void Forget(IReadOnlySet<string> campaigns)
    {
        foreach (string campaign in campaigns)
        {
            sizes.Remove(campaign);
        }
    }

    public (int Creators, int Content) Of(string campaign)
    {
        if (!sizes.TryGetValue(campaign, out (int Creators, int Content) size))
        {
            sizes[campaign] = size = (CountOf(campaign, EntityLevel.Creator), CountOf(campaign, EntityLevel.Content));
        }
        return size;
    }

    private int CountOf(string campaign, EntityLevel level)
    {
        int counted = 0;
        foreach ((Entity entity, EntityFigures figures) in workspace.Figures.EntitiesOf(campaign))
        {
            counted += entity.Level == level && !figures.IsEmpty ? 1 : 0;
        }
        var others = new HashSet<string>();
        foreach (ContentEntry content in workspace.Catalog.ContentOf(campaign))
        {
            if (
                content.Campaign == campaign
                && (level == EntityLevel.Content ? content.Id : content.Creator) is { } name
                && workspace.Figures.Find(new Entity(workspace.Name, campaign, level, name)) is not { IsEmpty: false }
            )
            {
                others.Add(name);
            }
        }
        return counted + others.Count;
    }
}
