using System.Globalization;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>
/// A small world made from a seed: two workspaces with everything awkward that the counting rules speak about. What
/// they leave open (two rates for one day, two canonical candidates with one id and time) doesn't occur.
/// </summary>
public sealed record World(List<JsonObject> Catalog, List<JsonObject> Events)
{
    /// <summary>What people decide about actors, in this order.</summary>
    public List<JsonObject> Overrides { get; private init; } = [];

    /// <summary>What platforms report.</summary>
    public List<JsonObject> Counters { get; private init; } = [];

    /// <summary>The days around Berlin's change to summer time, so that one day has 23 hours.</summary>
    public static readonly DateTimeOffset Start = new(2025, 3, 15, 0, 0, 0, TimeSpan.Zero);
    public const int Days = 20;

    public static readonly string[] Campaigns = ["spring", "autumn"];
    public static readonly string[] Creators = ["ann", "bea", "cem"];
    public static readonly string[] Catalogued = ["post-0", "post-1", "post-2", "post-3", "post-4", "post-5"];
    public static readonly string[] Codes = ["ANN10", "BEA10", "CEM10"];

    /// <param name="byWay">
    /// Whether some of it comes by ways that are open to everybody (<c>via</c>), and strangers abuse them.
    /// </param>
    public static World Generate(int seed, bool byWay = false)
    {
        var random = new Random(seed);
        var catalog = new List<JsonObject>();
        var events = new List<JsonObject>();
        foreach (string? workspace in new[] { "default", "other" })
        {
            catalog.AddRange(CatalogOf(workspace, random));
            catalog.AddRange(WorldEmv.Of(workspace, catalog, new Random(seed - workspace.Length)).ToList());
            List<JsonObject> made = new WorldEvents(workspace, random).Make();
            made.AddRange(new WorldTexts(workspace, new Random(seed + workspace.Length)).Make());
            if (byWay)
            {
                var strangers = new Strangers(workspace, new Random(seed ^ workspace.Length));
                strangers.Configure(catalog);
                strangers.Join(made);
            }

            WorldLeads.Tell(workspace, made, byWay, new Random(seed * 7 + workspace.Length));
            WorldPersons.Mark(made, new Random(~seed ^ workspace.Length));

            events.AddRange(made);
        }

        WorldLeads.SetBars(catalog, new Random(seed + 1_000_003));
        WorldWords.SetStrengths(catalog, new Random(seed + 1_000_033));
        return new World(catalog, events)
        {
            Overrides = [.. MakeOverrides(new Random(~seed))],
            Counters =
            [
                .. new WorldCounters("default", new Random(seed * 11)).Make(),
                .. new WorldCounters("other", new Random((seed * 11) + 1)).Make(),
            ],
        };
    }

    /// <summary>Bots who are none, people who are bots, one who never comes, and words that are taken back.</summary>
    private static IEnumerable<JsonObject> MakeOverrides(Random random)
    {
        for (int n = 0; n < 12; n++)
        {
            yield return Object(
                Pick(random, "default", "other"),
                ("visitor", Pick(random, "crawler", "flood", "brisk", "nobody", "v0", "v1", "v2")),
                ("verdict", Pick(random, "authentic", "inauthentic", "none"))
            );
        }

        // People who are no one person, and some who are after all.
        for (int n = 0; n < 3; n++)
        {
            JsonObject json = Object(Pick(random, "default", "other"), ("visitor", $"v{random.Next(6)}"));
            json["apart"] = random.Next(3) > 0;
            yield return json;
        }
    }

    public static JsonObject Object(string workspace, params (string Name, object? Value)[] fields)
    {
        var json = new JsonObject();
        foreach ((string? name, object? value) in fields.Where(f => f.Value is not null))
        {
            json[name] = JsonValue.Create(value!.ToString());
        }

        if (workspace != "default")
        {
            json["workspace"] = workspace;
        }

        return json;
    }

    public static string Day(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<JsonObject> CatalogOf(string workspace, Random random)
    {
        string reporting = workspace == "default" ? "EUR" : "USD";
        yield return Object(workspace, ("kind", "workspace"), ("id", workspace), ("currency", reporting));
        foreach (string campaign in Campaigns)
        {
            yield return Campaign(campaign, lookback: null);
        }

        foreach (string creator in Creators)
        {
            yield return Object(workspace, ("kind", "creator"), ("id", creator), ("name", creator));
        }

        // Each mapping is first one and then maybe another: the last word counts, also for the past.
        for (int word = 0; word < 2; word++)
        {
            foreach (string? content in Catalogued.Where(_ => word == 0 || random.Next(3) == 0))
            {
                yield return Object(
                    workspace,
                    ("kind", "content"),
                    ("id", content),
                    ("campaign", Pick(random, Campaigns)),
                    ("creator", Pick(random, Creators)),
                    ("platform", random.Next(3) == 0 ? null : Pick(random, "instagram", "youtube")),
                    ("format", "reel"),
                    ("published", "2025-03-15T00:00:00Z")
                );
            }

            foreach (string? code in Codes.Where(_ => word == 0 || random.Next(3) == 0))
            {
                yield return Object(
                    workspace,
                    ("kind", "code"),
                    ("id", code),
                    ("creator", Pick(random, Creators)),
                    ("campaign", Pick(random, Campaigns))
                );
            }
        }

        foreach (JsonObject? cost in WorldCosts.Of(workspace, random).Concat(Rates(workspace, random)))
        {
            yield return cost;
        }

        // Later some campaigns look back for other times, and codes may be touches among others.
        if (random.Next(3) == 0)
        {
            yield return Campaign(Pick(random, Campaigns), random.Next(1, 4));
        }

        if (random.Next(4) == 0)
        {
            yield return Object(
                workspace,
                ("kind", "workspace"),
                ("id", workspace),
                ("currency", reporting),
                ("codes", "touch")
            );
        }

        JsonObject Campaign(string campaign, int? lookback) =>
            Object(
                workspace,
                ("kind", "campaign"),
                ("id", campaign),
                ("name", campaign),
                ("start", Day(Start)),
                ("end", Day(Start.AddDays(Days))),
                ("currency", reporting),
                ("timezone", campaign == "spring" ? "Europe/Berlin" : "America/New_York"),
                ("clickLookbackDays", lookback),
                ("otherLookbackDays", lookback == 1 ? "40" : null)
            );
    }

    /// <summary>Between euro and dollar for every day, for pounds on most days only, for yen never.</summary>
    private static IEnumerable<JsonObject> Rates(string workspace, Random random)
    {
        for (int n = 0; n <= Days; n++)
        {
            string day = Day(Start.AddDays(n));
            string other = workspace == "default" ? "USD" : "EUR";
            foreach (string? currency in random.Next(20) == 0 ? [other] : new[] { other, "GBP" })
            {
                yield return Object(
                    workspace,
                    ("kind", "rate"),
                    ("id", $"{currency}-{day}"),
                    ("currency", currency),
                    ("day", day),
                    ("rate", $"{random.Next(0, 2)}.{random.Next(100_000, 999_999)}")
                );
            }
        }
    }

    public static string Amount(Random random) =>
        random.Next(3) == 0 ? $"{random.Next(1, 300)}.{random.Next(0, 999_999):D6}5" : $"{random.Next(1, 300)}.50";

    public static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
