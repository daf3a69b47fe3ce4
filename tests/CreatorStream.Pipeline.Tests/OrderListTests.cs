using System.Text;
using System.Text.Json.Nodes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Orders;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Which orders are listed where, and what is told of them.</summary>
public sealed class OrderListTests : IDisposable
{
    private const long Second = 1_000_000;

    private readonly StateMemory memory = new();
    private readonly WorkspaceState workspace;
    private readonly ViewSources sources;

    public OrderListTests()
    {
        Subject[] subjects =
        [
            new("default", "", "", "", "", ""),
            new("default", "post", "spring", "ann", "", ""),
            new("default", "reel", "autumn", "ben", "", ""),
        ];
        var numbers = new PartitionNumbers();
        Numbered<Subject>[] numbered = [.. subjects.Select((of, at) => new Numbered<Subject>(at, of))];
        Array.ForEach(numbered, of => numbers.Subjects.Add(of));
        workspace = new WorkspaceState(
            "default",
            new Dictionary<int, PartitionNumbers> { [0] = numbers },
            memory.Open(),
            Facts.Secret
        );
        Array.ForEach(numbered, of => workspace.Subjects.Add(0, of));
        workspace.Apply(new WorkspaceEntry("default", "EUR", []));
        sources = new ViewSources(workspace);
    }

    public void Dispose() => memory.Dispose();

    [Fact]
    public void The_newest_are_listed_whatever_came_first()
    {
        int[] order = [.. Enumerable.Range(0, 200)];
        Random.Shared.Shuffle(order);
        foreach (int n in order)
        {
            // Some hours apart, a few in one pane.
            Put((ulong)n + 1, 1, Bought($"o{n:D3}", (n / 4 * 9_000L * Second) + (n % 4)));
        }
        workspace.Settle(() => false);
        Assert.Equal(
            Enumerable.Range(150, 50).Select(n => $"o{n:D3}"),
            Rows("spring").Select(row => Text(row, "order")).Order(StringComparer.Ordinal)
        );
        Assert.Empty(Rows("autumn"));
        Assert.Empty(Rows(null));
    }

    [Fact]
    public void Of_very_many_at_once_as_many_are_listed_as_have_room()
    {
        for (int n = 0; n < 300; n++)
        {
            Put((ulong)n + 1, 1, Bought($"o{n}", 0));
        }
        workspace.Settle(() => false);
        Assert.Equal(OrderList.Most, Rows("spring").Count);
    }

    [Fact]
    public void Where_most_of_the_newest_go_those_before_them_are_found()
    {
        for (int n = 0; n < 400; n++)
        {
            Put((ulong)n + 1, 1, Bought($"o{n:D3}", n / 100 * 20_000 * Second));
        }
        workspace.Settle(() => false);
        Assert.All(Rows("spring"), row => Assert.StartsWith("o3", Text(row, "order"), StringComparison.Ordinal));

        // Of the 300 latest two are left.
        for (int n = 100; n < 398; n++)
        {
            Put(
                (ulong)n + 1,
                1,
                [
                    .. Bought($"o{n:D3}", n / 100 * 20_000 * Second),
                    .. Bytes($"o{n:D3}", EventType.Refund, 0, "shop", 10, "EUR"),
                ]
            );
        }
        workspace.Settle(() => false);
        List<string> shown = [.. Rows("spring").Select(row => Text(row, "order"))];
        Assert.Equal(OrderList.Most, shown.Count);
        Assert.Contains("o398", shown);
        Assert.Contains("o399", shown);
        Assert.Equal(OrderList.Most - 2, shown.Count(of => of.StartsWith("o0", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_order_that_moves_is_listed_where_it_is_now()
    {
        // The one whose order moves met the campaign after the time that it moves to.
        Put(1, 1, Bought("moving", 0), metBefore: 50_000);
        Put(2, 1, Bought("staying", 0));
        workspace.Settle(() => false);
        Assert.Equal(2, Rows("spring").Count);
        long stamp = workspace.OrderList.Changes("spring");

        // Told of again, and earlier, by somebody who met another campaign.
        Put(3, 2, Bought("moving", -100_000 * Second));
        workspace.Settle(() => false);
        Assert.NotEqual(stamp, workspace.OrderList.Changes("spring"));
        Assert.Equal(["staying"], Rows("spring").Select(row => Text(row, "order")));
        Assert.Equal(["moving"], Rows("autumn").Select(row => Text(row, "order")));

        // Content that moves takes orders along.
        workspace.Apply(new ContentEntry("default", "reel", "spring", "ben", null, null, null));
        workspace.Settle(() => false);
        Assert.Equal(2, Rows("spring").Count);
        Assert.Empty(Rows("autumn"));
    }

    [Fact]
    public void A_refund_waits_for_its_order_and_one_in_full_takes_it_out_of_its_campaign()
    {
        byte[] refund = Bytes("o", EventType.Refund, 5 * Second, "shop", 10, "EUR");
        Put(9, 0, refund);
        workspace.Settle(() => false);
        Assert.True(workspace.OrderList.TakeLooseChanged());
        JsonNode alone = Assert.Single(Rows(null));
        Assert.Equal("refundOnly", Text(alone, "state"));
        Assert.Equal("refund", Text(alone["events"]![0]!, "role"));

        Put(1, 1, Bought("o", 0));
        workspace.Settle(() => false);
        Assert.Equal("refunded", Text(Assert.Single(Rows(null)), "state"));
        Assert.Empty(Rows("spring"));
    }

    [Fact]
    public void Evidence_says_which_event_decides_what_repeats_it_and_what_the_code_beat()
    {
        workspace.Apply(new CodeEntry("default", "BEN10", "ben", "autumn"));
        Put(
            1,
            1,
            [
                .. Bytes("o", EventType.Purchase, 0, "pixel", 49, "EUR"),
                .. Bytes("o", EventType.Purchase, 2 * Second, "shop", 45, "EUR", code: "BEN10"),
            ]
        );
        Put(2, 1, Bytes("o", EventType.Purchase, 3 * Second, "pixel", 1, "EUR", isClaim: true));
        workspace.Settle(() => false);
        JsonNode row = Assert.Single(Rows("autumn"));
        Assert.Equal(
            ["repeat pixel 1", "canonical shop 1", "unproven pixel 2"],
            row["events"]!.AsArray().Select(e => $"{e!["role"]} {e["source"]} {e["visitor"]}")
        );
        Assert.Equal("shop", Text(row, "canonical"));
        Assert.True(row["amountsDiffer"]!.GetValue<bool>());
        Assert.Equal(45, row["revenue"]!.GetValue<double>());
        Assert.Equal(("code", "BEN10"), (Text(row, "decision"), Text(row, "code")));
        Assert.Equal("ben", Text(row["credited"]!, "creator"));
        Assert.Equal("ann", Text(row["beaten"]!, "creator"));
    }

    [Fact]
    public void Claims_without_end_leave_room_for_what_is_proven()
    {
        Put(1, 1, Bought("o", 0));
        for (int n = 0; n < 100; n++)
        {
            Put((ulong)n + 2, 0, Bytes("o", EventType.Purchase, -n * Second, "pixel", n, "EUR", isClaim: true));
        }
        workspace.Settle(() => false);
        JsonNode row = Assert.Single(Rows("spring"));
        JsonArray events = row["events"]!.AsArray();
        Assert.Equal(OrderAccount.MostEvents, events.Count);
        Assert.Equal(101, row["eventCount"]!.GetValue<int>());
        Assert.Single(events, e => Text(e!, "role") == "canonical");
    }

    [Fact]
    public void What_touches_are_given_adds_up_to_the_order()
    {
        JourneyTouch[] met = [.. Enumerable.Range(0, 7).Select(n => Touch(1 + (n % 2), -n * 3_600 * Second))];
        workspace.PutJourney(0, new JourneyRow("default", 1, false, met.Reverse().ToArray(), Bought("o", 0)));
        workspace.Settle(() => false);
        OrderAccount account = workspace.OrderAccounts.Of(Assert.Single(workspace.OrderList.Newest("spring")))!;
        for (int model = 0; model < 6; model++)
        {
            Assert.Equal(1_000_000, account.Path.Sum(touch => touch.ConversionMicros[model]));
            Assert.Equal(
                account.RevenueMicros,
                account.Path.Aggregate((Int128)0, (sum, touch) => sum + touch.RevenueMicros[model]!.Value)
            );
        }
    }

    [Fact]
    public void Long_texts_let_fewer_orders_be_shown_and_one_always_is()
    {
        string text = new('x', 60_000);
        Put(1, 1, Bought("a" + text, 0));
        Put(2, 1, Bought("b" + text, Second));
        Put(3, 1, Bought("c" + text + text, 2 * Second));
        workspace.Settle(() => false);
        Assert.StartsWith("c", Text(Assert.Single(Rows("spring")), "order"), StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_count_orders_by_whom_their_buyers_had_met_and_take_them_back()
    {
        workspace.Apply(new CodeEntry("default", "ANN10", "ann", "spring"));
        Put(1, 1, Bytes("met", EventType.Purchase, 0, "shop", 10, "EUR", code: "ANN10"));
        Put(2, 2, Bytes("other", EventType.Purchase, 0, "shop", 20, "EUR", code: "ANN10"));
        byte[] stranger = Bytes("stranger", EventType.Purchase, 0, "shop", 30, "EUR", code: "ANN10");
        workspace.PutJourney(0, new JourneyRow("default", 3, false, Array.Empty<JourneyTouch>(), stranger));
        workspace.Settle(() => false);
        Assert.Equal((3, 1, 1, (Int128)60_000_000), Sums());

        byte[] refund = Bytes("stranger", EventType.Refund, 0, "shop", 30, "EUR");
        workspace.PutJourney(
            0,
            new JourneyRow("default", 3, false, Array.Empty<JourneyTouch>(), (byte[])[.. stranger, .. refund])
        );
        workspace.Settle(() => false);
        Assert.Equal((2, 1, 0, (Int128)30_000_000), Sums());

        workspace.Apply(new CodeEntry("default", "ANN10", "ben", "autumn"));
        workspace.Settle(() => false);
        Assert.Equal((2, 1, 0, (Int128)30_000_000), Sums());
        JsonNode row = Assert.Single(Table("codes", "autumn"));
        Assert.Equal("tooFew", Text(row, "usage"));
        Assert.Empty(Table("codes", "spring"));

        (long, long, long, Int128?) Sums()
        {
            CodeSums of = workspace.Codes.Of("ANN10").Side(isAuthentic: true);
            return (of.Orders, of.MetCreator, of.MetNobody, of.RevenueMicros);
        }
    }

    /// <summary>A visitor who met a subject, and bought.</summary>
    /// <param name="metBefore">Seconds before the time by which those of orders are given.</param>
    private void Put(ulong visitor, int subject, byte[] conversions, int metBefore = 200_000) =>
        workspace.PutJourney(
            0,
            new JourneyRow(
                "default",
                visitor,
                false,
                subject == 0 ? [] : (JourneyTouch[])[Touch(subject, -metBefore * Second)],
                conversions
            )
        );

    private static JourneyTouch Touch(int subject, long after) =>
        new(TouchKey.Of(Facts.NowMicros + after, EventType.Click), subject, 0);

    private static byte[] Bought(string order, long after) =>
        Bytes(order, EventType.Purchase, after, "shop", 10, "EUR");

    private static byte[] Bytes(
        string order,
        EventType type,
        long after,
        string source,
        long units,
        string currency,
        string code = "",
        bool isClaim = false
    )
    {
        var fields = new ConversionFields
        {
            Type = type,
            IsClaim = isClaim,
            TimeMicros = Facts.NowMicros + after,
            Id = Encoding.UTF8.GetBytes($"{source} {after}"),
            Source = Encoding.UTF8.GetBytes(source),
            Order = Encoding.UTF8.GetBytes(order),
            ValueMicros = units * Micros.PerUnit,
            Currency = Encoding.UTF8.GetBytes(currency),
            Code = Encoding.UTF8.GetBytes(code),
            Subject = 0,
            Fingerprint = 0,
        };
        byte[] bytes = new byte[fields.Length];
        fields.WriteTo(bytes);
        return bytes;
    }

    private List<JsonNode> Rows(string? campaign) =>
        campaign == null ? Table("looseOrders", "") : Table("orders", campaign);

    private List<JsonNode> Table(string view, string of) =>
        [.. ViewRegistry.Find(view)!.Write(sources, of).Tables["rows"].Rows.Select(row => JsonNode.Parse(row.Json)!)];

    private static string Text(JsonNode row, string field) => row[field]!.GetValue<string>();
}
