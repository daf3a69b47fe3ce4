using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreatorStream.Worlds;

/// <summary>The simulated advertiser's catalog: entries as JSON, in the order in which they refer to each other.</summary>
internal static class WorldCatalog
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Each item a line of JSON, <c>{"kind","id",…}</c>.</summary>
    public static IReadOnlyList<string> Entries(World world, Func<int, double> revenueOfCreator)
    {
        var entries = new List<string>();
        void Add(string kind, string id, params (string Name, string Value)[] fields)
        {
            var entry = new JsonObject { ["kind"] = kind, ["id"] = id };
            foreach ((string? name, string? value) in fields)
            {
                entry[name] = value;
            }

            entries.Add(entry.ToJsonString(Plain));
        }
        string shop = new Uri(Cast.Campaigns[0].Shop).Host;
        entries.Add($$"""{"kind":"workspace","id":"default","currency":"EUR","domains":["{{shop}}"]}""");
        foreach ((string? id, string? name, string _, int[] _) in Cast.Campaigns)
        {
            Add(
                "campaign",
                id,
                ("name", name),
                ("start", Day(world.From)),
                ("end", Day(world.To)),
                ("currency", "EUR"),
                ("timezone", World.Zone)
            );
        }

        foreach (CreatorProfile creator in Cast.Creators)
        {
            Add("creator", creator.Id, ("name", creator.Name));
        }

        foreach (Post post in world.Posts)
        {
            (string Id, string Name, string Shop, int[] Cents) campaign = Cast.Campaigns[post.Campaign];
            Add(
                "content",
                post.Id,
                ("campaign", campaign.Id),
                ("creator", Cast.Creators[post.Creator].Id),
                ("platform", post.Platform),
                ("format", Cast.Format(post.Platform)),
                (
                    "published",
                    DateTimeOffset
                        .FromUnixTimeSeconds(post.Published)
                        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
                )
            );
            Add("link", $"l-{post.Id}", ("content", post.Id), ("url", campaign.Shop));
        }
        AddCodesAndFees(world, revenueOfCreator, Add);
        AddCampaignCosts(world, Add);
        AddMediaRates(Add);
        for (DateOnly day = world.From.AddDays(-1); day <= world.To.AddDays(1); day = day.AddDays(1))
        {
            var random = new SimulationRandom(SimulationRandom.Mix(world.Seed, (ulong)day.DayNumber));
            Add(
                "rate",
                $"USD-{Day(day)}",
                ("currency", "USD"),
                ("day", Day(day)),
                ("rate", Rate(random.Between(8450, 8750)))
            );
            Add(
                "rate",
                $"GBP-{Day(day)}",
                ("currency", "GBP"),
                ("day", Day(day)),
                ("rate", Rate(random.Between(11350, 11650)))
            );
        }
        return entries;
    }

    /// <summary>The code of a creator in a campaign.</summary>
    public static string Code(int creator, int campaign) => Cast.Creators[creator].Code + (campaign == 0 ? "15" : "20");

    private static void AddCodesAndFees(
        World world,
        Func<int, double> revenueOfCreator,
        Action<string, string, (string, string)[]> add
    )
    {
        double elapsed =
            (world.Start - world.FromSecond) / ((world.To.DayNumber - world.From.DayNumber + 1) * 86_400.0);
        for (int creator = 0; creator < Cast.Creators.Length; creator++)
        {
            CreatorProfile profile = Cast.Creators[creator];
            int[] campaigns = world
                .Posts.Where(p => p.Creator == creator)
                .Select(p => p.Campaign)
                .Distinct()
                .Order()
                .ToArray();
            // What the fee comes to at the start, so that the creator's return is then about what the profile says.
            double fee = revenueOfCreator(creator) / (1 + profile.Roi) / elapsed / campaigns.Length;
            string amount = (Math.Max(10, Math.Round(fee / 10) * 10)).ToString("0.00", CultureInfo.InvariantCulture);
            foreach (int index in campaigns)
            {
                string campaign = Cast.Campaigns[index].Id;
                add("code", Code(creator, index), [("creator", profile.Id), ("campaign", campaign)]);
                add(
                    "cost",
                    $"fee-{profile.Id}-{campaign}",
                    [
                        ("campaign", campaign),
                        ("creator", profile.Id),
                        ("cost", "flat"),
                        ("purpose", "fee"),
                        ("amount", amount),
                        ("currency", "EUR"),
                        ("from", Day(world.From)),
                        ("to", Day(world.To)),
                    ]
                );
            }
        }
    }

    /// <summary>What a campaign costs beside its creators' fees.</summary>
    private static void AddCampaignCosts(World world, Action<string, string, (string, string)[]> add)
    {
        foreach ((string id, string _, string _, int[] _) in Cast.Campaigns)
        {
            foreach (
                (string purpose, string amount) in ((string, string)[])
                    [("production", "3200.00"), ("samples", "640.00"), ("shipping", "180.00"), ("tools", "250.00")]
            )
            {
                add(
                    "cost",
                    $"{purpose}-{id}",
                    [
                        ("campaign", id),
                        ("cost", "flat"),
                        ("purpose", purpose),
                        ("amount", amount),
                        ("currency", "EUR"),
                        ("from", Day(world.From)),
                        ("to", Day(world.To)),
                    ]
                );
            }
        }
    }

    /// <summary>What activity would cost as advertising; of podcasts nobody says so, as of many platforms.</summary>
    private static void AddMediaRates(Action<string, string, (string, string)[]> add)
    {
        foreach (
            (string platform, string of, string rate, string per) in ((string, string, string, string)[])
                [
                    ("instagram", "impression", "6.50", "1000"),
                    ("instagram", "like", "0.05", "1"),
                    ("instagram", "comment", "0.50", "1"),
                    ("instagram", "share", "0.60", "1"),
                    ("instagram", "save", "0.40", "1"),
                    ("tiktok", "view", "4.20", "1000"),
                    ("tiktok", "impression", "4.20", "1000"),
                    ("tiktok", "like", "0.03", "1"),
                    ("tiktok", "comment", "0.40", "1"),
                    ("tiktok", "share", "0.50", "1"),
                    ("youtube", "view", "18.00", "1000"),
                    ("youtube", "impression", "5.00", "1000"),
                    ("youtube", "like", "0.10", "1"),
                    ("youtube", "comment", "0.80", "1"),
                    ("blog", "impression", "9.00", "1000"),
                    ("blog", "click", "0.70", "1"),
                ]
        )
        {
            add(
                "emv_rate",
                $"{platform}-{of}",
                [("platform", platform), ("of", of), ("rate", rate), ("per", per), ("currency", "EUR")]
            );
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Rate(int tenThousandths) =>
        (tenThousandths / 10_000m).ToString("0.0000", CultureInfo.InvariantCulture);
}
