using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>An event as figures see it. Equal records are one event: what differs elsewhere (url, text) is no difference.</summary>
public sealed record Fact(
    string Workspace,
    string Source,
    string Visitor,
    string Id,
    long TimeMs,
    string Type,
    string? Content,
    string? Campaign,
    string? Creator,
    string? Platform,
    string? Channel,
    string? Action,
    string? Code,
    string? Order,
    BigInteger? Micros,
    string? Currency,
    decimal? Seconds,
    string? Agent,
    bool Anonymous,
    string? Country
)
{
    /// <summary>The same of all visitors who are one person.</summary>
    public string Person { get; init; } = Visitor;

    /// <summary>Of a lead, which part of its form was filled in, in whole per cent.</summary>
    public int? Completeness { get; init; }

    /// <summary>Of a lead, of which kind its address is.</summary>
    public string? Address { get; init; }

    /// <summary>All kinds of touches, in the order in which those at the same time stand on a path.</summary>
    public static readonly string[] Touches =
    [
        "impression",
        "view",
        "click",
        "visit",
        "like",
        "comment",
        "share",
        "save",
        "follow",
        "mention",
        "product_page",
        "cart",
        "checkout",
        "form_start",
        "search",
        "stay",
    ];

    /// <summary>Those of the list that are in any world.</summary>
    private static readonly HashSet<string> Countries = ["DE", "FR", "US"];
    private static readonly HashSet<string> Engagements = ["like", "comment", "share", "save"];

    public bool IsEngagement => Engagements.Contains(Type);

    /// <summary>What a person does, as against what is shown to them.</summary>
    public bool IsAction => IsTouch && Type is not ("impression" or "view" or "stay");
    public bool IsTouch => Touches.Contains(Type);

    /// <summary>A page of the site.</summary>
    public bool IsVisit => Type is "visit" or "product_page";

    /// <summary>A page, or more time on one.</summary>
    public bool IsOfSession => IsVisit || Type == "stay";
    public bool CountsAsClick => IsVisit || Type == "click";
    public bool IsLead => Type is "lead" or "signup" or "form";
    public bool IsRefund => Type == "refund";
    public bool IsConversion => !IsTouch && !IsRefund;

    public static Fact Read(JsonObject json)
    {
        string type = Text(json, "type") ?? throw new FormatException("An event without a type.");
        string? action = Text(json, "action");
        if (type is "engagement" or "conversion")
        {
            (type, action) = (action ?? throw new FormatException($"{type} without an action."), null);
        }

        string? country = Text(json, "country");
        bool isAnonymous = Text(json, "via") is "pixel" or "link" or "script";
        if (!Touches.Contains(type) || isAnonymous)
        {
            country = null;
        }
        else if (country is not null && !Countries.Contains(country))
        {
            country = "other";
        }

        var time = DateTimeOffset.Parse(Text(json, "time")!, CultureInfo.InvariantCulture);
        bool isLead = type is "lead" or "signup" or "form";
        return new Fact(
            WorkspaceOf(json),
            Text(json, "source") ?? "",
            Text(json, "visitor")!,
            Text(json, "id")!,
            time.ToUnixTimeMilliseconds(),
            type,
            Text(json, "content"),
            Text(json, "campaign"),
            Text(json, "creator"),
            Text(json, "platform"),
            Text(json, "channel"),
            action,
            Text(json, "code"),
            Text(json, "order"),
            Money.Micros(json["value"]),
            Text(json, "currency"),
            json["seconds"] is { } seconds ? decimal.Parse(seconds.ToString(), CultureInfo.InvariantCulture) : null,
            Text(json, "agent"),
            isAnonymous,
            country
        )
        {
            Completeness = isLead && json["completeness"] is { } part ? PercentOf(part.ToString()) : null,
            Address = isLead ? Text(json, "address") : null,
        };
    }

    /// <summary>Half of one is rounded up.</summary>
    private static int PercentOf(string part) =>
        (int)Math.Round(decimal.Parse(part, CultureInfo.InvariantCulture) * 100, MidpointRounding.AwayFromZero);

    public static string WorkspaceOf(JsonObject json) => Text(json, "workspace") ?? "default";

    private static string? Text(JsonObject json, string field) => json[field]?.GetValue<string>();
}
