using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Collect;

/// <summary>The names that one workspace's catalog knows: those of entries, and those that entries name.</summary>
public sealed class KnownNames(Func<bool> isOpenByDefault)
{
    private readonly ConcurrentDictionary<string, ContentEntry?> content = new();
    private readonly ConcurrentDictionary<string, bool> campaigns = new();
    private readonly ConcurrentDictionary<string, bool> creators = new();
    private readonly ConcurrentDictionary<string, LinkEntry> links = new();
    private volatile WorkspaceEntry? workspace;

    /// <summary>Strangers may bring names that the catalog doesn't know.</summary>
    public bool IsOpen => workspace?.Open ?? isOpenByDefault();

    /// <param name="entry">null where only a link names it.</param>
    public bool TryContent(string id, out ContentEntry? entry) => content.TryGetValue(id, out entry);

    public bool IsCampaign(string id) => campaigns.ContainsKey(id);

    public bool IsCreator(string id) => creators.ContainsKey(id);

    /// <returns>false: there is no such link, or it leads to a host that the workspace doesn't list.</returns>
    public bool TryLink(string id, [NotNullWhen(true)] out LinkEntry? link) =>
        links.TryGetValue(id, out link) && MayLeadTo(link.Url.Host);

    internal void Add(CatalogEntry entry)
    {
        switch (entry)
        {
            case WorkspaceEntry of:
                workspace = of;
                break;
            case CampaignEntry campaign:
                campaigns[campaign.Id] = true;
                break;
            case CreatorEntry creator:
                creators[creator.Id] = true;
                break;
            case ContentEntry item:
                content[item.Id] = item;
                AddOwner(item.Campaign, item.Creator);
                break;
            case CodeEntry code:
                AddOwner(code.Campaign, code.Creator);
                break;
            case CostEntry cost:
                AddOwner(cost.Campaign, cost.Creator);
                break;
            case LinkEntry link:
                links[link.Id] = link;
                content.TryAdd(link.Content, null);
                break;
        }
    }

    private void AddOwner(string? campaign, string? creator)
    {
        if (campaign != null)
        {
            campaigns[campaign] = true;
        }
        if (creator != null)
        {
            creators[creator] = true;
        }
    }

    private bool MayLeadTo(string host)
    {
        IReadOnlyList<string> domains = workspace?.Domains ?? [];
        for (int i = 0; i < domains.Count; i++)
        {
            if (domains[i].Equals(host, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return domains.Count == 0;
    }
}
