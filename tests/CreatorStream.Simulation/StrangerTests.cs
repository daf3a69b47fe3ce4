using System.Text;
using System.Text.Json.Nodes;
using CreatorStream.Collect;
using CreatorStream.Golden;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Simulation;

/// <summary>What a stranger tries by the pixel, a link or the script, and what the figures make of it.</summary>
public sealed class StrangerTests : IDisposable
{
    private readonly SimulatedTime time = new(World.Start.AddDays(1));
    private readonly SimulatedProcess service;
    private readonly SimulatedLog log;
    private int events;

    public StrangerTests()
    {
        var random = new Random(1);
        var faults = new Faults(random) { AreOn = false };
        log = new SimulatedLog(2, faults, time);
        service = new SimulatedProcess(log, new SimulatedSnapshots(faults), new EngineOptions(), time, random);
        Catalog(
            """{"kind":"workspace","id":"default","currency":"EUR"}""",
            """{"kind":"campaign","id":"spring"}""",
            """{"kind":"content","id":"ana-post","campaign":"spring","creator":"ana"}""",
            """{"kind":"content","id":"ben-post","campaign":"spring","creator":"ben"}""",
            """{"kind":"code","id":"ANA15","creator":"ana","campaign":"spring"}""",
            """{"kind":"code","id":"BEN15","creator":"ben","campaign":"spring"}"""
        );
    }

    [Fact]
    public void A_claim_moves_nobodys_credit_nor_value()
    {
        Send(Principal.Local, """{"type":"purchase","visitor":"c","order":"O-1000","value":80,"code":"BEN15"}""");
        // All that would win among proven events: a smaller code, an earlier time, the word of the shop.
        Send(Principal.Pixel, """{"type":"purchase","visitor":"x","order":"O-1000","value":80,"code":"ANA15"}""");
        Send(Principal.Pixel, """{"type":"purchase","visitor":"x","order":"O-1000","value":0}""", hoursAgo: 1);
        Send(
            Principal.Pixel,
            """{"type":"purchase","visitor":"x","source":"shop","order":"O-1000","value":1,"content":"ana-post"}""",
            hoursAgo: 20
        );
        Assert.Equal((1, 80), (Figure("creators/ben", "conversions"), Figure("creators/ben", "revenue")));
        Assert.Equal(0, Figure("creators/ana", "conversions"));
        Assert.Equal(0, Figure("overview", "claimedConversions"));
    }

    [Fact]
    public void A_claim_with_a_code_or_content_doesnt_beat_the_link_of_a_proven_order()
    {
        Send(Principal.Local, """{"type":"click","visitor":"c","content":"ana-post"}""", hoursAgo: 2);
        Send(Principal.Local, """{"type":"purchase","visitor":"c","source":"shop","order":"O-1000","value":80}""");
        Send(Principal.Pixel, """{"type":"purchase","visitor":"x","order":"O-1000","value":0,"code":"BEN15"}""");
        Send(Principal.Pixel, """{"type":"purchase","visitor":"x","order":"O-1000","content":"ben-post"}""");
        Assert.Equal(80, Figure("creators/ana", "revenue"));
        Assert.Equal(0, Figure("creators/ben", "conversions"));
    }

    [Fact]
    public void A_claim_lends_its_visitor_to_a_proven_order()
    {
        Send(Principal.Link, """{"type":"click","visitor":"browser","content":"ana-post"}""", hoursAgo: 2);
        Send(Principal.Pixel, """{"type":"purchase","visitor":"browser","order":"O-1","value":1}""", hoursAgo: 1);
        Send(Principal.Local, """{"type":"purchase","visitor":"customer","source":"shop","order":"O-1","value":80}""");
        Assert.Equal(80, Figure("creators/ana", "revenue"));
        Assert.Equal(0, Figure("overview", "claimedConversions"));
    }

    [Fact]
    public void Who_claims_an_order_takes_no_credit_from_what_its_buyer_met()
    {
        Send(Principal.Link, """{"type":"click","visitor":"browser","content":"ana-post"}""", hoursAgo: 3);
        Send(Principal.Local, """{"type":"purchase","visitor":"browser","source":"shop","order":"O-1","value":80}""");
        Send(Principal.Link, """{"type":"click","visitor":"x","content":"ben-post"}""", hoursAgo: 2);
        Send(Principal.Pixel, """{"type":"purchase","visitor":"x","order":"O-1","value":80}""");
        Assert.Equal((80, 0), (Figure("creators/ana", "revenue"), Figure("creators/ben", "revenue")));
    }

    [Fact]
    public void Two_who_claim_an_order_lend_it_nothing()
    {
        Send(Principal.Link, """{"type":"click","visitor":"browser","content":"ana-post"}""", hoursAgo: 3);
        Send(Principal.Link, """{"type":"click","visitor":"x","content":"ben-post"}""", hoursAgo: 2);
        Send(Principal.Local, """{"type":"purchase","visitor":"customer","source":"shop","order":"O-1","value":80}""");
        Send(Principal.Pixel, """{"type":"purchase","visitor":"browser","order":"O-1","value":80}""");
        Assert.Equal(80, Figure("creators/ana", "revenue"));
        Send(Principal.Pixel, """{"type":"purchase","visitor":"x","order":"O-1","value":80}""");
        Assert.Equal((0, 0), (Figure("creators/ana", "revenue"), Figure("creators/ben", "revenue")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","code":"BEN15" """)]
    [InlineData(""","content":"ben-post" """)]
    public void Who_claims_what_another_claimed_before_adds_nothing(string said)
    {
        Send(Principal.Link, """{"type":"click","visitor":"browser","content":"ana-post"}""", hoursAgo: 3);
        Send(Principal.Link, """{"type":"click","visitor":"x","content":"ben-post"}""", hoursAgo: 2);
        Send(Principal.Pixel, """{"type":"purchase","visitor":"browser","order":"O-1","value":80}""", hoursAgo: 1);
        Send(Principal.Pixel, $$"""{"type":"purchase","visitor":"x","order":"O-1","value":80{{said}}}""");
        Assert.Equal((80, 0), (Figure("creators/ana", "revenue"), Figure("creators/ben", "revenue")));
    }

    [Fact]
    public void The_word_shop_by_the_pixel_is_no_shops()
    {
        Send(Principal.Local, """{"type":"purchase","visitor":"c","order":"O-1","value":80,"code":"ANA15"}""");
        Send(
            Principal.Pixel,
            """{"type":"purchase","visitor":"x","source":"shop","order":"O-1","value":500,"code":"ANA15"}""",
            hoursAgo: 1
        );
        Assert.Equal(80, Figure("creators/ana", "revenue"));
    }

    [Fact]
    public void A_great_purchase_by_the_pixel_waits()
    {
        Send(Principal.Pixel, """{"type":"purchase","visitor":"x","order":"O-1","value":9999,"code":"BEN15"}""");
        Send(Principal.Pixel, """{"type":"purchase","visitor":"y","order":"O-2","value":1000,"code":"BEN15"}""");
        Assert.Equal((1, 1000), (Figure("creators/ben", "conversions"), Figure("creators/ben", "revenue")));
        Assert.Equal(
            (1, 1000),
            (Figure("creators/ben", "claimedConversions"), Figure("creators/ben", "claimedRevenue"))
        );
        Assert.Equal((1, 9999), Waiting());
    }

    [Fact]
    public void Claims_wait_once_somebody_has_proven_an_order()
    {
        Send(Principal.Pixel, """{"type":"purchase","visitor":"x","order":"O-1","value":50,"code":"BEN15"}""");
        Assert.Equal(50, Figure("creators/ben", "revenue"));
        Send(Principal.Local, """{"type":"purchase","visitor":"c","order":"O-2","value":80,"code":"ANA15"}""");
        Assert.Equal((80, 0), (Figure("creators/ana", "revenue"), Figure("creators/ben", "revenue")));
        Assert.Equal((1, 50), Waiting());
        Catalog("""{"kind":"workspace","id":"default","currency":"EUR","claims":"count"}""");
        Assert.Equal((50, 50), (Figure("creators/ben", "revenue"), Figure("overview", "claimedRevenue")));
        Assert.Equal((0, 0), Waiting());
    }

    [Fact]
    public void A_workspace_may_let_all_claims_wait()
    {
        Catalog("""{"kind":"workspace","id":"default","currency":"EUR","claims":"wait"}""");
        Send(Principal.Script, """{"type":"lead","visitor":"x","code":"BEN15"}""");
        Assert.Equal((1, 0), Waiting());
    }

    [Fact]
    public void Five_orders_of_a_visitor_and_day_count_by_themselves()
    {
        for (int hour = 8; hour >= 1; hour--)
        {
            Send(
                Principal.Pixel,
                $$"""{"type":"purchase","visitor":"x","order":"O-{{hour}}","value":{{hour}},"code":"BEN15"}""",
                hour
            );
        }
        Assert.Equal(
            (5, 8 + 7 + 6 + 5 + 4),
            (Figure("creators/ben", "conversions"), Figure("creators/ben", "revenue"))
        );
        Assert.Equal((3, 3 + 2 + 1), Waiting());
        // Somebody confirms one of the five: the sixth has its place.
        Catalog("""{"kind":"workspace","id":"default","currency":"EUR","claims":"count"}""");
        Send(
            Principal.Local,
            """{"type":"purchase","visitor":"x","order":"O-7","value":7,"code":"BEN15"}""",
            hoursAgo: 7
        );
        Assert.Equal((6, 5), (Figure("creators/ben", "conversions"), Figure("creators/ben", "claimedConversions")));
        Assert.Equal((2, 2 + 1), Waiting());
    }

    [Fact]
    public void A_strangers_currency_is_not_what_money_is_shown_in()
    {
        Catalog("""{"kind":"workspace","id":"default"}""");
        Send(
            Principal.Local,
            """{"type":"purchase","visitor":"c","order":"O-1","value":80,"currency":"EUR","code":"ANA15"}"""
        );
        Send(
            Principal.Pixel,
            """{"type":"purchase","visitor":"x","order":"O-2","value":1,"currency":"AED","code":"BEN15"}"""
        );
        Assert.Equal(80, Figure("creators/ana", "revenue"));
        Assert.Empty(Overview("state")["badges"]!.AsArray());
    }

    [Fact]
    public void A_crawlers_agent_in_a_buyers_name_condemns_the_call_only()
    {
        Buy();
        Send(
            Principal.Link,
            """{"type":"click","visitor":"buyer","content":"ben-post","agent":"Googlebot/2.1"}""",
            hoursAgo: 1
        );
        Assert.Equal(80, Figure("creators/ana", "revenue"));
        Assert.Equal((2, 1), (Figure("creators/ana", "clicks"), Figure("creators/ana", "reach")));
        Assert.Equal((0, 0), (Figure("creators/ben", "clicks"), Figure("creators/ben", "reach")));
        Assert.Equal("known-bot", (string)Overview("figures")["suspect"]!.AsArray().Single()!["code"]!);
    }

    [Fact]
    public void A_burst_in_a_buyers_name_condemns_itself_only()
    {
        Buy();
        for (int n = 0; n < 41; n++)
        {
            Send(Principal.Pixel, """{"type":"click","visitor":"buyer","content":"ben-post"}""", hoursAgo: 1);
        }
        Assert.Equal(80, Figure("creators/ana", "revenue"));
        Assert.Equal((2, 1), (Figure("creators/ana", "clicks"), Figure("creators/ana", "reach")));
        Assert.Equal((0, 0), (Figure("creators/ben", "clicks"), Figure("creators/ben", "reach")));
        JsonNode suspect = Overview("figures")["suspect"]!.AsArray().Single()!;
        Assert.Equal(("inhuman-rate", 41), ((string)suspect["code"]!, (int)suspect["events"]!));
    }

    [Fact]
    public void A_proven_burst_condemns_its_actor()
    {
        Buy();
        for (int n = 0; n < 41; n++)
        {
            Send(Principal.Local, """{"type":"click","visitor":"buyer","content":"ben-post"}""", hoursAgo: 1);
        }
        Assert.Equal((0, 0), (Figure("creators/ana", "revenue"), Figure("creators/ana", "clicks")));
    }

    public void Dispose() => service.Dispose();

    /// <summary>Somebody comes by two of Ana's links, one of them sent by the browser itself, and buys.</summary>
    private void Buy()
    {
        Send(Principal.Local, """{"type":"click","visitor":"buyer","content":"ana-post"}""", hoursAgo: 3);
        Send(Principal.Link, """{"type":"click","visitor":"buyer","content":"ana-post"}""", hoursAgo: 2);
        Send(Principal.Local, """{"type":"purchase","visitor":"buyer","order":"O-1","value":80}""");
    }

    private void Catalog(params string[] entries) =>
        Take(
            service.Entries.CatalogAsync(
                Principal.Local,
                Encoding.UTF8.GetBytes(string.Join('\n', entries)),
                true,
                default
            )
        );

    /// <summary>An event some hours before the end of the day.</summary>
    private void Send(Principal from, string fact, int hoursAgo = 0)
    {
        JsonObject json = JsonNode.Parse(fact)!.AsObject();
        json["id"] = $"e{events++}";
        json["time"] = $"{World.Start.AddDays(1).AddHours(-hoursAgo).AddMinutes(-1):yyyy-MM-ddTHH:mm:ssZ}";
        Take(service.Events.CollectAsync(from, Encoding.UTF8.GetBytes(json.ToJsonString()), true, default));
    }

    private void Take(Task<CollectResult> answer)
    {
        log.Commit();
        Assert.True(answer.IsCompletedSuccessfully);
        Assert.Empty(answer.Result.Rejections);
    }

    private (double, double) Waiting()
    {
        JsonNode waiting = Overview("figures")["waitingClaims"]!;
        return (waiting["conversions"]!.GetValue<double>(), waiting["revenue"]!.GetValue<double>());
    }

    /// <summary>Of all time, of the campaign or one of its creators.</summary>
    private double Figure(string row, string figure)
    {
        JsonNode? totals =
            row == "overview"
                ? Overview("figures")["totals"]
                : View("creators")["figures"]!["rows"]!
                    .AsArray()
                    .Single(of => of!["creator"]!.GetValue<string>() == row["creators/".Length..])!["totals"];
        return totals![figure]!.GetValue<double>();
    }

    private JsonNode Overview(string part) => View("overview")[part]!;

    /// <summary>Once everything has had its turns.</summary>
    private JsonObject View(string name)
    {
        for (int turn = 0; turn < 10; turn++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1_500));
            for (int partition = 0; partition < service.Partitions; partition++)
            {
                while (service.VisitorTurn(partition)) { }
            }
            service.WorkspaceTurn();
        }
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        Serve.ViewJson.WriteView(buffer, service.Views.Get(new ViewKey("default", "spring", name))!);
        return JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
    }
}
