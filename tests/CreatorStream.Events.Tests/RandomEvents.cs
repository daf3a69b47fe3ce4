using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreatorStream.Events.Tests;

/// <summary>Valid events of all kinds, each optional field there or not.</summary>
internal sealed class RandomEvents(Random random)
{
    private static readonly string[] Types = [.. EventTypes.All.Select(kind => kind.Name)];

    private int next;

    public string Next() => NextObject().ToJsonString();

    public JsonObject NextObject()
    {
        string type = Types[random.Next(Types.Length)];
        var json = new JsonObject
        {
            ["id"] = $"e{next++}",
            ["type"] = type,
            ["time"] = Rfc3339.Format(Read.Now - random.NextInt64(86_400_000_000)),
            ["visitor"] = $"v{random.Next(20)}",
        };
        Maybe(json, "content", () => $"post-{random.Next(5)}");
        Maybe(json, "workspace", () => "acme");
        Maybe(json, "campaign", () => "spring");
        Maybe(json, "creator", () => $"creator-{random.Next(3)} ✨");
        Maybe(json, "platform", () => "instagram");
        Maybe(json, "source", () => random.Next(2) == 0 ? "shop" : "pixel");
        Maybe(json, "channel", () => "email");
        Maybe(json, "url", () => $"https://shop.example/{random.Next(9)}?a=\"b\"");
        Maybe(json, "referrer", () => "http://elsewhere.example/");
        Maybe(json, "agent", () => "Mozilla/5.0 (X11)");
        Maybe(json, "country", () => "DE");
        Maybe(json, "text", () => "Schön!\nsecond line \\ \u2028");
        Maybe(json, "code", () => "SAVE10");
        Maybe(json, "currency", () => "EUR");
        Maybe(json, "value", () => random.Next(2) == 0 ? random.Next(1000) : "12.345678");
        Maybe(json, "seconds", () => random.Next(100) / 4.0);
        Maybe(json, "completeness", () => random.Next(101) / 100m);
        Maybe(json, "address", () => random.Next(2) == 0 ? "corporate" : "disposable");
        if (type == "refund" || random.Next(4) == 0)
        {
            json["order"] = $"o{random.Next(10)}";
        }
        // The order of the fields must not matter.
        KeyValuePair<string, JsonNode?>[] fields = [.. json];
        json.Clear();
        random.Shuffle(fields);
        return new JsonObject(fields);
    }

    private void Maybe(JsonObject json, string name, Func<object> value)
    {
        if (random.Next(3) == 0)
        {
            json[name] = JsonSerializer.SerializeToNode(value());
        }
    }
}
