using System.Globalization;
using System.Text;
using System.Text.Json;
using CreatorStream.Analytics.Alerts;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Money;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>Reads fields of an entry, remembering the first fault.</summary>
internal sealed class CatalogFields(JsonElement json)
{
    private const int NameBytes = 200;
    private const int AddressBytes = 2048;

    /// <summary>More than there are.</summary>
    private const long MostPeople = 100_000_000_000;

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

    public string? Optional(string field, int mostBytes = NameBytes)
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
        if (Encoding.UTF8.GetByteCount(text) > mostBytes)
        {
            Fail(field, $"is longer than {mostBytes} bytes");
        }
        else if (text.Any(char.IsControl))
        {
            Fail(field, "has a control character");
        }
        else if (DeceptiveMarks.Has(text))
        {
            Fail(field, "has a mark of direction or a space without width, which deceives who reads it");
        }
        return text.Length == 0 ? null : text;
    }

    public string Required(string field, int mostBytes = NameBytes)
    {
        string? text = Optional(field, mostBytes);
        if (text == null)
        {
            Fail(field, "is missing");
        }
        return text ?? "";
    }

    public string? Day(string field)
    {
        string? day = Optional(field);
        // Of the last day of 9999 there is no end: calendars go no further.
        if (
            day != null
            && (
                !CostAccrual.IsDay(day)
                || string.CompareOrdinal(day, "2000") < 0
                || string.CompareOrdinal(day, "9999-12-30") > 0
            )
        )
        {
            Fail(field, "is not a day from 2000 to 9999-12-30, such as 2026-11-21");
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
        string address = Required(field, AddressBytes);
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

    public bool Has(string field) =>
        json.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A whole number from 0 on, also as a text.</summary>
    public long Count(string field)
    {
        if (!json.TryGetProperty(field, out JsonElement value))
        {
            Fail(field, "is missing");
            return 0;
        }
        string text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Optional(field) ?? "";
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            Fail(field, $"is not a whole number from 0 to {int.MaxValue}");
        }
        return count;
    }

    /// <summary>A number of people, of whom there are some, also as a text.</summary>
    public long Audience(string field)
    {
        json.TryGetProperty(field, out JsonElement value);
        string text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Optional(field) ?? "";
        if (
            !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long people)
            || people is 0 or > MostPeople
        )
        {
            Fail(field, $"is not a whole number from 1 to {MostPeople}");
        }
        return people;
    }

    /// <summary>A score of leads, also as a text.</summary>
    public int Score(string field)
    {
        json.TryGetProperty(field, out JsonElement value);
        string text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Optional(field) ?? "";
        if (
            !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int score)
            || score > LeadQuality.Most
        )
        {
            Fail(field, $"is not a whole number from 0 to {LeadQuality.Most}");
        }
        return score;
    }

    /// <summary>Minutes without an event, also as a text.</summary>
    public int SilentMinutes(string field)
    {
        json.TryGetProperty(field, out JsonElement value);
        string text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Optional(field) ?? "";
        if (
            !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int minutes)
            || minutes is < AlertRules.LeastSilentMinutes or > AlertChoice.ToldMinutes
        )
        {
            Fail(field, $"is not a whole number from {AlertRules.LeastSilentMinutes} to {AlertChoice.ToldMinutes}");
        }
        return minutes;
    }

    /// <summary>A list of objects; null: it is none.</summary>
    public IReadOnlyList<JsonElement>? Objects(string field) =>
        json.TryGetProperty(field, out JsonElement value)
        && value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object)
            ? [.. value.EnumerateArray()]
            : null;

    /// <summary>Also as a text, as which YAML files have it.</summary>
    public bool? Flag(string field)
    {
        if (!json.TryGetProperty(field, out JsonElement value))
        {
            return null;
        }
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.True or JsonValueKind.False:
                return value.GetBoolean();
            case JsonValueKind.String when Optional(field) is null or "true" or "false":
                return Optional(field) is { } text ? text == "true" : null;
            default:
                Fail(field, "is not true or false");
                return null;
        }
    }

    /// <summary>One of some words, or null.</summary>
    public string? OneOf(string field, IReadOnlyCollection<string> words)
    {
        string? word = Optional(field);
        if (word != null && !words.Contains(word))
        {
            Fail(field, $"is not one of {string.Join(", ", words)}");
        }
        return word;
    }

    /// <summary>How many days back clicks and visits, and other touches, count; null: neither says.</summary>
    public Lookback? LookbackOf(string click, string other)
    {
        (int? clickDays, int? otherDays) = (Days(click), Days(other));
        return clickDays == null && otherDays == null
            ? null
            : Lookback.OfDays(clickDays ?? Lookback.ClickDays, otherDays ?? Lookback.OtherDays);
    }

    private int? Days(string field)
    {
        if (!json.TryGetProperty(field, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        string text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Optional(field) ?? "";
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days)
            && days is >= 1 and <= Lookback.MostDays
        )
        {
            return days;
        }
        Fail(field, $"is not a number of days from 1 to {Lookback.MostDays}");
        return null;
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
