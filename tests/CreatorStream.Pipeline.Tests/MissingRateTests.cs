using System.Text;
using System.Text.Json.Nodes;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Which rates are said to be missing follows from the orders and costs that there are, not from what came before.</summary>
public sealed class MissingRateTests : IDisposable
{
    private const string Day = "2026-09-21";
    private const string Badge = "missing-rate";

    private static readonly long Start = Rfc3339.TryParse(Encoding.UTF8.GetBytes(Day + "T00:00:00Z"), out long micros)
        ? micros
        : 0;

    private readonly StateMemory memory = new();
    private readonly MemoryViewStore views = new();
    private readonly WorkspaceState state;
    private readonly ViewPublisher publisher;

    public MissingRateTests()
    {
        var numbers = new PartitionNumbers();
        numbers.Subjects.Add(new Numbered<Subject>(0, new Subject("default", "", "", "", "", "")));
        state = new WorkspaceState(
            "default",
            new Dictionary<int, PartitionNumbers> { [0] = numbers },
            memory.Open(),
            Facts.Secret
        );
        publisher = new ViewPublisher(state, views, new SteppedTime());
        state.Apply(new WorkspaceEntry("default", "EUR", []));
        foreach (string campaign in (string[])["spring", "summer"])
        {
            state.Apply(new CampaignEntry("default", campaign, null, null, null, null, null));
        }
        state.Figures.Advance(Start + 1);
    }

    public void Dispose()
    {
        views.Dispose();
        memory.Dispose();
    }

    [Fact]
    public void An_order_that_was_taken_back_waits_for_no_rate()
    {
        byte[] purchase = Conversion(EventType.Purchase, "USD");
        Put(purchase);
        Assert.Equal([Badge], Badges());
        Put([.. purchase, .. Conversion(EventType.Refund, "USD")]);
        Assert.Empty(Badges());
    }

    [Fact]
    public void Of_several_currencies_one_is_named_whatever_came_first()
    {
        byte[] purchase = Conversion(EventType.Purchase, "USD");
        byte[] first = Conversion(EventType.Refund, "CHF");
        byte[] second = Conversion(EventType.Refund, "GBP");
        Put([.. purchase, .. first, .. second]);
        string text = Text();
        Assert.Contains("CHF", text, StringComparison.Ordinal);
        Put([.. purchase, .. second, .. first]);
        Assert.Equal(text, Text());
    }

    [Fact]
    public void A_cost_in_one_campaign_is_told_in_all_until_the_rate_comes()
    {
        state.Apply(new CostEntry("default", "flight", "spring", null, 1_000_000, "USD", Day, Day));
        Assert.Equal([Badge, Badge], Badges("spring", "summer"));
        state.Apply(new RateEntry("default", "usd", "USD", Day, 900_000));
        Assert.Empty(Badges("spring", "summer"));
    }

    [Fact]
    public void A_cost_that_is_replaced_waits_for_no_rate()
    {
        state.Apply(new CostEntry("default", "flight", "spring", null, 1_000_000, "USD", Day, Day));
        Assert.Equal([Badge], Badges());
        state.Apply(new CostEntry("default", "flight", "spring", null, 1_000_000, "EUR", Day, Day));
        Assert.Empty(Badges());
    }

    [Fact]
    public void A_cost_that_begins_later_is_told_of_then()
    {
        state.Apply(new CostEntry("default", "flight", "spring", null, 1_000_000, "USD", "2026-09-23", "2026-09-24"));
        Assert.Empty(Badges());
        state.Figures.Advance(Start + (2 * 86_400_000_000));
        Assert.Equal([Badge], Badges());
    }

    private void Put(byte[] conversions) =>
        state.PutJourney(0, new JourneyRow("default", 1, Inauthentic: false, default, conversions));

    private string[] Badges(params string[] campaigns)
    {
        Publish();
        return
        [
            .. from campaign in campaigns.DefaultIfEmpty("spring")
            from badge in State(campaign)["badges"]!.AsArray()
            select badge!["code"]!.GetValue<string>(),
        ];
    }

    private string Text()
    {
        Publish();
        return State("spring")["badges"]![0]!["text"]!.GetValue<string>();
    }

    private void Publish()
    {
        publisher.Settle(() => false);
        Assert.True(publisher.PublishWatched(() => false));
        Assert.True(publisher.PublishAll(() => false));
    }

    private JsonNode State(string campaign) =>
        JsonNode.Parse(views.Get(new ViewKey("default", campaign, "overview"))!.State)!;

    private static byte[] Conversion(EventType type, string currency)
    {
        var fields = new ConversionFields
        {
            Type = type,
            IsClaim = false,
            TimeMicros = Start,
            Id = "id"u8,
            Source = default,
            Order = "o"u8,
            ValueMicros = 1_000_000,
            Currency = Encoding.UTF8.GetBytes(currency),
            Code = default,
            Subject = 0,
            Fingerprint = 1,
        };
        byte[] bytes = new byte[fields.Length];
        fields.WriteTo(bytes);
        return bytes;
    }
}
