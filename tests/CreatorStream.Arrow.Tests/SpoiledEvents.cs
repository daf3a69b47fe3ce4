using System.Text.Json.Nodes;

namespace CreatorStream.Arrow.Tests;

/// <summary>One to three fields that break a rule, or nearly do.</summary>
internal static class SpoiledEvents
{
    private static readonly (string Name, string? Value)[] Faults =
    [
        ("id", null),
        ("id", ""),
        ("id", new string('x', 201)),
        ("id", "a\tb"),
        ("visitor", null),
        ("visitor", ""),
        ("visitor", new string('ü', 101)),
        ("time", null),
        ("time", "1999-12-31T23:59:59Z"),
        ("time", "2026-03-01T12:10:00Z"),
        ("time", "2026-03-01T12:10:01Z"),
        ("time", "yesterday"),
        ("type", null),
        ("type", ""),
        ("type", "buy"),
        ("type", new string('x', 65)),
        ("type", "refund"),
        ("type", "engagement"),
        ("type", "conversion"),
        ("order", null),
        ("action", "like"),
        ("action", "refund"),
        ("action", "view"),
        ("action", "page\u007f"),
        ("campaign", "a\u009f"),
        ("action", new string('x', 65)),
        ("workspace", "default"),
        ("campaign", "a\nb"),
        ("country", "de"),
        ("country", "DEU"),
        ("currency", "XXX"),
        ("currency", "EU"),
        ("url", "ftp://shop.example"),
        ("url", "https://shop.example/\u0001"),
        ("referrer", "http://"),
        ("text", new string('x', 4097)),
        ("text", "\u0000"),
        ("agent", new string('x', 513)),
        ("value", "-0.000001"),
        ("value", "9000000000000"),
        ("value", "9000000000000.01"),
        ("value", "12,5"),
        ("value", "1e14"),
        ("value", "0.1234567"),
        ("seconds", "86400"),
        ("seconds", "86401"),
        ("seconds", "-1"),
        ("seconds", "NaN"),
        ("completeness", "1"),
        ("completeness", "1.01"),
        ("completeness", "-0.5"),
        ("address", "corporate"),
        ("address", "ana@example.com"),
    ];

    public static void Spoil(JsonObject row, Random random)
    {
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            (string name, string? value) = Faults[random.Next(Faults.Length)];
            row[name] = value;
        }
    }
}
