using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>The last word on each entry of one workspace.</summary>
public sealed class CatalogBook
{
    private readonly Dictionary<(string Kind, string Id), JsonObject> entries = [];
    private readonly ILookup<(string? Currency, string? Day), JsonObject> rates;

    public CatalogBook(IEnumerable<JsonObject> entries, string workspace)
    {
        foreach (JsonObject? entry in entries.Where(e => WorkspaceOf(e) == workspace))
        {
            this.entries[(entry["kind"]!.GetValue<string>(), entry["id"]!.GetValue<string>())] = entry;
        }

        rates = OfKind("rate").ToLookup(r => (Text(r, "currency"), Text(r, "day")));
        Currency = Text(Find("workspace", workspace), "currency") ?? "EUR";
        Claims = Text(Find("workspace", workspace), "claims");
    }

    /// <summary>What the workspace says of orders that nobody proved.</summary>
    public string? Claims { get; }

    public string Currency { get; }

    /// <summary>How many days back a touch counts that is placed in a campaign.</summary>
    public int LookbackDays(string? campaign, bool click)
    {
        JsonObject? entry = campaign is null ? null : Find("campaign", campaign);
        string? days = Text(entry, click ? "clickLookbackDays" : "otherLookbackDays");
        return days is not null ? int.Parse(days, CultureInfo.InvariantCulture)
            : click ? 30
            : 7;
    }

    /// <summary>From which score on a lead of a campaign is a qualified one.</summary>
    public int LeadBar(string campaign) =>
        int.Parse(Text(Find("campaign", campaign), "leadBar") ?? "50", CultureInfo.InvariantCulture);

    /// <summary>Whether a code is a touch among others.</summary>
    public bool CodesAreTouches =>
        Text(entries.Values.FirstOrDefault(e => Text(e, "kind") == "workspace"), "codes") == "touch";

    public IEnumerable<JsonObject> OfKind(string kind) => entries.Where(e => e.Key.Kind == kind).Select(e => e.Value);

    public JsonObject? Find(string kind, string id) => entries.GetValueOrDefault((kind, id));

    /// <summary>Campaign and creator of an event's content: the catalog's, else the event's own.</summary>
    public (string? Campaign, string? Creator) Place(Fact fact)
    {
        if (fact.Content is null)
        {
            return (null, null);
        }

        JsonObject? known = Find("content", fact.Content);
        return known is null
            ? (fact.Campaign, fact.Creator)
            : (Text(known, "campaign") ?? fact.Campaign, Text(known, "creator") ?? fact.Creator);
    }

    /// <summary>The platform of an event's content: the catalog's, else the event's own.</summary>
    public string? Platform(Fact fact) =>
        fact.Content is null ? null : Text(Find("content", fact.Content), "platform") ?? fact.Platform;

    /// <summary>Reporting micro-units per unit on a UTC day; null where no rate is known.</summary>
    public BigInteger? Rate(string? currency, DateOnly day)
    {
        if (currency is null || currency == Currency)
        {
            return Money.Unit;
        }

        string iso = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Money.Micros(rates[(currency, iso)].SingleOrDefault()?["rate"]);
    }

    public static string? Text(JsonObject? json, string field) => json?[field]?.GetValue<string>();

    /// <summary>A workspace's own entry belongs to itself, whether or not it says so.</summary>
    public static string WorkspaceOf(JsonObject entry) =>
        Text(entry, "workspace") ?? (Text(entry, "kind") == "workspace" ? Text(entry, "id") : null) ?? "default";
}
