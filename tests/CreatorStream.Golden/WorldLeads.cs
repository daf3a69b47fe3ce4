using System.Globalization;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>
/// Gives the leads of a random world what they say of themselves, and adds more of them where their score may change: near
/// purchases and visits of the same people, and at the bars of campaigns.
/// </summary>
internal static class WorldLeads
{
    private const int More = 25;

    private static readonly string[] Parts = ["0", "1", "0.125", "0.5", "0.6666667", "0.745", "0.994999", "1.0"];

    /// <summary>Some campaigns say which leads are good enough, and later maybe another thing.</summary>
    public static void SetBars(List<JsonObject> catalog, Random random) =>
        WorldWords.Set(catalog, "leadBar", () => Bar(random), random);

    /// <param name="byWay">Whether some of the new ones come by ways that are open to everybody.</param>
    public static void Tell(string workspace, List<JsonObject> events, bool byWay, Random random)
    {
        foreach (IGrouping<string, JsonObject> repeats in events.Where(IsConversion).GroupBy(e => (string)e["id"]!))
        {
            // Also of what is no lead now and then: there it says nothing. With other words a repeat would be another lead, which
            // lists of orders, by id and time, don't tell apart.
            int words = random.Next();
            foreach (JsonObject json in repeats)
            {
                Describe(json, new Random(words));
            }
        }

        bool isAnyProven = events.Exists(e => IsConversion(e) && e["via"] is null);
        var near = events.Where(e => ((string)e["visitor"]!).StartsWith('v') || IsConversion(e)).ToList();
        for (int n = 0; n < More; n++)
        {
            JsonObject other = near[random.Next(near.Count)];
            var time = DateTimeOffset.Parse((string)other["time"]!, CultureInfo.InvariantCulture);
            string at = time.AddMilliseconds(-random.Next(3) * 1_800_000)
                .UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            JsonObject json = World.Object(
                workspace,
                ("type", World.Pick(random, "lead", "signup", "form")),
                ("id", $"lead-{n}"),
                ("time", at),
                ("visitor", (string?)other["visitor"]),
                ("source", World.Pick(random, "shop", "pixel")),
                ("order", random.Next(4) == 0 ? (string?)other["order"] ?? $"lead-{random.Next(5)}" : null)
            );
            if (random.Next(3) > 0)
            {
                json["content"] = World.Pick(random, World.Catalogued);
            }

            if (byWay && (!isAnyProven || random.Next(3) == 0))
            {
                json["via"] = "script";
            }

            Describe(json, random);
            events.Add(json);
        }
    }

    private static void Describe(JsonObject json, Random random)
    {
        if (random.Next(3) > 0)
        {
            string part = World.Pick(random, Parts);
            json["completeness"] =
                random.Next(2) == 0 ? part : JsonValue.Create(decimal.Parse(part, CultureInfo.InvariantCulture));
        }

        if (random.Next(3) > 0)
        {
            json["address"] = World.Pick(random, "corporate", "personal", "disposable");
        }
    }

    private static bool IsConversion(JsonObject json) =>
        (string?)json["type"] is "purchase" or "lead" or "signup" or "form" or "install" or "conversion";

    private static string Bar(Random random) =>
        World.Pick(random, "0", "32", "40", "45", "52", "60", "72", "75", "90", "100");
}
