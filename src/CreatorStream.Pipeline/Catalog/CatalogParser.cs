using System.Text;
using System.Text.Json;
using CreatorStream.Analytics.Money;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>Reads catalog entries from JSON and says which field of a bad one is wrong and why.</summary>
public static class CatalogParser
{
    public static readonly JsonDocumentOptions Json = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <returns>The entry, or null with the field at fault and the reason.</returns>
    public static CatalogEntry? TryParse(JsonElement json, out string field, out string reason)
    {
        var fields = new Fields(json);
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

    /// <summary>Reads one stored line. Lines were checked before they were stored; one that fails is skipped by the caller.</summary>
    public static CatalogEntry? TryParse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return TryParse(document.RootElement, out _, out _);
    }

    private static CatalogEntry? Read(Fields f)
    {
        string kind = f.Required("kind");
        string id = f.Required("id");
        string workspace = kind == "workspace" ? id : f.Optional("workspace") ?? Subject.DefaultWorkspace;
        switch (kind)
        {
            case "workspace":
                return new WorkspaceEntry(workspace, f.Currency("currency"), f.Hosts("domains"));
            case "campaign":
                var campaign = new CampaignEntry(
                    workspace,
                    id,
                    f.Optional("name"),
                    f.Day("start"),
                    f.Day("end"),
                    f.Currency("currency"),
                    f.TimeZone("timezone")
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
                if (f.Required("cost") is not ("flat" or ""))
                {
                    f.Fail("cost", "is not a kind of cost known here: flat");
                }
                var cost = new CostEntry(
                    workspace,
                    id,
                    f.Required("campaign"),
                    f.Optional("creator"),
                    f.Amount("amount"),
                    f.Currency("currency"),
                    f.RequiredDay("from"),
                    f.RequiredDay("to")
                );
                f.Ordered("to", cost.From, cost.To, "from");
                return cost;
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
                    f.Fail("rate", "is not above 0 and at most 1,000,000,000");
                }
                return rate;
            default:
                f.Fail("kind", "is not one of workspace, campaign, creator, content, code, link, cost, rate");
                return null;
        }
    }

    /// <summary>Reads fields, remembering the first fault.</summary>
    private sealed class Fields(JsonElement json)
    {
        public string? Fault { get; private set; }
        public string? Reason { get; private set; }

        public void Fail(string field, string reason)
        {
            if (Fault == null)
            {
                Fault = field;
                Reason = reason;
            }
        }

        public string? Optional(string field)
        {
            if (!json.TryGetProperty(field, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }
            if (value.ValueKind != JsonValueKind.String)
            {
                Fail(field, "must be a string");
                return null;
            }
            string text;
            try
            {
                text = value.GetString()!;
            }
            catch (InvalidOperationException)
            {
                Fail(field, "has an unpaired surrogate or invalid UTF-8");
                return null;
            }
            if (Encoding.UTF8.GetByteCount(text) > 200)
            {
                Fail(field, "is longer than 200 bytes");
            }
            else if (text.Any(char.IsControl))
            {
                Fail(field, "has a control character");
            }
            return text.Length == 0 ? null : text;
        }

        public string Required(string field)
        {
            string? text = Optional(field);
            if (text == null)
            {
                Fail(field, "is missing");
            }
            return text ?? "";
        }

        public string? Day(string field)
        {
            string? day = Optional(field);
            if (day != null && (!CostAccrual.IsDay(day) || day[0] == '-' || string.CompareOrdinal(day, "2000") < 0))
            {
                Fail(field, "is not a day since 2000 such as 2026-11-21");
                return null;
            }
            return day;
        }

        public string RequiredDay(string field)
        {
            Required(field);
            return Day(field) ?? "";
        }

        public void Ordered(string field, string? first, string? last, string than)
        {
            if (first != null && last != null && string.CompareOrdinal(last, first) < 0)
            {
                Fail(field, $"is before {than}");
            }
        }

        public string? Time(string field)
        {
            string? time = Optional(field);
            if (time != null && !Rfc3339.TryParse(Encoding.UTF8.GetBytes(time), out _))
            {
                Fail(field, "is not a time in RFC 3339 with its time zone, such as 2026-11-21T08:00:00Z");
            }
            return time;
        }

        public string? Currency(string field)
        {
            string? code = Optional(field);
            if (code != null && !Currencies.IsKnown(code))
            {
                Fail(field, "is not a currency code of ISO 4217, such as EUR");
            }
            return code;
        }

        public string RequiredCurrency(string field)
        {
            Required(field);
            return Currency(field) ?? "";
        }

        public string? TimeZone(string field)
        {
            string? zone = Optional(field);
            if (zone != null && !CostAccrual.IsTimeZone(zone))
            {
                Fail(field, "is not a time zone of the tz database, such as Europe/Berlin");
            }
            return zone;
        }

        public Uri WebAddress(string field)
        {
            string address = Required(field);
            if (
                Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
                && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
                && uri.UserInfo.Length == 0
            )
            {
                return uri;
            }
            Fail(field, "is not an http or https address");
            return new Uri("https://invalid.invalid");
        }

        public long Amount(string field)
        {
            if (!json.TryGetProperty(field, out JsonElement value))
            {
                Fail(field, "is missing");
                return 0;
            }
            string text = value.ValueKind switch
            {
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.String => Optional(field) ?? "",
                _ => "",
            };
            string? fault = Micros.TryParse(Encoding.UTF8.GetBytes(text), out long micros);
            if (fault == null && micros < 0)
            {
                fault = "is negative";
            }
            if (fault != null)
            {
                Fail(field, fault);
            }
            return micros;
        }

        public IReadOnlyList<string> Hosts(string field)
        {
            if (!json.TryGetProperty(field, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            {
                return [];
            }
            if (
                value.ValueKind == JsonValueKind.Array
                && value.GetArrayLength() <= 100
                && value
                    .EnumerateArray()
                    .All(host =>
                        host.ValueKind == JsonValueKind.String
                        && Uri.CheckHostName(host.GetString()!) != UriHostNameType.Unknown
                    )
            )
            {
                return [.. value.EnumerateArray().Select(host => host.GetString()!)];
            }
            Fail(field, "is not a list of at most 100 host names");
            return [];
        }
    }
}
