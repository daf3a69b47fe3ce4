using CreatorStream.Analytics.Attribution;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>The last word on every entry of one workspace. Owned by one task.</summary>
public sealed class WorkspaceCatalog
{
    private readonly Dictionary<string, HashSet<string>> contentByCampaign = [];
    private readonly Dictionary<string, RateEntry> rates = [];
    private readonly Dictionary<(string Currency, string Day), SortedDictionary<string, RateEntry>> ratesByDay = [];

    public WorkspaceEntry? Workspace { get; private set; }
    public Dictionary<string, CampaignEntry> Campaigns { get; } = [];
    public Dictionary<string, CreatorEntry> Creators { get; } = [];
    public Dictionary<string, ContentEntry> Content { get; } = [];
    public Dictionary<string, CodeEntry> Codes { get; } = [];
    public Dictionary<string, LinkEntry> Links { get; } = [];
    public Dictionary<string, CostEntry> Costs { get; } = [];

    /// <summary>Counts changes of what content belongs to: figures by campaign and creator are restated.</summary>
    public int PlacementVersion { get; private set; }

    /// <summary>Counts changes of what orders rest on: codes, rates, currency.</summary>
    public int MoneyVersion { get; private set; }

    public void Apply(CatalogEntry entry)
    {
        switch (entry)
        {
            case WorkspaceEntry workspace:
                Workspace = workspace;
                MoneyVersion++;
                break;
            case CampaignEntry campaign:
                Campaigns[campaign.Id] = campaign;
                MoneyVersion++;
                break;
            case CreatorEntry creator:
                Creators[creator.Id] = creator;
                break;
            case ContentEntry content:
                if (
                    !Content.TryGetValue(content.Id, out ContentEntry? known)
                    || known.Campaign != content.Campaign
                    || known.Creator != content.Creator
                )
                {
                    PlacementVersion++;
                }
                if (known?.Campaign is { } before)
                {
                    contentByCampaign[before].Remove(content.Id);
                }
                if (content.Campaign is { } campaignOf)
                {
                    if (!contentByCampaign.TryGetValue(campaignOf, out HashSet<string>? items))
                    {
                        contentByCampaign[campaignOf] = items = [];
                    }
                    items.Add(content.Id);
                }
                Content[content.Id] = content;
                break;
            case CodeEntry code:
                Codes[code.Id] = code;
                MoneyVersion++;
                break;
            case LinkEntry link:
                Links[link.Id] = link;
                break;
            case CostEntry cost:
                Costs[cost.Id] = cost;
                break;
            case RateEntry rate:
                ApplyRate(rate);
                MoneyVersion++;
                break;
            default:
                throw new InvalidOperationException($"A catalog entry of type {entry.GetType().Name} is not handled.");
        }
    }

    public Placement Place(Subject subject)
    {
        if (subject.Content.Length == 0)
        {
            // Without content an event counts for its campaign, never for a creator.
            return new Placement(subject.Campaign, "");
        }
        ContentEntry? content = Content.GetValueOrDefault(subject.Content);
        return new Placement(content?.Campaign ?? subject.Campaign, content?.Creator ?? subject.Creator);
    }

    /// <summary>The content that the catalog places in a campaign.</summary>
    public IEnumerable<ContentEntry> ContentOf(string campaign) =>
        (contentByCampaign.GetValueOrDefault(campaign) ?? []).Select(id => Content[id]);

    public PromoCode? Code(string code) =>
        Codes.TryGetValue(code, out CodeEntry? entry) ? new PromoCode(entry.Creator, entry.Campaign) : null;

    /// <summary>Reporting units per unit, in millionths, or null where there is none for that day.</summary>
    public long? Rate(string currency, string day) =>
        ratesByDay.GetValueOrDefault((currency, day)) is { Count: > 0 } ofDay ? ofDay.Last().Value.RateMicros : null;

    private void ApplyRate(RateEntry rate)
    {
        // Two entries for one day: the ordinally greatest id counts, whichever came first.
        if (rates.TryGetValue(rate.Id, out RateEntry? before))
        {
            ratesByDay[(before.Currency, before.Day)].Remove(before.Id);
        }
        rates[rate.Id] = rate;
        if (!ratesByDay.TryGetValue((rate.Currency, rate.Day), out SortedDictionary<string, RateEntry>? ofDay))
        {
            ratesByDay[(rate.Currency, rate.Day)] = ofDay = new(StringComparer.Ordinal);
        }
        ofDay[rate.Id] = rate;
    }
}

/// <summary>The catalogs of all workspaces.</summary>
public sealed class CatalogState
{
    private readonly Dictionary<string, WorkspaceCatalog> workspaces = [];

    public IReadOnlyDictionary<string, WorkspaceCatalog> Workspaces => workspaces;

    public WorkspaceCatalog this[string workspace]
    {
        get
        {
            if (!workspaces.TryGetValue(workspace, out WorkspaceCatalog? catalog))
            {
                workspaces[workspace] = catalog = new WorkspaceCatalog();
            }
            return catalog;
        }
    }

    /// <summary>Applies a stored record: JSON lines.</summary>
    public void Apply(ReadOnlySpan<byte> lines) =>
        CatalogParser.ReadLines(lines, entry => this[entry.Workspace].Apply(entry));
}
