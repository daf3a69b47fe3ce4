using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>Costs of all kinds in a random world, some in another currency, some said anew.</summary>
internal static class WorldCosts
{
    private static readonly string?[] Purposes = [null, "fee", "agency", "production"];

    public static IEnumerable<JsonObject> Of(string workspace, Random random)
    {
        for (int n = 0; n < 10; n++)
        {
            // The last word counts: some are of another kind then.
            int id = random.Next(4) == 0 ? random.Next(10) : n;
            yield return random.Next(3) switch
            {
                0 => Commission(workspace, id, random),
                1 => Tiered(workspace, id, random),
                _ => Cost(workspace, id, random, "flat", random.Next(3) == 0, ("amount", World.Amount(random))),
            };
        }
    }

    private static JsonObject Commission(string workspace, int id, Random random) =>
        Cost(
            workspace,
            id,
            random,
            "commission",
            isCampaigns: false,
            ("rate", World.Pick(random, "0", "7.333333", "12.5", "100")),
            ("perConversion", random.Next(2) == 0 ? World.Amount(random) : null)
        );

    private static JsonObject Tiered(string workspace, int id, Random random)
    {
        JsonObject cost = Cost(workspace, id, random, "tiered", random.Next(3) == 0);
        // In any order; nothing is owed below the lowest.
        int[] from = [random.Next(0, 3), random.Next(3, 6), random.Next(6, 20)];
        random.Shuffle(from);
        cost["tiers"] = new JsonArray([
            .. from.Select(least => (JsonNode)new JsonObject { ["from"] = least, ["amount"] = World.Amount(random) }),
        ]);
        return cost;
    }

    private static JsonObject Cost(
        string workspace,
        int id,
        Random random,
        string kind,
        bool isCampaigns,
        params (string Name, object? Value)[] terms
    )
    {
        DateTimeOffset from = World.Start.AddDays(random.Next(World.Days));
        return World.Object(
            workspace,
            [
                ("kind", "cost"),
                ("id", $"cost-{id}"),
                ("campaign", World.Pick(random, World.Campaigns)),
                ("creator", isCampaigns ? null : World.Pick(random, World.Creators)),
                ("cost", kind),
                ("purpose", Purposes[random.Next(Purposes.Length)]),
                ("currency", World.Pick(random, "EUR", "USD")),
                ("from", World.Day(from)),
                ("to", World.Day(from.AddDays(random.Next(1, 30)))),
                .. terms,
            ]
        );
    }
}
