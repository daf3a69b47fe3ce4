using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Worlds.Attacks;
using Xunit.Abstractions;

namespace CreatorStream.Worlds.Tests;

public sealed class SimulationTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
    private static readonly HashSet<string> Types = [.. EventTypes.All.Select(kind => kind.Name)];

    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public void The_same_seed_makes_the_same_bytes_and_another_makes_others(ulong seed)
    {
        output.WriteLine($"seed {seed}");
        Assert.Equal(Hash(Live(seed, Start, 20_000, 1_500)), Hash(Live(seed, Start, 20_000, 7_001)));
        Assert.NotEqual(Hash(Live(seed, Start, 1_000, 500)), Hash(Live(seed + 1, Start, 1_000, 500)));
        Assert.NotEqual(Hash(Live(seed, Start, 1_000, 500)), Hash(Live(seed, Start.AddSeconds(1), 1_000, 500)));
        Assert.Equal(Make(seed).Catalog, Make(seed).Catalog);
    }

    [Theory]
    [InlineData("pods:medium")]
    [InlineData("bought-likes:medium")]
    public void Groups_of_attackers_act_in_history_too(string attack)
    {
        Assert.True(Count(AttackPlan.Parse([attack])) >= Count(AttackPlan.Parse([])) + 20);

        static int Count(AttackPlan attacks) =>
            new Traffic(new Advertiser(3, Start, new AdvertiserOptions { Attacks = attacks })).History(
                Start.AddHours(-3),
                Start,
                new ArrayBufferWriter<byte>()
            );
    }

    [Fact]
    public void History_is_the_same_in_blocks_of_any_order()
    {
        var whole = new Traffic(Make(3));
        var expected = new ArrayBufferWriter<byte>();
        whole.History(Start.AddMinutes(-60), Start, expected);
        var inBlocks = new Traffic(Make(3));
        var blocks = new ArrayBufferWriter<byte>();
        for (int end = 0; end > -60; end -= 7)
        {
            inBlocks.History(Start.AddMinutes(Math.Max(end - 7, -60)), Start.AddMinutes(end), blocks);
        }

        Assert.Equal(Lines(expected).Order(StringComparer.Ordinal), Lines(blocks).Order(StringComparer.Ordinal));
        // What arrives later is the same too.
        (ArrayBufferWriter<byte>? late, ArrayBufferWriter<byte>? later) = (
            new ArrayBufferWriter<byte>(),
            new ArrayBufferWriter<byte>()
        );
        whole.Live(Start.AddMinutes(30), late);
        inBlocks.Live(Start.AddMinutes(30), later);
        Assert.Equal(Lines(late).Order(StringComparer.Ordinal), Lines(later).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_event_is_valid_and_about_the_catalog()
    {
        Advertiser advertiser = Make(5);
        JsonElement[] catalog = advertiser.Catalog.Select(entry => JsonDocument.Parse(entry).RootElement).ToArray();
        Assert.Equal(catalog.Length, catalog.Select(e => (Text(e, "kind"), Text(e, "id"))).Distinct().Count());
        var content = catalog.Where(e => Text(e, "kind") == "content").ToDictionary(e => Text(e, "id")!);
        var codes = catalog.Where(e => Text(e, "kind") == "code").Select(e => Text(e, "id")).ToHashSet();
        Assert.Equal(40, content.Count);
        Assert.Equal(
            ["blog", "instagram", "podcast", "tiktok", "youtube"],
            content.Values.Select(e => Text(e, "platform")).Distinct().Order()
        );
        foreach (JsonElement e in Events(Live(5, Start, 60_000, 5_000)))
        {
            Assert.Contains(Text(e, "type")!, Types);
            Assert.NotEmpty(Text(e, "id")!);
            Assert.NotEmpty(Text(e, "visitor")!);
            var time = DateTimeOffset.ParseExact(
                Text(e, "time")!,
                "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
                null,
                DateTimeStyles.AssumeUniversal
            );
            Assert.True(time >= Start, "nothing is before the start");
            if (Text(e, "content") is { } id)
            {
                Assert.Equal(Text(content[id], "creator"), Text(e, "creator"));
                Assert.Equal(Text(content[id], "campaign"), Text(e, "campaign"));
                Assert.Equal(Text(content[id], "platform"), Text(e, "platform"));
                var published = DateTimeOffset.Parse(Text(content[id], "published")!, CultureInfo.InvariantCulture);
                Assert.True(time >= published, $"{id} is seen before it is published");
            }
            if (Text(e, "code") is { } code)
            {
                Assert.Contains(code, codes);
            }
        }
    }

    [Fact]
    public void Money_is_consistent()
    {
        var currencies = Make(6)
            .Catalog.Select(e => JsonDocument.Parse(e).RootElement)
            .Where(e => Text(e, "kind") == "rate")
            .Select(e => Text(e, "currency"))
            .Append("EUR")
            .ToHashSet();
        JsonElement[] events = Events(Live(6, Start, 400_000, 8_000))
            .Where(e => Text(e, "order") is not null)
            .ToArray();
        IGrouping<string, JsonElement>[] orders = events.GroupBy(e => Text(e, "order")!).ToArray();
        Assert.True(orders.Length > 100, $"{orders.Length} orders");
        Assert.Contains(events, e => Text(e, "code") is not null);
        Assert.Contains(events, e => Text(e, "type") == "refund");
        foreach (IGrouping<string, JsonElement>? order in orders)
        {
            JsonElement[] purchases = order.Where(e => Text(e, "type") == "purchase").ToArray();
            // The shop's word and the pixel's are the same; the last orders' webhooks are still on their way.
            Assert.Single(purchases.Select(e => (Text(e, "value"), Text(e, "currency"))).Distinct());
            decimal value = decimal.Parse(Text(purchases[0], "value")!, CultureInfo.InvariantCulture);
            Assert.InRange(value, 1, 1000);
            Assert.Contains(Text(purchases[0], "currency"), currencies);
            foreach (JsonElement refund in order.Where(e => Text(e, "type") == "refund"))
            {
                Assert.InRange(decimal.Parse(Text(refund, "value")!, CultureInfo.InvariantCulture), 0.01m, value);
                Assert.Equal(Text(purchases[0], "currency"), Text(refund, "currency"));
            }
        }
    }

    [Fact]
    public void Nobody_is_suspect_for_what_thousands_say() =>
        Assert.All(Cast.Comments, comment => Assert.Equal(0ul, CommentText.Hash(comment, secret: 1)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_spike_and_a_burst_of_bots_come_soon(ulong seed)
    {
        output.WriteLine($"seed {seed}");
        JsonElement[] events = Events(Live(seed, Start, 40_000, 5_000)).ToArray();
        JsonElement[] engagements = events
            .Where(e => Text(e, "type") is "like" or "comment" or "share" or "save")
            .ToArray();
        int Of(string campaign, int fromSecond, int toSecond) =>
            engagements.Count(e => Text(e, "campaign") == campaign && Second(e) >= fromSecond && Second(e) < toSecond);
        int usual = Of("glow-serum", 0, 120);
        int spike = Of("glow-serum", 150, 270);
        output.WriteLine($"2 minutes of engagements: usually {usual}, at the spike {spike}");
        Assert.True(spike > 5 * usual, "a spike is far above what is usual");
        int fast = events
            .GroupBy(e => (Text(e, "visitor"), Second(e) / 60))
            .Where(g => g.Count() > 60)
            .Select(g => g.Key.Item1)
            .Distinct()
            .Count();
        Assert.InRange(fast, 3, 3);
        Assert.Contains(events, e => Text(e, "agent")?.Contains("Googlebot", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Visits_follow_a_landing_with_its_content_and_take_the_time_that_they_say()
    {
        JsonElement[][] visits = Events(Live(7, Start, 60_000, 5_000))
            .Where(e => Text(e, "type") is "visit" or "product_page" && Text(e, "content") is not null)
            .DistinctBy(e => Text(e, "id"))
            .GroupBy(e => (Text(e, "visitor"), Text(e, "content")))
            .Select(walk => walk.OrderBy(Second).ToArray())
            .ToArray();
        double bounces = visits.Count(walk => walk.Length == 1 && Seconds(walk[0]) < 10) / (double)visits.Length;
        output.WriteLine($"{visits.Length} walks, {bounces:P1} bounces");
        Assert.InRange(bounces, .1, .5);
        Assert.InRange(visits.Average(walk => walk.Length), 1.3, 3);
        JsonElement[][] products = visits
            .Where(walk => walk.Length > 1 && Text(walk[1], "type") == "product_page")
            .ToArray();
        Assert.NotEmpty(products);
        Assert.All(products, walk => Assert.InRange(Second(walk[1]) - Second(walk[0]) - Seconds(walk[0]), -1, 4));
    }

    [Fact]
    public void The_rate_is_the_one_that_was_asked_for()
    {
        foreach (double rate in (double[])[10, 25, 200])
        {
            var traffic = new Traffic(Make(9, rate));
            var buffer = new ArrayBufferWriter<byte>();
            // The last ten minutes before the start are free of incidents.
            int count = traffic.History(Start.AddMinutes(-20), Start.AddMinutes(-5), buffer);
            Assert.InRange(count / 900.0, rate * .85, rate * 1.15);
        }
    }

    [Fact]
    public void Some_events_are_late_some_come_twice_and_some_overtake()
    {
        string[] lines = Lines(Live(11, Start, 50_000, 5_000)).ToArray();
        int twice = lines.Length - lines.Distinct().Count();
        Assert.InRange(twice / (double)lines.Length, .002, .012);
        int greatest = -1;
        (int late, int overtaken) = (0, 0);
        foreach (int second in lines.Select(l => Second(JsonDocument.Parse(l).RootElement)))
        {
            late += second < greatest - 60 ? 1 : 0;
            overtaken += second < greatest ? 1 : 0;
            greatest = Math.Max(greatest, second);
        }
        Assert.InRange(late / (double)lines.Length, .001, .02);
        Assert.True(overtaken > late, "out of order within seconds");
    }

    private static Advertiser Make(ulong seed, double rate = 25) =>
        new(seed, Start, new AdvertiserOptions { Rate = rate });

    private static ArrayBufferWriter<byte> Live(ulong seed, DateTimeOffset start, int events, int block)
    {
        var traffic = new Traffic(new Advertiser(seed, start, new AdvertiserOptions()));
        var buffer = new ArrayBufferWriter<byte>();
        for (int left = events; left > 0; )
        {
            left -= traffic.Live(DateTimeOffset.MaxValue, buffer, Math.Min(left, block));
        }

        return buffer;
    }

    private static string[] Lines(ArrayBufferWriter<byte> buffer) =>
        Encoding.UTF8.GetString(buffer.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<JsonElement> Events(ArrayBufferWriter<byte> buffer) =>
        Lines(buffer).Select(line => JsonDocument.Parse(line).RootElement);

    private static int Second(JsonElement e) =>
        (int)(DateTimeOffset.Parse(Text(e, "time")!, CultureInfo.InvariantCulture) - Start).TotalSeconds;

    private static int Seconds(JsonElement e) => int.Parse(Text(e, "seconds")!, CultureInfo.InvariantCulture);

    private static string? Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out JsonElement value) ? value.ToString() : null;

    private static string Hash(ArrayBufferWriter<byte> buffer) =>
        Convert.ToHexString(SHA256.HashData(buffer.WrittenSpan));
}
