using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>
/// What platforms count in a random world: followers who come steadily, at once, and go again; views that explain it or don't,
/// or come of content alone; posts with more likes than views. Several readings a day, some for two campaigns, some repeated, some
/// rounded, some wrong for a day or two.
/// </summary>
internal sealed class WorldCounters(string workspace, Random random)
{
    private const int DaysBefore = 40;
    private const int Days = DaysBefore + World.Days - 1;

    private readonly List<JsonObject> readings = [];

    public List<JsonObject> Make()
    {
        foreach (string creator in World.Creators)
        {
            foreach (string platform in (string[])["instagram", "tiktok"])
            {
                if (random.Next(3) > 0)
                {
                    MakeAccount(creator, platform);
                }
            }
        }

        MakePosts();
        readings.AddRange(readings.Where(_ => random.Next(10) == 0).ToList());
        return readings;
    }

    private void MakeAccount(string creator, string platform)
    {
        string account = $"@{creator}";
        string? campaign = random.Next(4) == 0 ? null : World.Pick(random, World.Campaigns);
        int jumpDay = random.Next(8, Days - 1);
        long bought = World.Pick(random, "0", "500", "6000", "20000") is var text ? long.Parse(text, null) : 0;
        double kept = random.NextDouble();
        bool hasViews = random.Next(3) > 0;
        bool isViral = random.Next(4) == 0;
        long rounding =
            random.Next(3) > 0 ? 1
            : random.Next(2) == 0 ? 100
            : 1_000;
        int wrongDay = random.Next(-Days, Days);
        int wrongDays = random.Next(1, 4);
        int wrong = random.Next(2) * 3;
        long followers = 20_000;
        long views = 1_000_000;
        for (int day = 0; day < Days; day++)
        {
            followers += random.Next(10, 60);
            views += random.Next(5_000, 15_000) + (isViral && day == jumpDay ? 900_000 : 0);
            double left = day < jumpDay ? 0 : Math.Max(kept, 1 - ((day - jumpDay) * 0.1));
            for (int n = random.Next(1, 3); n > 0; n--)
            {
                // Now and then a day without.
                if (random.Next(15) == 0)
                {
                    continue;
                }

                JsonObject reading = Reading(day, platform, campaign, creator);
                reading["account"] = account;
                bool isWrong = day >= wrongDay && day < wrongDay + wrongDays;
                long counted = (followers + (long)(left * bought)) * (isWrong ? wrong : 1);
                reading["followers"] = counted / rounding * rounding;
                if (hasViews)
                {
                    reading["views"] = views;
                }
            }
        }
    }

    /// <summary>Those of the catalog, and some of one creator that only readings know.</summary>
    private void MakePosts()
    {
        bool isBought = random.Next(2) == 0;
        string creator = World.Pick(random, World.Creators);
        string[] reels = [.. Enumerable.Range(0, 7).Select(n => $"reel-{n}")];
        foreach (string content in World.Catalogued.Concat(reels))
        {
            bool isReel = reels.Contains(content);
            long views = random.Next(500, 20_000);
            double liked = isReel && isBought ? 0.4 + random.NextDouble() : 0.02 + (0.1 * random.NextDouble());
            for (int day = random.Next(Days - 5); day < Days; day += random.Next(1, 4))
            {
                views += random.Next(2_000);
                JsonObject reading = Reading(
                    day,
                    "instagram",
                    isReel ? World.Pick(random, World.Campaigns) : null,
                    isReel ? creator : null
                );
                reading["content"] = content;
                reading["views"] = views;
                if (random.Next(10) > 0)
                {
                    reading["likes"] = (long)(views * liked);
                }

                if (random.Next(3) == 0)
                {
                    reading["comments"] = (long)(views * liked / 100);
                }
            }
        }
    }

    private JsonObject Reading(int day, string platform, string? campaign, string? creator)
    {
        DateTimeOffset time = World.Start.AddDays(day - DaysBefore).AddMinutes(random.Next(1_440));
        JsonObject reading = World.Object(
            workspace,
            ("platform", platform),
            ("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null)),
            ("campaign", campaign),
            ("creator", creator)
        );
        readings.Add(reading);
        return reading;
    }
}
