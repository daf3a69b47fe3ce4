using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>What some campaigns of random worlds say of themselves.</summary>
public static class WorldWords
{
    /// <summary>Some campaigns say something, and later maybe another thing, or nothing any more.</summary>
    public static void Set(List<JsonObject> catalog, string field, Func<JsonNode?> word, Random random)
    {
        foreach (JsonObject campaign in catalog.Where(e => (string?)e["kind"] == "campaign").ToList())
        {
            if (random.Next(2) == 0)
            {
                continue;
            }

            campaign[field] = word();
            if (random.Next(2) == 0)
            {
                JsonObject later = campaign.DeepClone().AsObject();
                later[field] = random.Next(3) == 0 ? null : word();
                // Of several words on a campaign it is still the last one that decides.
                int last = catalog.FindLastIndex(e =>
                    (string?)e["kind"] == "campaign"
                    && (string?)e["id"] == (string?)campaign["id"]
                    && (string?)e["workspace"] == (string?)campaign["workspace"]
                );
                if (ReferenceEquals(catalog[last], campaign))
                {
                    catalog.Add(later);
                }
            }
        }
    }

    /// <summary>How sure some campaigns want to be before an actor is left out.</summary>
    public static void SetStrengths(List<JsonObject> catalog, Random random) =>
        Set(catalog, "strength", () => World.Pick(random, "relaxed", "moderate", "strict", "strict"), random);
}
