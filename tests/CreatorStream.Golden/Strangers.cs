using System.Globalization;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>
/// Ways into a world that are open to everybody: some of its events came by them, and strangers say more in the name of
/// its people than these did.
/// </summary>
internal sealed class Strangers(string workspace, Random random)
{
    private static readonly string[] Ways = ["pixel", "link", "script"];
    private readonly List<JsonObject> said = [];

    /// <summary>The workspace says what is to become of claims, or leaves it open.</summary>
    public void Configure(IEnumerable<JsonObject> catalog)
    {
        string claims = World.Pick(random, "count", "wait", "", "");
        catalog.Last(e => e["kind"]!.GetValue<string>() == "workspace")["claims"] = claims.Length > 0 ? claims : null;
    }

    public void Join(List<JsonObject> events)
    {
        // In some worlds no conversion is proven, in others each that was not the shop's came by an open way.
        int proven = random.Next(4);
        foreach (JsonObject json in events)
        {
            string type = json["type"]!.GetValue<string>();
            bool isConversion = type is "purchase" or "lead" or "signup" or "install" or "conversion";
            bool isOpen = isConversion
                ? proven == 0 || (json["source"]!.GetValue<string>() == "pixel" && random.Next(proven) == 0)
                : type != "refund" && random.Next(3) == 0;
            if (isOpen)
            {
                json["via"] = World.Pick(random, Ways);
            }
        }

        DateTimeOffset last = events.Max(e =>
            DateTimeOffset.Parse(e["time"]!.GetValue<string>(), CultureInfo.InvariantCulture)
        );
        for (int n = 0; n < 30; n++)
        {
            Claim($"v{random.Next(25)}", last.AddMinutes(-random.Next(30 * 1440)), $"order-{random.Next(40)}");
        }

        Spree(last.AddDays(-random.Next(3)));
        // Also in the names of those who are none, and of whom little else is known.
        foreach (string? visitor in new[] { "v2", "v3", "v3", "flood", "somebody" })
        {
            Burst(visitor, last.AddMinutes(-random.Next(3 * 1440)));
        }

        Crawl("v4", last.AddMinutes(-random.Next(1440)));
        events.AddRange(said);
        events.AddRange(said.Where(_ => random.Next(8) == 0).Select(json => json.DeepClone().AsObject()).ToList());
    }

    /// <summary>More orders of one visitor in some days than count by themselves.</summary>
    private void Spree(DateTimeOffset until)
    {
        for (int n = 0; n < 25; n++)
        {
            // A few share a time, and a few an order.
            Claim("v1", until.AddHours(-random.Next(40)), random.Next(4) == 0 ? null : $"spree-{random.Next(18)}");
        }
    }

    /// <summary>About as many actions in a minute as people reach, or several times that, one after the other.</summary>
    private void Burst(string visitor, DateTimeOffset from)
    {
        int spanMs = random.Next(2) == 0 ? 59_999 : 60_000;
        DateTimeOffset time = from;
        for (int minute = random.Next(1, 4); minute > 0; minute--)
        {
            string actions = World.Pick(random, "39", "40", "41", "41", "90");
            int most = int.Parse(actions, CultureInfo.InvariantCulture);
            for (int n = 0; n < most; n++)
            {
                Touch(visitor, time.AddMilliseconds(n == most - 1 ? spanMs : n * 500));
            }

            Touch(visitor, time.AddSeconds(30), "impression");
            time = time.AddMilliseconds(
                int.Parse(World.Pick(random, "20000", "59999", "60000", "4000000"), CultureInfo.InvariantCulture)
            );
        }
    }

    /// <summary>A crawler that was given somebody's id.</summary>
    private void Crawl(string visitor, DateTimeOffset time)
    {
        for (int n = 0; n < 5; n++)
        {
            Touch(visitor, time.AddSeconds(n * 20));
            said[^1]["agent"] = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
        }

        Claim(visitor, time.AddMinutes(2), $"order-{random.Next(40)}");
        said[^1]["agent"] = "AdsBot-Google (+http://www.google.com/adsbot.html)";
    }

    private void Touch(string visitor, DateTimeOffset time, string? type = null)
    {
        JsonObject json = World.Object(
            workspace,
            ("type", type ?? World.Pick(random, "click", "visit", "like", "follow")),
            ("id", $"claim-{said.Count}"),
            ("time", time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)),
            ("visitor", visitor),
            ("via", World.Pick(random, Ways)),
            ("content", World.Pick(random, World.Catalogued))
        );
        said.Add(json);
    }

    private void Claim(string visitor, DateTimeOffset time, string? order)
    {
        JsonObject json = World.Object(
            workspace,
            ("type", "purchase"),
            ("id", $"claim-{said.Count}"),
            ("time", time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)),
            ("visitor", visitor),
            ("source", World.Pick(random, "shop", "pixel")),
            ("via", World.Pick(random, Ways)),
            ("order", order),
            ("value", World.Pick(random, "0", "49.90", "999.999999", "1000", "1000.000001", "9999")),
            ("currency", World.Pick(random, "EUR", "EUR", "EUR", "USD", "USD", "JPY"))
        );
        if (random.Next(3) == 0)
        {
            json["code"] = World.Pick(random, World.Codes);
        }

        if (random.Next(3) == 0)
        {
            json["content"] = World.Pick(random, World.Catalogued);
        }

        said.Add(json);
    }
}
