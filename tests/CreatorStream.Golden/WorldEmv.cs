using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>
/// Rates of earned media value in a random world: not of everything, two of some things, some for a thousand, some in
/// another currency; and content that is said to be on another platform later, or on none.
/// </summary>
internal static class WorldEmv
{
    private static readonly string[] Kinds =
    [
        "impression",
        "view",
        "click",
        "like",
        "comment",
        "share",
        "save",
        "follow",
        "mention",
    ];

    public static IEnumerable<JsonObject> Of(string workspace, IReadOnlyCollection<JsonObject> catalog, Random random)
    {
        foreach (string platform in (string[])["instagram", "tiktok"])
        {
            foreach (string kind in Kinds.Where(_ => random.Next(3) > 0))
            {
                yield return Rate(workspace, platform, kind, $"{platform}-{kind}", random);
            }
        }

        // The last word counts, and of two for one thing the greatest id.
        for (int n = 0; n < 4; n++)
        {
            string id = $"{World.Pick(random, "instagram", "tiktok", "zz")}-{World.Pick(random, Kinds)}";
            yield return Rate(
                workspace,
                World.Pick(random, "instagram", "tiktok"),
                World.Pick(random, Kinds),
                id,
                random
            );
        }

        IEnumerable<JsonObject> words = catalog.Where(entry =>
            entry["kind"]!.ToString() == "content"
            && (entry["workspace"]?.ToString() ?? "default") == workspace
            && random.Next(4) == 0
        );
        foreach (JsonObject entry in words.DistinctBy(entry => entry["id"]!.ToString()).ToList())
        {
            JsonObject other = entry.DeepClone().AsObject();
            other["platform"] = random.Next(3) == 0 ? null : World.Pick(random, "tiktok", "youtube");
            yield return other;
        }
    }

    private static JsonObject Rate(string workspace, string platform, string kind, string id, Random random)
    {
        JsonObject rate = World.Object(
            workspace,
            ("kind", "emv_rate"),
            ("id", id),
            ("platform", platform),
            ("of", kind),
            ("rate", World.Pick(random, "0.30", "6.5", "0.000001", "0.0125", "0", "1000000000")),
            ("currency", World.Pick(random, "EUR", "EUR", "USD", "USD", random.Next(6) == 0 ? "GBP" : "EUR"))
        );
        if (random.Next(3) == 0)
        {
            rate["per"] = 1000;
        }

        if (random.Next(4) == 0)
        {
            rate.Remove("currency");
        }

        return rate;
    }
}
