using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Money;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>The last word on every entry of one workspace. Owned by one task.</summary>
public sealed class WorkspaceCatalog
{
    private readonly Dictionary<string, HashSet<string>> contentByCampaign = [];
    private readonly Dictionary<string, HashSet<string>> codesByCampaign = [];

    /// <summary>By creator and content, the UTC day of publication.</summary>
    private readonly Dictionary<string, Dictionary<string, int>> publications = [];

    /// <summary>How much content of a campaign is said to be a creator's.</summary>
    private readonly Dictionary<(string Campaign, string Creator), int> contentByCreator = [];
    private readonly Dictionary<(string Campaign, string Platform), int> contentByPlatform = [];

    /// <summary>All of a campaign, where there is no creator, and those of each creator in it.</summary>
    private readonly Dictionary<(string Campaign, string? Creator), Dictionary<string, CostEntry>> costsOf = [];

    /// <summary>Of campaigns that have their own.</summary>
    private readonly Dictionary<string, Lookback> lookbacks = [];
    private readonly SortedDictionary<string, long> campaignCurrencies = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Currency, string Day), SortedDictionary<string, RateEntry>> ratesByDay = [];

    public WorkspaceEntry? Workspace { get; private set; }
    public Dictionary<string, CampaignEntry> Campaigns { get; } = [];
    public Dictionary<string, CreatorEntry> Creators { get; } = [];
    public Dictionary<string, ContentEntry> Content { get; } = [];
    public Dictionary<string, CodeEntry> Codes { get; } = [];
    public Dictionary<string, CostEntry> Costs { get; } = [];
    public Dictionary<string, RateEntry> Rates { get; } = [];
    public EmvRates EmvRates { get; } = new();

    /// <summary>The longest lookback of any campaign: whatever is before it stands on no path.</summary>
    public Lookback LongestLookback { get; private set; } = Lookback.Default;

    /// <summary>Whether any campaign has another one than the default.</summary>
    public bool HasOwnLookbacks => lookbacks.Count > 0;

    /// <summary>How many entries there were: who keeps what follows from them can tell that it may be old.</summary>
    public long Changes { get; private set; }

    /// <summary>How many entries of rates there were: who keeps what follows from them can tell that it is old.</summary>
    public long RateChanges { get; private set; }

    /// <summary>The ordinally smallest that a campaign names.</summary>
    public string? SmallestCampaignCurrency => campaignCurrencies.Keys.FirstOrDefault();

    /// <summary>Whether an entry says of its content that it belongs elsewhere than the one before it did.</summary>
    public bool Moves(ContentEntry content) =>
        !Content.TryGetValue(content.Id, out ContentEntry? known)
        || known.Campaign != content.Campaign
        || known.Creator != content.Creator
        || known.Platform != content.Platform;

    public void Apply(CatalogEntry entry)
    {
        Changes++;
        switch (entry)
        {
            case WorkspaceEntry workspace:
                Workspace = workspace;
                break;
            case CampaignEntry campaign:
                if (Campaigns.GetValueOrDefault(campaign.Id)?.Currency is { } named)
                {
                    campaignCurrencies.Tally(named, -1);
                }
                if (campaign.Currency is { } currency)
                {
                    campaignCurrencies.Tally(currency, 1);
                }
                Campaigns[campaign.Id] = campaign;
                SetLookback(campaign);
                break;
            case CreatorEntry creator:
                Creators[creator.Id] = creator;
                break;
            case ContentEntry content:
                ContentEntry? known = Content.GetValueOrDefault(content.Id);
                SetPublication(known, content);
                if (known?.Campaign is { } before)
                {
                    contentByCampaign[before].Remove(content.Id);
                    Count(known, before, -1);
                }
                if (content.Campaign is { } campaignOf)
                {
                    if (!contentByCampaign.TryGetValue(campaignOf, out HashSet<string>? items))
                    {
                        contentByCampaign[campaignOf] = items = [];
                    }
                    items.Add(content.Id);
                    Count(content, campaignOf, 1);
                }
                Content[content.Id] = content;
                break;
            case CodeEntry code:
                if (Codes.TryGetValue(code.Id, out CodeEntry? old))
                {
                    codesByCampaign[old.Campaign].Remove(code.Id);
                }
                if (!codesByCampaign.TryGetValue(code.Campaign, out HashSet<string>? codes))
                {
                    codesByCampaign[code.Campaign] = codes = [];
                }
                codes.Add(code.Id);
                Codes[code.Id] = code;
                break;
            case LinkEntry:
                // Tracking knows links by the collector's directory; no figure rests on them.
                break;
            case CostEntry cost:
                ApplyCost(cost);
                break;
            case RateEntry rate:
                ApplyRate(rate);
                break;
            case EmvRateEntry rate:
                EmvRates.Apply(rate);
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

    /// <inheritdoc cref="Home" />
    public string PlatformOf(Subject subject) =>
        Content.GetValueOrDefault(subject.Content)?.Platform ?? subject.Platform;

    /// <summary>The content that the catalog places in a campaign.</summary>
    public IEnumerable<ContentEntry> ContentOf(string campaign) =>
        (contentByCampaign.GetValueOrDefault(campaign) ?? []).Select(id => Content[id]);

    /// <summary>The platform on which content is met; empty: none is, or nobody says.</summary>
    public string PlatformMet(Subject subject) => subject.Content.Length == 0 ? "" : PlatformOf(subject);

    /// <summary>Whether the catalog has content of a campaign that it says to be a creator's.</summary>
    public bool HasCreator(string campaign, string creator) => contentByCreator.ContainsKey((campaign, creator));

    /// <summary>The same of a platform.</summary>
    public bool HasPlatform(string campaign, string platform) => contentByPlatform.ContainsKey((campaign, platform));

    /// <param name="creator">null: all costs of the campaign.</param>
    public IReadOnlyCollection<CostEntry> CostsOf(string campaign, string? creator = null) =>
        costsOf.GetValueOrDefault((campaign, creator))?.Values ?? (IReadOnlyCollection<CostEntry>)[];

    public Lookback LookbackOf(string campaign) => lookbacks.GetValueOrDefault(campaign, Lookback.Default);

    /// <summary>The score from which on a campaign's lead is a qualified one.</summary>
    public int LeadBarOf(string campaign) => Campaigns.GetValueOrDefault(campaign)?.LeadBar ?? LeadQuality.DefaultBar;

    /// <summary>From which score on a campaign leaves actors out; null: there is no such campaign here.</summary>
    public Strength? StrengthOf(string campaign) =>
        Campaigns.TryGetValue(campaign, out CampaignEntry? entry) ? Strength.Named(entry.Strength) : null;

    public IEnumerable<CodeEntry> CodesOf(string campaign) =>
        (codesByCampaign.GetValueOrDefault(campaign) ?? []).Select(id => Codes[id]);

    public PromoCode? Code(string code) =>
        Codes.TryGetValue(code, out CodeEntry? entry) ? new PromoCode(entry.Creator, entry.Campaign) : null;

    /// <summary>Reporting units per unit, in millionths, or null where there is none for that day.</summary>
    public long? Rate(string currency, string day) =>
        ratesByDay.GetValueOrDefault((currency, day)) is { Count: > 0 } ofDay ? ofDay.Last().Value.RateMicros : null;

    private void Count(ContentEntry content, string campaign, int by)
    {
        if (content.Creator is { } creator)
        {
            Count(contentByCreator, (campaign, creator), by);
        }
        if (content.Platform is { } platform)
        {
            Count(contentByPlatform, (campaign, platform), by);
        }
    }

    private static void Count(Dictionary<(string, string), int> counts, (string, string) key, int by)
    {
        int count = counts.GetValueOrDefault(key) + by;
        if (count == 0)
        {
            counts.Remove(key);
        }
        else
        {
            counts[key] = count;
        }
    }

    /// <summary>The UTC days on which a creator published content, in whatever campaign.</summary>
    public IReadOnlyCollection<int> PublicationsOf(string creator) =>
        publications.GetValueOrDefault(creator)?.Values ?? (IReadOnlyCollection<int>)[];

    /// <summary>What a creator published at a time that the catalog knows, in whatever campaign.</summary>
    public IEnumerable<ContentEntry> PublishedBy(string creator) =>
        (publications.GetValueOrDefault(creator)?.Keys ?? (IEnumerable<string>)[]).Select(id => Content[id]);

    private void SetPublication(ContentEntry? before, ContentEntry content)
    {
        if (before?.Creator is { } was)
        {
            publications.GetValueOrDefault(was)?.Remove(content.Id);
        }
        if (content is { Creator: { } creator, PublishedMicros: { } micros })
        {
            if (!publications.TryGetValue(creator, out Dictionary<string, int>? of))
            {
                publications[creator] = of = [];
            }
            of[content.Id] = Rfc3339.DayOf(micros);
        }
    }

    private void SetLookback(CampaignEntry campaign)
    {
        if (campaign.Lookback is { } own)
        {
            lookbacks[campaign.Id] = own;
        }
        else if (!lookbacks.Remove(campaign.Id))
        {
            return;
        }
        LongestLookback = lookbacks.Values.Aggregate(
            Lookback.Default,
            (longest, of) =>
                new Lookback(
                    Math.Max(longest.ClickMicros, of.ClickMicros),
                    Math.Max(longest.OtherMicros, of.OtherMicros)
                )
        );
    }

    private void ApplyCost(CostEntry cost)
    {
        if (Costs.TryGetValue(cost.Id, out CostEntry? before))
        {
            costsOf[(before.Campaign, null)].Remove(before.Id);
            costsOf.GetValueOrDefault((before.Campaign, before.Creator))?.Remove(before.Id);
        }
        Costs[cost.Id] = cost;
        Add(null);
        if (cost.Creator is { } creator)
        {
            Add(creator);
        }

        void Add(string? of)
        {
            if (!costsOf.TryGetValue((cost.Campaign, of), out Dictionary<string, CostEntry>? costs))
            {
                costsOf[(cost.Campaign, of)] = costs = [];
            }
            costs[cost.Id] = cost;
        }
    }

    private void ApplyRate(RateEntry rate)
    {
        RateChanges++;
        // Two entries for one day: the ordinally greatest id counts, whichever came first.
        if (Rates.TryGetValue(rate.Id, out RateEntry? before))
        {
            ratesByDay[(before.Currency, before.Day)].Remove(before.Id);
        }
        Rates[rate.Id] = rate;
        if (!ratesByDay.TryGetValue((rate.Currency, rate.Day), out SortedDictionary<string, RateEntry>? ofDay))
        {
            ratesByDay[(rate.Currency, rate.Day)] = ofDay = new(StringComparer.Ordinal);
        }
        ofDay[rate.Id] = rate;
    }
}

/// <summary>Where the catalogs of all workspaces place content: the one thing that counting people needs of them.</summary>
public sealed class CatalogState
{
    private readonly Dictionary<string, WorkspaceCatalog> workspaces = [];

    /// <summary>How many entries placed content: who keeps what follows from them can tell that it is old.</summary>
    public long Changes { get; private set; }

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

    /// <returns>Whether an entry says of content that it belongs elsewhere.</returns>
    public bool Apply(CatalogEntry entry)
    {
        if (entry is not ContentEntry content || !this[content.Workspace].Moves(content))
        {
            return false;
        }
        this[content.Workspace].Apply(content);
        Changes++;
        return true;
    }
}
