using System.Globalization;
using System.Text.Json.Nodes;
using CreatorStream.Events;

namespace CreatorStream.Golden;

/// <summary>The events of one workspace of a random world.</summary>
internal sealed class WorldEvents(string workspace, Random random)
{
    private const int People = 25;

    /// <summary>All that the service knows: the oracle has a list of its own.</summary>
    private static readonly string[] TouchTypes =
    [
        .. EventTypes.All.Where(kind => kind.Type.IsTouch()).Select(kind => kind.Name),
    ];
    private static readonly int[] PausesMs = [0, 1, 20_000, 1_200_000, 1_799_999, 1_800_000, 1_800_001];
    private readonly List<JsonObject> events = [];

    public List<JsonObject> Make()
    {
        for (int n = 0; n < 220; n++)
        {
            Touch(Person(), Time(), World.Pick(random, TouchTypes));
        }

        // A lively last hour, so that the short windows hold something.
        for (int n = 0; n < 60; n++)
        {
            Touch(Person(), End().AddMilliseconds(-random.Next(2 * 3_600_000)), World.Pick(random, TouchTypes));
        }

        for (int n = 0; n < 30; n++)
        {
            Order($"order-{n}");
        }

        for (int n = 0; n < 8; n++)
        {
            AddConversion(null, Person(), Time(), "pixel", World.Pick(random, "lead", "signup", "install"), null, null);
        }

        for (int n = 0; n < 12; n++)
        {
            Walk(Person(), n < 8 ? Time() : End().AddMilliseconds(-random.Next(3 * 3_600_000)));
        }

        Walk("crawler", End().AddHours(-1));
        Bot();
        Flood("flood", actions: 41, spanMs: 59_999);
        Flood("brisk", actions: 41, spanMs: 60_000);
        Flood("eager", actions: 40, spanMs: 10_000);
        if (random.Next(3) == 0)
        {
            Crowd();
        }

        Repeat();
        return events;
    }

    private static DateTimeOffset End() => World.Start.AddDays(World.Days).AddHours(-5);

    /// <summary>Not one of those whose number of actions is the point.</summary>
    private static bool IsPerson(JsonObject json) => json["visitor"]!.GetValue<string>().StartsWith('v');

    private string Person() => $"v{random.Next(People)}";

    /// <summary>Whole minutes half of the time, so that many touches share one.</summary>
    private DateTimeOffset Time()
    {
        DateTimeOffset time = World.Start.AddMilliseconds(
            random.NextInt64((long)(End() - World.Start).TotalMilliseconds)
        );
        return random.Next(2) == 0 ? time : time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute));
    }

    private JsonObject Add(DateTimeOffset time, params (string Name, object? Value)[] fields)
    {
        JsonObject json = World.Object(workspace, fields);
        json["id"] = $"e{events.Count}";
        json["time"] = Text(time);
        events.Add(json);
        return json;
    }

    private static string Text(DateTimeOffset time) =>
        time.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture)
            .Replace("+00:00", "Z", StringComparison.Ordinal);

    private void Touch(string visitor, DateTimeOffset time, string type)
    {
        JsonObject json = Add(time, ("type", type), ("visitor", visitor));
        if (random.Next(2) == 0)
        {
            json["country"] = World.Pick(random, "DE", "FR", "US", "ZZ");
        }

        if (type is "visit" or "product_page" or "stay")
        {
            json["action"] = "page";
            json["seconds"] = random.Next(200);
            if (random.Next(3) == 0)
            {
                json["channel"] = World.Pick(random, "email", "paid", "direct");
                return;
            }

            if (random.Next(5) == 0)
            {
                return;
            }
        }

        if (random.Next(20) != 0)
        {
            NameContent(json);
        }
    }

    /// <summary>Catalogued content, sometimes contradicting its entry; else content that only the event places, or nobody.</summary>
    private void NameContent(JsonObject json)
    {
        int kind = random.Next(10);
        json["content"] = kind < 7 ? World.Pick(random, World.Catalogued) : $"loose-{random.Next(3)}";
        if (kind is not (2 or 7))
        {
            json["campaign"] = World.Pick(random, [.. World.Campaigns, "uncatalogued"]);
        }

        if (kind is not (3 or 8))
        {
            json["creator"] = World.Pick(random, World.Creators);
        }

        json["platform"] = World.Pick(random, "instagram", "tiktok");
    }

    /// <summary>
    /// Pages of a landing's content, now and then another's, with pauses around the half hour that ends a session, and
    /// looked at for about as long as saves one from being a bounce.
    /// </summary>
    private void Walk(string visitor, DateTimeOffset time)
    {
        var landing = new JsonObject();
        NameContent(landing);
        for (int pages = random.Next(1, 7); pages > 0 && time <= End(); pages--)
        {
            JsonObject page = Add(time, ("type", "visit"), ("visitor", visitor), ("action", "product"));
            page["seconds"] = World.Pick(random, "0", "4", "9.999", "9.9996", "10", "10.001", "600");
            foreach ((string? name, JsonNode? value) in random.Next(5) == 0 ? [] : landing)
            {
                page[name] = value!.DeepClone();
            }

            if (page["content"] is null)
            {
                NameContent(page);
            }

            if (random.Next(3) == 0)
            {
                // The page is looked at again.
                JsonObject stay = page.DeepClone().AsObject();
                (stay["id"], stay["type"]) = ($"e{events.Count}", "stay");
                stay["seconds"] = World.Pick(random, "0.5", "4", "30");
                events.Add(stay);
            }

            time = time.AddMilliseconds(PausesMs[random.Next(PausesMs.Length)]);
        }
    }

    private void Order(string order)
    {
        DateTimeOffset at = Time().AddDays(2);
        at = at > End() ? End() : at;
        string buyer = Person();
        string value = World.Amount(random);
        string currency = World.Pick(random, "EUR", "USD", "GBP", "EUR", "USD", "EUR", "USD", "EUR", "USD", "JPY");
        int ways = random.Next(1, 4);
        for (int n = 0; n < ways; n++)
        {
            // The webhook knows the customer, the pixel the browser: one order, several visitors and times.
            string source = n == 0 && random.Next(2) == 0 ? "shop" : "pixel";
            string visitor = random.Next(2) == 0 ? buyer : $"customer-{order}";
            AddConversion(order, visitor, at.AddSeconds(n * 3), source, "purchase", value, currency);
        }

        // At the ends of both lookbacks, a millisecond beyond them, at the purchase itself and just after it.
        DateTimeOffset[] edges = [at, at.AddMilliseconds(1), at.AddDays(-7), at.AddDays(-7).AddMilliseconds(-1)];
        Touch(buyer, edges[random.Next(edges.Length)], World.Pick(random, TouchTypes));
        if (random.Next(3) == 0)
        {
            Touch(buyer, at.AddDays(-30).AddMilliseconds(-random.Next(2)), "click");
        }

        Refunds(order, at, value, currency);
    }

    private void AddConversion(
        string? order,
        string visitor,
        DateTimeOffset time,
        string source,
        string type,
        string? value,
        string? currency
    )
    {
        JsonObject json = Add(
            time,
            ("type", type),
            ("visitor", visitor),
            ("source", source),
            ("order", order),
            ("value", value),
            ("currency", currency)
        );
        if (random.Next(3) == 0)
        {
            json["code"] = World.Pick(random, [.. World.Codes, "UNKNOWN"]);
        }

        if (random.Next(4) == 0)
        {
            NameContent(json);
        }
    }

    private void Refunds(string order, DateTimeOffset at, string value, string currency)
    {
        string half = (decimal.Parse(value, CultureInfo.InvariantCulture) / 2).ToString(CultureInfo.InvariantCulture);
        (string Value, string Currency)[] refunds = random.Next(8) switch
        {
            0 => [(value, currency)],
            1 => [("1.25", currency)],
            2 => [(value, currency), ("1000000", currency)],
            3 => [("2.25", currency), ("3.000001", currency)],
            4 => [("1.50", currency == "EUR" ? "USD" : "EUR")],
            5 when value.EndsWith(".50", StringComparison.Ordinal) => [(half, currency), (half, currency)],
            _ => [],
        };
        foreach ((string Value, string Currency) refund in refunds)
        {
            Add(
                at.AddHours(random.Next(-30, 30)) is var time && time > End() ? End() : time,
                ("type", "refund"),
                ("visitor", $"customer-{order}"),
                ("source", "shop"),
                ("order", order),
                ("value", refund.Value),
                ("currency", refund.Currency)
            );
        }
    }

    /// <summary>A crawler that looks like a customer in all but one event.</summary>
    private void Bot()
    {
        DateTimeOffset at = End().AddMinutes(-20);
        for (int n = 0; n < 12; n++)
        {
            Touch("crawler", at.AddSeconds(n), World.Pick(random, TouchTypes));
        }

        events[^1]["agent"] = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
        AddConversion("crawled", "crawler", at.AddMinutes(1), "pixel", "purchase", "9.75", "EUR");
        AddConversion("order-0", "crawler", at.AddMinutes(2), "shop", "purchase", "19.75", "EUR");
    }

    /// <summary>A campaign of many creators: somebody meets about as many as still stand in pairs, others a few of them.</summary>
    private void Crowd()
    {
        int creators = random.Next(31, 36);
        for (int n = 0; n < creators; n++)
        {
            Meet("keen", n);
        }

        for (int n = 0; n < 10; n++)
        {
            Meet(Person(), random.Next(creators));
        }

        void Meet(string visitor, int creator) =>
            Add(
                Time(),
                ("type", "impression"),
                ("visitor", visitor),
                ("content", "crowd"),
                ("campaign", "crowded"),
                ("creator", $"k{creator}"),
                ("platform", World.Pick(random, "instagram", "tiktok"))
            );
    }

    private void Flood(string visitor, int actions, int spanMs)
    {
        DateTimeOffset at = End().AddMinutes(-10);
        for (int n = 0; n < actions; n++)
        {
            DateTimeOffset time = n == actions - 1 ? at.AddMilliseconds(spanMs) : at.AddMilliseconds(n * 200);
            Touch(visitor, time, World.Pick(random, "click", "like", "visit", "follow"));
        }

        Touch(visitor, at, "impression");
        events[^1]["agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0";
        AddConversion($"order-{visitor}", visitor, at.AddMinutes(2), "pixel", "purchase", "30.10", "USD");
    }

    /// <summary>Duplicates, as they are and in other words; and events that share an id only.</summary>
    private void Repeat()
    {
        foreach (JsonObject? original in events.Where(_ => random.Next(8) == 0).ToList())
        {
            JsonObject repeat = original.DeepClone().AsObject();
            string type = repeat["type"]!.GetValue<string>();
            if (type is "like" or "comment" or "share" or "save" or "follow" or "mention")
            {
                (repeat["type"], repeat["action"]) = ("engagement", type);
            }
            else if (type is "purchase" or "lead" or "signup")
            {
                (repeat["type"], repeat["action"]) = ("conversion", type);
                repeat["url"] = "https://shop.example/thanks";
            }
            else if (type is "click" or "impression" && IsPerson(repeat))
            {
                repeat["content"] = World.Pick(random, World.Catalogued);
            }

            if (random.Next(3) == 0)
            {
                var time = DateTimeOffset.Parse(repeat["time"]!.GetValue<string>(), CultureInfo.InvariantCulture);
                repeat["time"] = Text(time.ToOffset(TimeSpan.FromHours(2)));
            }

            events.Add(repeat);
        }
    }
}
