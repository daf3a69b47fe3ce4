using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Panes;
using CreatorStream.Analytics.Value;
using CreatorStream.Events;
using CreatorStream.Offline.Clv;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Customers;
using CreatorStream.Pipeline.Workspaces.Orders;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Who buys, who won them, and what they are expected to buy yet.</summary>
public sealed class CustomersTests : IDisposable
{
    private const int People = 90;

    private readonly StateMemory memory = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-customers-");

    public void Dispose()
    {
        memory.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Values_are_the_means_of_those_of_the_command_for_the_same_orders()
    {
        const int Creators = 3;
        // Where each has a creator of their own, it tells which customer is whom.
        var names = Fill(Merge(Orders(person => $"c{person}")))
            .Acquirers.ToDictionary(of => of.Value.Creator, of => of.Key);
        WorkspaceState state = Merge(Orders(person => $"c{person % Creators}"));
        CustomerInput input = Fill(state);
        string orders = Path.Combine(folder.FullName, "orders.csv");
        string result = Path.Combine(folder.FullName, "clv.csv");
        await File.WriteAllLinesAsync(
            orders,
            ["customer,date,value", .. AllOrders().Select(of => $"{names[$"c{of.Person}"]},{Date(of.Day)},{of.Value}")]
        );
        string[] command = [orders, "--out", result, "--until", $"{input.Until:yyyy-MM-dd}"];
        Assert.Equal(0, await ClvCommand.Create().Parse(command).InvokeAsync());
        var lines = File.ReadAllLines(result).Skip(1).Select(line => line.Split(',')).ToDictionary(line => line[0]);

        JsonObject view = View(Found(state, input));
        Assert.Equal("fitted", (string?)view["state"]);
        Assert.Equal(People, (int)view["totals"]!["customers"]!);
        Assert.Equal(Creators, view["rows"]!.AsArray().Count);
        for (int creator = 0; creator < Creators; creator++)
        {
            JsonNode row = view["rows"]!.AsArray()[creator]!;
            string[][] own =
            [
                .. Enumerable
                    .Range(0, People)
                    .Where(person => person % Creators == creator)
                    .Select(person => lines[names[$"c{person}"]]),
            ];
            Assert.Equal(own.Sum(line => int.Parse(line[1], CultureInfo.InvariantCulture)), (int)row["orders"]!);
            Assert.Equal(own.Average(line => Number(line[5])), (double)row["clv"]!, 0.51e-4);
        }
        Assert.Equal(lines.Values.Average(line => Number(line[5])), (double)view["totals"]!["clv"]!, 0.51e-4);
    }

    [Fact]
    public void Of_a_few_customers_no_value_is_told()
    {
        WorkspaceState state = Merge(
            Orders(person =>
                person < MeanValues.LeastCustomers - 1 ? "few"
                : person < (2 * MeanValues.LeastCustomers) - 1 ? "enough"
                : "many"
            )
        );
        JsonNode[] rows = [.. View(Found(state, Fill(state)))["rows"]!.AsArray().Select(row => row!)];
        Assert.Equal(["creator/enough", "creator/few", "creator/many"], rows.Select(row => (string)row["id"]!));
        Assert.Equal([10, 9, 71], rows.Select(row => (int)row["customers"]!));
        Assert.Equal([true, false, true], rows.Select(row => row["clv"] != null && row["clvLow"] != null));
    }

    [Fact]
    public void A_creator_has_the_mean_of_its_customers_and_nothing_rests_on_the_order_of_events()
    {
        string[] lines = Orders(person => $"c{person % 3}");
        WorkspaceState state = Merge(lines);
        JsonObject view = View(Found(state, Fill(state)));
        JsonNode[] rows = [.. view["rows"]!.AsArray().Select(row => row!)];
        Assert.Equal(["creator/c0", "creator/c1", "creator/c2"], rows.Select(row => (string)row["id"]!));
        Assert.Equal(
            (double)view["totals"]!["clv"]! * People,
            rows.Sum(row => (double)row["clv"]! * (int)row["customers"]!),
            1e-6
        );
        Assert.All(rows, row => Assert.InRange((double)row["clv"]!, (double)row["clvLow"]!, (double)row["clvHigh"]!));
        int seed = Random.Shared.Next();
        new Random(seed).Shuffle(lines);
        WorkspaceState other = Merge(lines, chunks: 5);
        string again = View(Found(other, Fill(other))).ToJsonString();
        Assert.True(view.ToJsonString() == again, $"seed {seed}");
    }

    [Fact]
    public void Who_is_credited_with_the_first_order_won_the_customer_also_where_that_comes_late()
    {
        WorkspaceState state = Merge([
            .. Visit("v", "late", "ben", daysAgo: 11),
            Purchase("o2", "v", daysAgo: 10, value: "20"),
            Purchase("o3", "v", daysAgo: 10, value: "5"),
        ]);
        Assert.Equal("creator/ben 1 0 2 25", Row(state));
        // Another order, before them.
        Assert.Equal(
            "creator/ana 1 1 3 35",
            Row(
                Merge([
                    .. Visit("v", "late", "ben", daysAgo: 11),
                    Purchase("o2", "v", daysAgo: 10, value: "20"),
                    Purchase("o3", "v", daysAgo: 10, value: "5"),
                    .. Visit("v", "early", "ana", daysAgo: 41),
                    Purchase("o1", "v", daysAgo: 40, value: "10"),
                ])
            )
        );
        // It is taken back in full, so it never was.
        Assert.Equal(
            "creator/ben 1 0 2 25",
            Row(
                Merge([
                    .. Visit("v", "late", "ben", daysAgo: 11),
                    Purchase("o2", "v", daysAgo: 10, value: "20"),
                    Purchase("o3", "v", daysAgo: 10, value: "5"),
                    .. Visit("v", "early", "ana", daysAgo: 41),
                    Purchase("o1", "v", daysAgo: 40, value: "10"),
                    Purchase("o1", "v", daysAgo: 1, value: "10", type: "refund"),
                ])
            )
        );
    }

    [Fact]
    public void Only_proven_purchases_make_a_customer()
    {
        Assert.Equal(
            "nobody 1 0 1 7",
            Row(
                Merge([
                    Purchase("o1", "a", daysAgo: 3, value: "10", via: "pixel"),
                    Purchase("o2", "b", daysAgo: 3, value: "10", type: "lead"),
                    Purchase("o3", "c", daysAgo: 3, value: "7"),
                ])
            )
        );
    }

    [Fact]
    public void Why_values_are_not_known_is_said()
    {
        Assert.Equal("fewReturned", StateOf(Merge([Purchase("o1", "v", daysAgo: 3, value: "10")])));
        WorkspaceState dollars = Merge([
            .. Orders(_ => "ana"),
            Purchase("usd", "v", daysAgo: 3, value: "10", currency: "USD"),
        ]);
        Assert.Equal("missingRate", StateOf(dollars));
        JsonObject view = View(dollars);
        Assert.Null(view["totals"]!["clv"]);
        Assert.Null(view["totals"]!["revenue"]);
        dollars.Apply(new RateEntry("default", "usd", "USD", Date(3), 900_000));
        dollars.Settle(() => false);
        Assert.Equal("fitted", StateOf(dollars));
        string[] worthless =
        [
            .. Orders(_ => "ana").Select(line => Regex.Replace(line, "\"value\":\"[0-9.]*", "\"value\":\"0")),
        ];
        Assert.Equal("noValue", StateOf(Merge(worthless)));

        string StateOf(WorkspaceState state) => (string)View(Found(state, Fill(state)))["state"]!;
    }

    [Fact]
    public void Values_are_found_anew_when_a_customer_is_older_and_not_before()
    {
        WorkspaceState state = Merge(Orders(_ => "ana"));
        Found(state, Fill(state));
        Assert.Null(state.Customers.TakeInput());
        state.Figures.Advance(state.Figures.GreatestMicros + 86_400_000_000);
        state.TakeChanged(timeMoved: true, out _);
        Assert.Equal(Today().AddDays(1), Fill(state).Until);
    }

    [Fact]
    public void Of_very_many_customers_a_sample_is_looked_at_and_all_are_counted()
    {
        var book = new CustomerBook(memory.Open());
        const int Many = 20_000;
        for (int n = 0; n < Many; n++)
        {
            book.Add(Outcome(Hash64.Combine(7, (ulong)n), n % 1_000, 1), Credit.Unattributed, 1);
        }
        // One of them has more orders than all others.
        const int Orders = 2 * CustomerInput.MostDays;
        for (int n = 0; n < Orders; n++)
        {
            book.Add(Outcome(Hash64.Combine(7, 3), 99 - (int)(n * 100L / Orders), 1), Credit.Unattributed, 1);
        }
        book.Advance(Rfc3339.DayOf(Facts.NowMicros));
        Assert.Equal(Many, book.All.Customers);
        CustomerInput input = Fill(book);
        Assert.InRange(input.Acquirers.Count, CustomerInput.Most / 4, CustomerInput.Most);
    }

    [Fact]
    public void What_is_taken_back_leaves_no_trace()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        var book = new CustomerBook(memory.Open());
        var known = new List<(OrderOutcome Outcome, Credit Credit)>();
        for (int n = 0; n < 2_000; n++)
        {
            if (known.Count > 0 && random.Next(5) < 2)
            {
                int at = random.Next(known.Count);
                book.Add(known[at].Outcome, known[at].Credit, -1);
                known.RemoveAt(at);
            }
            else
            {
                Int128? value = random.Next(20) == 0 ? null : random.Next(3);
                var credit = new Credit("spring", $"c{random.Next(3)}", "", "");
                OrderOutcome outcome = Outcome((ulong)random.Next(40), random.Next(60), value);
                book.Add(outcome, credit, 1);
                known.Add((outcome, credit));
            }
        }
        var expected = new CustomerBook(memory.Open());
        foreach ((OrderOutcome outcome, Credit credit) in known)
        {
            expected.Add(outcome, credit, 1);
        }
        Assert.Equal($"seed {seed}\n{Text(expected)}", $"seed {seed}\n{Text(book)}");

        static string Text(CustomerBook of) =>
            string.Join(
                '\n',
                of.Acquirers.Where(one => one.Sums.Customers > 0)
                    .OrderBy(one => one.Acquirer.Id, StringComparer.Ordinal)
                    .Select(one =>
                        $"{one.Acquirer.Id} {one.Sums.Customers} {one.Sums.Returned} {one.Sums.Orders} {one.Sums.RevenueMicros} {one.Sums.Unpriced} {string.Join(' ', one.Sums.Months)}"
                    )
            );
    }

    /// <summary>As micro-units a decimal doesn't hold them, and what one workspace holds would end the task of all.</summary>
    [Fact]
    public void A_customer_may_buy_for_the_greatest_amounts_on_one_day()
    {
        Int128 most = (Int128)Micros.Greatest * Micros.GreatestRate / Micros.PerUnit;
        var book = new CustomerBook(memory.Open());
        for (int order = 0; order < 20; order++)
        {
            book.Add(Outcome(1, 1, most), Credit.Unattributed, 1);
        }
        book.Advance(Rfc3339.DayOf(Facts.NowMicros));
        Assert.Single(Fill(book).Acquirers);
    }

    private static OrderOutcome Outcome(ulong customer, int daysAgo, Int128? revenueMicros) =>
        new(
            true,
            EventType.Purchase,
            Pane.Of(Facts.NowMicros - (daysAgo * 86_400_000_000L)),
            0,
            revenueMicros,
            OrderProof.Proven,
            customer
        );

    private static DateOnly Today() => DateOnly.ParseExact(Date(0), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Date(int daysAgo) => Rfc3339.Format(Facts.NowMicros - (daysAgo * 86_400_000_000L))[..10];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Two of three come again, some often.</summary>
    private static IEnumerable<(int Person, int Day, string Value)> AllOrders()
    {
        for (int person = 0; person < People; person++)
        {
            int orders = person % 3 == 0 ? 1 : 1 + (person % 7);
            for (int n = 0; n < orders; n++)
            {
                int value = 10 + (((person * 7) + (n * 3)) % 23);
                yield return (person, 200 - (person / 2) - (n * (3 + (person % 11))), $"{value}.50");
            }
        }
    }

    private static string[] Orders(Func<int, string> creatorOf) =>
        [
            .. Enumerable
                .Range(0, People)
                .SelectMany(person =>
                    Visit($"v{person}", $"post-{creatorOf(person)}", creatorOf(person), daysAgo: 201 - (person / 2))
                ),
            .. AllOrders().Select((of, n) => Purchase($"o{n}", $"v{of.Person}", of.Day, of.Value)),
            // The last day of observation.
            $$"""{"id":"now","type":"visit","time":"{{Rfc3339.Format(Facts.NowMicros)}}","visitor":"z","content":"x"}""",
        ];

    private static string[] Visit(string visitor, string content, string creator, int daysAgo) =>
        [
            $$"""{"id":"{{visitor}}-{{content}}","type":"click","time":"{{Rfc3339.Format(
                Facts.NowMicros - (daysAgo * 86_400_000_000L)
            )}}","visitor":"{{visitor}}","content":"{{content}}","campaign":"spring","creator":"{{creator}}"}""",
        ];

    private static string Purchase(
        string order,
        string visitor,
        int daysAgo,
        string value,
        string type = "purchase",
        string via = "import",
        string currency = "EUR"
    ) =>
        $$"""{"id":"{{type}}-{{order}}","type":"{{type}}","via":"{{via}}","time":"{{Rfc3339.Format(
            Facts.NowMicros - (daysAgo * 86_400_000_000L)
        )}}","visitor":"{{visitor}}","order":"{{order}}","value":"{{value}}","currency":"{{currency}}"}""";

    private WorkspaceState Merge(string[] lines, int chunks = 1)
    {
        var merged = new MergedWorkspace(memory.Open());
        merged.State.Apply(new WorkspaceEntry("default", "EUR", []));
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        foreach (string[] some in lines.Chunk((lines.Length / chunks) + 1))
        {
            Facts.Feed(flow, some, 50);
            merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
            merged.State.TakeChanged(timeMoved: true, out _);
        }
        return merged.State;
    }

    private static CustomerInput Fill(WorkspaceState state) => Fill(state.Customers);

    private static CustomerInput Fill(CustomerBook book)
    {
        CustomerInput input = book.TakeInput()!;
        while (!input.GoOn()) { }
        return input;
    }

    private static WorkspaceState Found(WorkspaceState state, CustomerInput input)
    {
        state.Customers.Put(CustomerFit.Of(input));
        return state;
    }

    private static string Row(WorkspaceState state)
    {
        JsonNode row = View(Found(state, Fill(state)))["rows"]!.AsArray().Single()!;
        return $"{row["id"]} {row["customers"]} {row["returned"]} {row["orders"]} {row["revenue"]}";
    }

    private static JsonObject View(WorkspaceState state)
    {
        var sources = new ViewSources(state);
        (Dictionary<string, byte[]> fields, Dictionary<string, Views.ViewTable> tables) = ViewRegistry
            .Find("value")!
            .Write(sources, "");
        IEnumerable<string> members = fields
            .Select(of => $"\"{of.Key}\":{Encoding.UTF8.GetString(of.Value)}")
            .Concat(
                tables.Select(of =>
                    $"\"{of.Key}\":[{string.Join(',', of.Value.Rows.Select(row => Encoding.UTF8.GetString(row.Json)))}]"
                )
            );
        byte[] told = sources.Part.Write(ViewState.Shape, new ViewState(state, DateTimeOffset.UnixEpoch, 1));
        string body = $"{{\"figures\":{{{string.Join(',', members)}}},\"state\":{Encoding.UTF8.GetString(told)}}}";
        return PublishedViews.Read("value", body)["figures"]!.AsObject();
    }
}
