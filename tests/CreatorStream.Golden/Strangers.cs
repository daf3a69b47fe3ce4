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
    private readonly List<JsonObject> _said = [];

    /// <summary>The workspace says what is to become of claims, or leaves it open.</summary>
    public void Configure(IEnumerable<JsonObject> catalog)
    {
        var claims = World.Pick(random, "count", "wait", "", "");
        catalog.Last(e => e["kind"]!.GetValue<string>() == "workspace")["claims"] = claims.Length > 0 ? claims : null;
    }

    public void Join(List<JsonObject> events)
    {
        // In some worlds no conversion is proven, in others each that was not the shop's came by an open way.
        var proven = random.Next(4);
        foreach (var json in events)
        {
            var type = json["type"]!.GetValue<string>();
            var isConversion = type is "purchase" or "lead" or "signup" or "install" or "conversion";
            var isOpen = isConversion
                ? proven == 0 || (json["source"]!.GetValue<string>() == "pixel" && random.Next(proven) == 0)
                : type != "refund" && random.Next(3) == 0;
            if (isOpen)
            {
                json["via"] = World.Pick(random, Ways);
            }
        }

        var last = events.Max(e => DateTimeOffset.Parse(e["time"]!.GetValue<string>(), CultureInfo.InvariantCulture));
        for (var n = 0; n < 30; n++)
        {
            Claim($"v{random.Next(25)}", last.AddMinutes(-random.Next(30 * 1440)), $"order-{random.Next(40)}");
        }

        Spree(last.AddDays(-random.Next(3)));
        events.AddRange(_said);
    }

    /// <summary>More orders of one visitor in some days than count by themselves.</summary>
    private void Spree(DateTimeOffset until)
    {
        for (var n = 0; n < 25; n++)
        {
            // A few share a time, and a few an order.
            Claim("v1", until.AddHours(-random.Next(40)), random.Next(4) == 0 ? null : $"spree-{random.Next(18)}");
        }
    }

    private void Claim(string visitor, DateTimeOffset time, string? order)
    {
        var json = World.Object(
            workspace,
            ("type", "purchase"),
            ("id", $"claim-{_said.Count}"),
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

        _said.Add(json);
    }
}
