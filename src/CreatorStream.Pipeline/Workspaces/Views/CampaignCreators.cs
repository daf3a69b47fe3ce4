using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Credits;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// The creators of campaigns, with what models that share orders one by one give them. Known of campaigns that have not
/// changed since: to find it, all content that is credited is gone through.
/// </summary>
public sealed class CampaignCreators(WorkspaceState workspace)
{
    private readonly Dictionary<string, IReadOnlyList<(string Creator, CreditRow Given)>> known = [];

    /// <summary>What is known of campaigns that changed must be found out anew.</summary>
    public void Forget(IReadOnlySet<string> campaigns)
    {
        foreach (string campaign in campaigns)
        {
            known.Remove(campaign);
        }
    }

    /// <summary>Those that are shown, with what they are given of authentic orders.</summary>
    public IReadOnlyList<(string Creator, CreditRow Given)> Of(string campaign)
    {
        if (!known.TryGetValue(campaign, out IReadOnlyList<(string, CreditRow)>? creators))
        {
            var given = new Dictionary<string, CreditRow>();
            foreach ((Credit credit, EventType _, CreditSides sides) in workspace.Credits.Of(campaign))
            {
                if (credit.Creator.Length > 0)
                {
                    CreditRow sum = given.GetValueOrDefault(credit.Creator);
                    sum.Add(sides.Authentic);
                    given[credit.Creator] = sum;
                }
            }
            known[campaign] = creators = [
                .. NamesOf(workspace, campaign).Names.Select(name => (name, given.GetValueOrDefault(name))),
            ];
        }
        return creators;
    }

    /// <inheritdoc cref="ViewSources.CreatorsOf" />
    internal static ShownNames NamesOf(WorkspaceState workspace, string campaign)
    {
        var creators = new HashSet<string>();
        foreach (ContentEntry content in workspace.Catalog.ContentOf(campaign))
        {
            if (content.Creator is { } creator)
            {
                creators.Add(creator);
            }
        }
        creators.UnionWith(
            workspace.Catalog.CostsOf(campaign).Where(cost => cost.Creator != null).Select(cost => cost.Creator!)
        );
        return new ShownNames(EntityLevel.Creator, creators, workspace.Figures.EntitiesOf(campaign));
    }
}
