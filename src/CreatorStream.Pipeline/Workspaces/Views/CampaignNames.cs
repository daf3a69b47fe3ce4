using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// The campaigns that are shown: those of the catalog, and those seen in events only, of which only the first where there
/// are very many, ranked as rows are. Kept up by the campaigns that changed.
/// </summary>
public sealed class CampaignNames(WorkspaceState workspace)
{
    private readonly SortedSet<string> ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = [];

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> Ids => ids;

    public bool Contains(string campaign) => ids.Contains(campaign);

    public void Update(IReadOnlySet<string> changed)
    {
        bool wereAll = seen.Count <= ShownNames.Most;
        foreach (string campaign in changed)
        {
            bool isConfigured = workspace.Catalog.Campaigns.ContainsKey(campaign);
            bool isSeen = !isConfigured && workspace.Figures.EntitiesOf(campaign).Any(of => !of.Figures.IsEmpty);
            _ = isSeen ? seen.Add(campaign) : seen.Remove(campaign);
            // Of very many the first are found by ranking; until then those shown before stay.
            if (isConfigured || (isSeen && seen.Count <= ShownNames.Most))
            {
                ids.Add(campaign);
            }
            else if (!isSeen)
            {
                ids.Remove(campaign);
            }
        }
        if (!wereAll && seen.Count <= ShownNames.Most)
        {
            ids.UnionWith(seen);
        }
    }

    /// <summary>Finds the first of very many: takes as long as there are.</summary>
    /// <returns>Those that were not shown before.</returns>
    public IReadOnlyList<string> Rank()
    {
        if (seen.Count <= ShownNames.Most)
        {
            return [];
        }
        var ranked = new List<ShownNames.Ranked>(
            seen.Select(campaign => new ShownNames.Ranked(false, EventsOf(campaign), campaign))
        );
        string[] first = [.. ShownNames.First(ranked).Select(of => of.Name)];
        string[] added = [.. first.Where(campaign => !ids.Contains(campaign))];
        ids.IntersectWith(workspace.Catalog.Campaigns.Keys);
        ids.UnionWith(first);
        return added;
    }

    private long EventsOf(string campaign) =>
        workspace.Figures.Find(new Entity(workspace.Name, campaign, EntityLevel.Campaign, "")) is { } figures
            ? ShownNames.Events(figures)
            : 0;
}
