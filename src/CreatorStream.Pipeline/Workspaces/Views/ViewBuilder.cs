using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Alerts;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// Writes the views of a campaign. Figures depend on the workspace's state alone: no clock, no version, no order of
/// arrival. Rows and fields whose bytes did not change are those of the version before.
/// </summary>
public sealed class ViewBuilder(WorkspaceState workspace)
{
    private readonly JsonPart part = new();
    private readonly Periods periods = new(workspace);
    private readonly SeriesWriter series = new(workspace);
    private readonly AlertBook alerts = new(workspace);
    private readonly TimelineWriter timeline = new(workspace);
    private readonly CounterWriter counters = new(workspace);
    private readonly SuspectWriter evidence = new(workspace);

    /// <summary>Of campaigns that have not changed since, how many creators and content items they have.</summary>
    private readonly Dictionary<string, (int Creators, int Content)> sizes = [];

    /// <summary>What is known of campaigns that changed must be found out anew.</summary>
    public void Forget(IReadOnlySet<string> campaigns)
    {
        foreach (string campaign in campaigns)
        {
            sizes.Remove(campaign);
        }
    }

    public (Dictionary<string, byte[]> Fields, Dictionary<string, ViewTable> Tables) Build(string campaign, string view)
    {
        switch (view)
        {
            case ViewNames.Overview:
                return (Overview(campaign), []);
            case ViewNames.Timeline:
                return ([], timeline.Tables(campaign));
            case ViewNames.Creators:
                (ShownNames creators, Dictionary<string, SortedSet<string>>? platforms) = CreatorsOf(campaign);
                return (Others(creators), Rows(Creators(campaign, creators, platforms)));
            case ViewNames.Content:
                ShownNames content = ContentOf(campaign);
                return (Others(content), Rows(Content(campaign, content)));
            default:
                return ([], Rows(Alerts(campaign)));
        }
    }

    public byte[] CampaignList(IEnumerable<string> ids, Func<string, int> openAlerts) =>
        part.Write(json =>
        {
            json.WriteStartArray();
            foreach (string id in ids)
            {
                json.WriteStartObject();
                WriteCampaign(json, id);
                json.WriteString("currency", workspace.Currency);
                json.WritePropertyName("totals");
                Entity entity = CampaignEntity(id);
                periods.AllTime(entity, workspace.Figures.Find(entity), authentic: true).Write(json);
                json.WriteTime("asOf", workspace.Figures.GreatestMicros);
                json.WriteNumber("openAlerts", openAlerts(id));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });

    public byte[] State(DateTimeOffset publishedAt, long version) =>
        part.Write(json =>
        {
            json.WriteStartObject();
            json.WriteTime("asOf", workspace.Figures.GreatestMicros);
            json.WriteString("publishedAt", Rfc3339.Format(Rfc3339.ToMicros(publishedAt) / 1000 * 1000));
            json.WriteNumber("version", version);
            json.WriteStartArray("badges");
            IReadOnlyList<(string Currency, string Day)> missing = workspace.MissingRates;
            if (missing.Count > 0)
            {
                (string currency, string day) = missing[0];
                json.WriteStartObject();
                json.WriteString("code", "missing-rate");
                json.WriteString(
                    "text",
                    $"Money waits for {missing.Count} exchange rate(s), such as {currency} to {workspace.Currency} on {day}. Add them to the catalog as entries of the kind rate."
                );
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });

    private Entity CampaignEntity(string campaign) => new(workspace.Name, campaign, EntityLevel.Campaign, "");

    private Dictionary<string, byte[]> Overview(string campaign)
    {
        Entity entity = CampaignEntity(campaign);
        EntityFigures? figures = workspace.Figures.Find(entity);
        return new Dictionary<string, byte[]>
        {
            ["campaign"] = part.Write(json =>
            {
                json.WriteStartObject();
                WriteCampaign(json, campaign);
                json.WriteEndObject();
            }),
            ["currency"] = part.Write(json => json.WriteStringValue(workspace.Currency)),
            ["totals"] = part.Write(json => periods.AllTime(entity, figures, authentic: true).Write(json)),
            ["raw"] = part.Write(json => periods.AllTime(entity, figures, authentic: false).Write(json)),
            ["windows"] = part.Write(json => WriteWindows(json, entity, figures)),
            ["sparks"] = part.Write(json => series.WriteKpis(json, entity, figures)),
            ["suspect"] = part.Write(json => evidence.Write(json, campaign)),
            ["unattributed"] = part.Write(json => WriteOrders(json, workspace.Figures.Unattributed)),
            ["waitingClaims"] = part.Write(json => WriteOrders(json, workspace.Figures.Waiting)),
            ["counters"] = part.Write(json => counters.WriteAccounts(json, campaign)),
        };
    }

    private (ShownNames Creators, Dictionary<string, SortedSet<string>> Platforms) CreatorsOf(string campaign)
    {
        var creators = new HashSet<string>();
        var platforms = new Dictionary<string, SortedSet<string>>();
        foreach (ContentEntry content in workspace.Catalog.ContentOf(campaign))
        {
            if (content.Creator is { } creator)
            {
                creators.Add(creator);
                if (content.Platform is { } platform)
                {
                    if (!platforms.TryGetValue(creator, out SortedSet<string>? of))
                    {
                        platforms[creator] = of = new SortedSet<string>(StringComparer.Ordinal);
                    }
                    of.Add(platform);
                }
            }
        }
        creators.UnionWith(
            workspace.Catalog.CostsOf(campaign).Where(cost => cost.Creator != null).Select(cost => cost.Creator!)
        );
        return (new ShownNames(EntityLevel.Creator, creators, workspace.Figures.EntitiesOf(campaign)), platforms);
    }

    private IEnumerable<(string Key, byte[] Row)> Creators(
        string campaign,
        ShownNames creators,
        Dictionary<string, SortedSet<string>> platforms
    )
    {
        foreach (string creator in creators.Names)
        {
            var entity = new Entity(workspace.Name, campaign, EntityLevel.Creator, creator);
            yield return (
                creator,
                part.Write(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("creator", creator);
                    json.WriteString("name", NameOf(creator) ?? creator);
                    json.WriteStartArray("platforms");
                    foreach (string platform in platforms.GetValueOrDefault(creator) ?? [])
                    {
                        json.WriteStringValue(platform);
                    }
                    json.WriteEndArray();
                    WriteFigures(json, entity);
                    json.WriteEndObject();
                })
            );
        }
    }

    private IEnumerable<(string Key, byte[] Row)> Alerts(string campaign) =>
        alerts.Of(campaign, CreatorsOf(campaign).Creators.Contains).Select(alert => (alert.Id, WriteAlert(alert)));

    private ShownNames ContentOf(string campaign) =>
        new(
            EntityLevel.Content,
            workspace.Catalog.ContentOf(campaign).Select(content => content.Id).ToHashSet(),
            workspace.Figures.EntitiesOf(campaign)
        );

    private Dictionary<string, byte[]> Others(ShownNames shown) => new() { ["others"] = part.Write(shown.WriteOthers) };

    private IEnumerable<(string Key, byte[] Row)> Content(string campaign, ShownNames items)
    {
        foreach (string item in items.Names)
        {
            var entity = new Entity(workspace.Name, campaign, EntityLevel.Content, item);
            ContentEntry? entry = workspace.Catalog.Content.GetValueOrDefault(item);
            (string? creator, string? platform) = workspace.OwnWords(campaign, item);
            creator = entry?.Creator ?? creator;
            yield return (
                item,
                part.Write(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("content", item);
                    json.WriteString("creator", creator);
                    json.WriteString("creatorName", creator == null ? null : NameOf(creator) ?? creator);
                    json.WriteString("platform", entry?.Platform ?? platform);
                    json.WriteString("format", entry?.Format);
                    json.WriteString("published", entry?.Published);
                    WriteFigures(json, entity);
                    counters.WriteContent(json, item);
                    json.WriteEndObject();
                })
            );
        }
    }

    private void WriteFigures(Utf8JsonWriter json, Entity entity)
    {
        EntityFigures? figures = workspace.Figures.Find(entity);
        json.WritePropertyName("totals");
        periods.AllTime(entity, figures, authentic: true).Write(json);
        json.WritePropertyName("raw");
        periods.AllTime(entity, figures, authentic: false).Write(json);
        json.WritePropertyName("windows");
        WriteWindows(json, entity, figures);
        json.WritePropertyName("sparks");
        series.WriteEngagements(json, figures);
    }

    private void WriteWindows(Utf8JsonWriter json, Entity entity, EntityFigures? figures)
    {
        json.WriteStartObject();
        for (int window = 0; window < Periods.WindowNames.Count; window++)
        {
            json.WriteStartObject(Periods.WindowNames[window]);
            json.WritePropertyName("totals");
            periods.Window(entity, figures, window, 0, authentic: true).Write(json);
            json.WritePropertyName("raw");
            periods.Window(entity, figures, window, 0, authentic: false).Write(json);
            json.WritePropertyName("previousTotals");
            periods.Window(entity, figures, window, 1, authentic: true).Write(json);
            json.WritePropertyName("previousRaw");
            periods.Window(entity, figures, window, 1, authentic: false).Write(json);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>The members shared by the overview and the list of campaigns.</summary>
    private void WriteCampaign(Utf8JsonWriter json, string id)
    {
        CampaignEntry? entry = workspace.Catalog.Campaigns.GetValueOrDefault(id);
        json.WriteString("id", id);
        json.WriteString("name", entry?.Name ?? id);
        json.WriteString("start", entry?.Start);
        json.WriteString("end", entry?.End);
        json.WriteString("timezone", entry?.TimeZone);
        json.WriteBoolean("configured", entry != null);
        if (!sizes.TryGetValue(id, out (int Creators, int Content) size))
        {
            sizes[id] = size = (CountOf(id, EntityLevel.Creator), CountOf(id, EntityLevel.Content));
        }
        json.WriteNumber("creators", size.Creators);
        json.WriteNumber("content", size.Content);
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

    private static void WriteOrders(Utf8JsonWriter json, EntitySums sums)
    {
        json.WriteStartObject();
        json.WriteNumber("conversions", sums.Orders[OrderColumns.Authentic + OrderColumns.Conversions]);
        Totals.WriteMoney(
            json,
            "revenue",
            sums.Orders[OrderColumns.Authentic + OrderColumns.Unpriced] != 0 ? null : sums.Revenue[1]
        );
        json.WriteEndObject();
    }

    private byte[] WriteAlert(Alert alert) =>
        part.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", alert.Id);
            json.WriteString("rule", alert.Rule);
            json.WriteString("severity", alert.Severity);
            json.WriteTime("opened", alert.OpenedMicros);
            json.WriteTime("updated", alert.UpdatedMicros);
            json.WriteTime("closed", alert.ClosedMicros ?? 0);
            json.WriteString("title", alert.Title);
            json.WriteString("text", alert.Text);
            json.WriteString("creator", alert.Creator);
            json.WriteNumber("value", alert.Value);
            Totals.WriteRatio(json, "expected", alert.Expected);
            json.WriteEndObject();
        });

    private string? NameOf(string creator) => workspace.Catalog.Creators.GetValueOrDefault(creator)?.Name;

    private static Dictionary<string, ViewTable> Rows(IEnumerable<(string Key, byte[] Row)> rows) =>
        new()
        {
            ["rows"] = new ViewTable([.. rows.Select(row => new ViewRow(JsonSerializer.Serialize(row.Key), row.Row))]),
        };
}
