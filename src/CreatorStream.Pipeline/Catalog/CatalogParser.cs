using System.Text.Json;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Money;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>Reads catalog entries from JSON and says which field of a bad one is wrong and why.</summary>
public static class CatalogParser
{
    public static readonly JsonDocumentOptions Json = new()
    {
        MaxDepth = JsonFault.MostDepth,
        AllowDuplicateProperties = false,
    };

    /// <returns>The entry, or null with the field at fault and the reason.</returns>
    public static CatalogEntry? TryParse(JsonElement json, out string field, out string reason)
    {
        var fields = new CatalogFields(json);
        CatalogEntry? entry = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            fields.Fail("", "expected a JSON object");
        }
        else
        {
            entry = Read(fields);
        }
        field = fields.Fault ?? "";
        reason = fields.Reason ?? "";
        return fields.Fault == null ? entry : null;
    }

    private static CatalogEntry? Read(CatalogFields f)
    {
        string kind = f.Required("kind");
        string id = f.Required("id");
        string workspace = kind == "workspace" ? id : f.Optional("workspace") ?? Subject.DefaultWorkspace;
        switch (kind)
        {
            case "workspace":
                return new WorkspaceEntry(
                    workspace,
                    f.Currency("currency"),
                    f.Hosts("domains"),
                    f.Flag("open"),
                    f.OneOf("claims", ["count", "wait"]) is { } claims ? claims == "wait" : null,
                    f.OneOf("codes", ["beat", "touch"]) == "touch"
                );
            case "campaign":
                var campaign = new CampaignEntry(
                    workspace,
                    id,
                    f.Optional("name"),
                    f.Day("start"),
                    f.Day("end"),
                    f.Currency("currency"),
                    f.TimeZone("timezone"),
                    f.OneOf("model", ModelNames.All),
                    f.LookbackOf("clickLookbackDays", "otherLookbackDays"),
                    f.Has("audience") ? f.Audience("audience") : null,
                    f.Has("leadBar") ? f.Score("leadBar") : null,
                    f.Has("cpaLimit") ? f.Amount("cpaLimit") : null,
                    f.Has("silentMinutes") ? f.SilentMinutes("silentMinutes") : null,
                    f.OneOf("strength", [.. Strength.All.Select(of => of.Name)])
                );
                f.Ordered("end", campaign.Start, campaign.End, "start");
                return campaign;
            case "creator":
                return new CreatorEntry(workspace, id, f.Optional("name"));
            case "content":
                return new ContentEntry(
                    workspace,
                    id,
                    f.Optional("campaign"),
                    f.Optional("creator"),
                    f.Optional("platform"),
                    f.Optional("format"),
                    f.Time("published")
                );
            case "code":
                return new CodeEntry(workspace, id, f.Required("creator"), f.Required("campaign"));
            case "link":
                return new LinkEntry(workspace, id, f.Required("content"), f.WebAddress("url"));
            case "cost":
                return CostFields.Read(f, workspace, id);
            case "rate":
                var rate = new RateEntry(
                    workspace,
                    id,
                    f.RequiredCurrency("currency"),
                    f.RequiredDay("day"),
                    f.Amount("rate")
                );
                if (rate.RateMicros is 0 or > Micros.GreatestRate)
                {
                    f.Fail("rate", "is not above 0 and at most 1,000,000,000: a rate has 6 decimals, more are rounded");
                }
                return rate;
            case "emv_rate":
                return EmvRate(f, workspace, id);
            default:
                f.Fail("kind", "is not one of workspace, campaign, creator, content, code, link, cost, rate, emv_rate");
                return null;
        }
    }

    private static EmvRateEntry EmvRate(CatalogFields f, string workspace, string id)
    {
        string platform = f.Required("platform");
        string of = f.Required("of");
        f.OneOf("of", EarnedMedia.Names);
        long rateMicros = f.Amount("rate");
        if (rateMicros > Micros.GreatestRate)
        {
            f.Fail("rate", "is more than 1,000,000,000");
        }
        long per = f.Has("per") ? f.Count("per") : 1;
        if (per is not (1 or 1000))
        {
            f.Fail("per", "is not 1 or 1000");
        }
        return new EmvRateEntry(
            workspace,
            id,
            platform,
            EarnedMedia.KindOf(of),
            rateMicros,
            (int)per,
            f.Currency("currency")
        );
    }
}
