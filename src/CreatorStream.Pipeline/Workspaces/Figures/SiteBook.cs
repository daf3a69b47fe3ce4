using CreatorStream.Analytics.Panes;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>
/// Who brings the visits of a workspace's site: all of them, whosever they are – also those by e-mail, search and nobody, which
/// are in no campaign –, and by campaign those that its creators brought, summed here since there may be many creators.
/// </summary>
public sealed class SiteBook
{
    private static readonly SiteVisits Nothing = new();

    private readonly Dictionary<string, SiteVisits> brought = [];
    private bool isChanged;

    /// <summary>Of the workspace.</summary>
    public SiteVisits All { get; } = new();

    /// <summary>Those of a campaign that a creator is known of.</summary>
    public SiteVisits BroughtTo(string campaign) => brought.GetValueOrDefault(campaign) ?? Nothing;

    /// <param name="placement">Where their subject belongs.</param>
    /// <param name="group">Of kinds.</param>
    public void Add(in Placement placement, int group, int pane, ReadOnlySpan<int> deltas)
    {
        if (All.Add(group, pane, deltas))
        {
            isChanged = true;
            Of(placement)?.Add(group, pane, deltas);
        }
    }

    /// <summary>A subject is placed elsewhere.</summary>
    public void Move(in Placement before, in Placement after, int group, PaneSeries<long> counts)
    {
        Of(before)?.Add(group, counts, -1);
        Of(after)?.Add(group, counts, 1);
    }

    /// <summary>Merges panes that have become old.</summary>
    public void Merge(int greatestPane)
    {
        All.Merge(greatestPane);
        foreach (SiteVisits visits in brought.Values)
        {
            visits.Merge(greatestPane);
        }
    }

    /// <summary>Whether there were other visits since it was asked last: they concern the shares of every campaign.</summary>
    public bool TakeChanged()
    {
        bool was = isChanged;
        isChanged = false;
        return was;
    }

    private SiteVisits? Of(in Placement placement)
    {
        if (placement.Campaign.Length == 0 || placement.Creator.Length == 0)
        {
            return null;
        }
        if (!brought.TryGetValue(placement.Campaign, out SiteVisits? visits))
        {
            brought[placement.Campaign] = visits = new SiteVisits();
        }
        return visits;
    }
}
