using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CreatorStream.Events.Tests;

/// <summary>The rules of an event once more, by other means: whole document, strings, regular expressions.</summary>
internal static partial class EventOracle
{
    private static readonly Dictionary<string, int> Limits = new()
    {
        ["id"] = 200,
        ["visitor"] = 200,
        ["content"] = 200,
        ["workspace"] = 200,
        ["campaign"] = 200,
        ["creator"] = 200,
        ["code"] = 200,
        ["order"] = 200,
        ["platform"] = 64,
        ["source"] = 64,
        ["channel"] = 64,
        ["action"] = 64,
        ["url"] = 2048,
        ["referrer"] = 2048,
        ["agent"] = 512,
        ["text"] = 4096,
        ["country"] = 2,
        ["currency"] = 3,
        ["address"] = 64,
    };

    private static readonly string[] Engagements = ["like", "comment", "share", "save", "follow", "mention"];

    private static readonly string[] Conversions =
    [
        "purchase",
        "signup",
        "lead",
        "download",
        "install",
        "form",
        "refund",
    ];

    private static readonly string[] Others =
    [
        "impression",
        "view",
        "click",
        "visit",
        "product_page",
        "cart",
        "checkout",
        "form_start",
        "search",
        "stay",
    ];

    /// <summary>How many valid events a body holds; none where it is no JSON.</summary>
    public static int Valid(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Array
                    ? document.RootElement.EnumerateArray().Count(IsValid)
                : IsValid(document.RootElement) ? 1
                : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static bool IsValid(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return false;
        }
        var strings = new Dictionary<string, string>();
        var seen = new HashSet<string>();
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!TryText(() => property.Name, out string name) || !IsKnown(name))
            {
                continue;
            }
            if (!seen.Add(name))
            {
                return false;
            }
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }
            if (!IsValue(name, property.Value, strings))
            {
                return false;
            }
        }
        string type = strings.GetValueOrDefault("type", "");
        string kind = type is "engagement" or "conversion" ? strings.GetValueOrDefault("action", "") : type;
        bool known = type switch
        {
            "engagement" => Engagements.Contains(kind),
            "conversion" => Conversions.Contains(kind),
            _ => Engagements.Contains(kind) || Conversions.Contains(kind) || Others.Contains(kind),
        };
        return known
            && strings.ContainsKey("id")
            && strings.ContainsKey("visitor")
            && strings.ContainsKey("time")
            && (kind != "refund" || strings.ContainsKey("order"));
    }

    private static bool IsKnown(string name) =>
        Limits.ContainsKey(name) || name is "type" or "time" or "value" or "seconds" or "completeness";

    private static bool IsValue(string name, JsonElement value, Dictionary<string, string> strings)
    {
        string text;
        if (value.ValueKind == JsonValueKind.Number)
        {
            text = value.GetRawText();
            return name is "value" or "seconds" or "completeness" && IsAmount(text, MostOf(name));
        }
        if (value.ValueKind != JsonValueKind.String || !TryText(() => value.GetString()!, out text))
        {
            return false;
        }
        if (text.Length > 0)
        {
            strings[name] = text;
        }
        return name switch
        {
            "value" or "seconds" or "completeness" => IsAmount(text, MostOf(name)),
            "time" => IsTime(text),
            "type" => true,
            _ when text.Length == 0 => true,
            "text" => Encoding.UTF8.GetByteCount(text) <= 4096,
            "address" => text is "corporate" or "personal" or "disposable",
            "country" => CountryForm().IsMatch(text),
            "currency" => CurrencyForm().IsMatch(text),
            "url" or "referrer" => WebForm().IsMatch(text) && IsText(text, 2048),
            _ => IsText(text, Limits[name]),
        };
    }

    private static decimal MostOf(string name) =>
        name switch
        {
            "value" => 9_000_000_000_000m,
            "seconds" => 86_400m,
            _ => 1,
        };

    private static bool IsText(string text, int most) =>
        Encoding.UTF8.GetByteCount(text) <= most && !text.Any(char.IsControl);

    private static bool IsTime(string text)
    {
        if (!TimeForm().IsMatch(text))
        {
            return false;
        }
        // .NET knows no leap second.
        string usual = text.Replace(":60", ":59", StringComparison.Ordinal);
        return DateTimeOffset.TryParse(usual, CultureInfo.InvariantCulture, out DateTimeOffset time)
            && time >= new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(-1)
            && time <= DateTimeOffset.UnixEpoch.AddTicks(Read.Now * 10).AddMinutes(10);
    }

    private static bool IsAmount(string text, decimal most) =>
        AmountForm().IsMatch(text)
        && (
            text.Trim('-', '0', '.').Length == 0
            || ZeroForm().IsMatch(text)
            || (
                decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
                && value <= most + 0.0000005m
                // A negative amount so small that it rounds to nothing is nothing.
                && value >= -0.0000005m
            )
        );

    private static bool TryText(Func<string> read, out string text)
    {
        try
        {
            text = read();
            return true;
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate.
            text = "";
            return false;
        }
    }

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z"
    )]
    private static partial Regex TimeForm();

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex AmountForm();

    [GeneratedRegex(@"^-?0+(\.0+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex ZeroForm();

    [GeneratedRegex(@"^[A-Z]{2}\z")]
    private static partial Regex CountryForm();

    [GeneratedRegex(@"^[A-Z]{3}\z")]
    private static partial Regex CurrencyForm();

    [GeneratedRegex(@"^https?://.", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex WebForm();
}
