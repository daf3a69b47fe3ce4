using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Views;
using FsCheck;
using FsCheck.Fluent;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Amounts as great as may be sent, at rates as great as may be: every sum is exact.</summary>
public sealed class MoneyTests : IDisposable
{
    private const string Day = "2026-09-21";

    private static readonly long Start = Parse(Day + "T00:00:00Z");

    private static readonly Gen<long> Amount = Gen.OneOf(
        Gen.Elements(0, 1, Micros.Greatest, Micros.Greatest - 1),
        Gen.Choose(0, int.MaxValue).Select(of => of * (Micros.Greatest / int.MaxValue)),
        Gen.Choose(0, 100_000_000).Select(of => (long)of)
    );

    private static readonly Gen<long> Rate = Gen.OneOf(
        Gen.Elements(1, Micros.PerUnit, Micros.GreatestRate),
        Gen.Choose(1, int.MaxValue).Select(of => (long)of)
    );

    private static readonly Gen<Money> AnyMoney =
        from value in Amount
        from currency in Gen.Elements("", "EUR", "USD")
        select new Money(value, currency);

    private static readonly Gen<Order> AnyOrder =
        from value in AnyMoney
        from count in Gen.Choose(0, 3)
        from refunds in AnyMoney.ArrayOf(count)
        from second in Gen.Choose(0, 86_399)
        from isCredited in Gen.Elements(true, false)
        select new Order(value, refunds, second, isCredited);

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Two_orders_of_the_greatest_value_are_shown_as_their_sum()
    {
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        using var views = new MemoryViewStore();
        var rows = Channel.CreateUnbounded<PartialRows>();
        var time = new SteppedTime();
        using var stage2 = new WorkspaceTask(
            new EmptyLog(),
            views,
            rows.Reader,
            _ => true,
            (_, _) => { },
            memory,
            time
        );
        stage2.Open();
        string at = Rfc3339.Format(Facts.NowMicros);
        Facts.Feed(
            flow,
            from n in Enumerable.Range(0, 2)
            select $$"""{"id":"{{n}}","type":"purchase","time":"{{at}}","visitor":"v{{n}}","campaign":"spring","creator":"ana","content":"post","order":"o{{n}}","value":9e12,"currency":"EUR"}""",
            10
        );
        Assert.True(rows.Writer.TryWrite(flow.Tick(0, new TaskProgress(0, 0, 0, default))));
        time.Advance(TimeSpan.FromSeconds(10));
        stage2.TakeIn();
        Assert.True(stage2.PublishIfDue());
        ViewDocument overview = views.Get(new ViewKey("default", "spring", "overview"))!;
        Assert.Contains(
            "\"revenue\":18000000000000,",
            Encoding.UTF8.GetString(overview.Fields["totals"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Sums_are_exact_by_period_by_pane_and_unattributed() =>
        PropertyChecks.ForAll(
            Gen.Zip(AnyOrder.NonEmptyListOf(), Rate),
            of =>
            {
                (IList<Order> orders, long rate) = (of.Item1, of.Item2);
                WorkspaceState state = Settled(orders, rate);
                (_, Dictionary<string, ViewTable> timeline) = new TimelineView().Write(
                    new ViewSources(state),
                    "spring"
                );
                EntityFigures? figures = state.Figures.Find(Spring);
                var windows = new Windows(state);
                BigInteger credited = Sum(orders, rate, isCredited: true);
                BigInteger[] shown =
                [
                    Shown(windows.AllTime(Spring, figures, authentic: true)),
                    Shown(windows.AllTime(Spring, figures, authentic: false)),
                    // The day as a window: nothing is older.
                    Shown(windows.Window(Spring, figures, window: 2, back: 0, authentic: true)),
                    Total(timeline["1h"], column: 5),
                    Total(timeline["1h"], column: 10),
                ];
                return shown.All(sum => sum == credited)
                    && (BigInteger)state.Figures.Unattributed.Revenue[1] == Sum(orders, rate, isCredited: false);
            }
        );

    [Fact]
    public void Any_number_of_refunds_takes_back_no_more_than_the_value()
    {
        var greatest = new Money(Micros.Greatest, "USD");
        // More than 128 bits would hold of them at that rate.
        Money[] refunds = [.. Enumerable.Repeat(greatest, 20_000)];
        WorkspaceState state = Settled(
            [new Order(new Money(1_000_000, "EUR"), refunds, 0, true), new Order(greatest, [], 1, true)],
            Micros.GreatestRate
        );
        Totals totals = new Windows(state).AllTime(Spring, state.Figures.Find(Spring), authentic: true);
        Assert.Equal(1, totals.Conversions);
        Assert.Equal(Micros.Convert(Micros.Greatest, Micros.GreatestRate), totals.RevenueMicros);
    }

    [Theory]
    [InlineData("EUR", 1)]
    [InlineData("USD", 1_000_000_000)]
    public void Costs_add_up_beyond_the_greatest_amount(string currency, long rate)
    {
        WorkspaceState state = Settled([], rate * Micros.PerUnit);
        for (int n = 0; n < 3; n++)
        {
            state.Catalog.Apply(new CostEntry("default", $"c{n}", "spring", null, Micros.Greatest, currency, Day, Day));
        }
        state.Figures.Advance(Start + 86_400_000_000);
        Int128? cost = new Windows(state).AllTime(Spring, null, authentic: true).CostMicros;
        Assert.Equal((Int128)3 * Micros.Greatest * rate, cost);
    }

    private static Entity Spring => new("default", "spring", EntityLevel.Campaign, "");

    private WorkspaceState Settled(IEnumerable<Order> orders, long rate)
    {
        var numbers = new PartitionNumbers();
        numbers.Subjects.Add(new Numbered<Subject>(0, new Subject("default", "", "", "", "", "")));
        var state = new WorkspaceState(
            "default",
            new Dictionary<int, PartitionNumbers> { [0] = numbers },
            memory.Open(),
            Facts.Secret
        );
        state.Catalog.Apply(new WorkspaceEntry("default", "EUR", []));
        state.Catalog.Apply(new CodeEntry("default", "ANA", "ana", "spring"));
        state.Catalog.Apply(new RateEntry("default", "usd", "USD", Day, rate));
        int number = 0;
        foreach (Order order in orders)
        {
            byte[] events =
            [
                .. Bytes(order, number, EventType.Purchase, order.Value),
                .. order.Refunds.SelectMany(refund => Bytes(order, number, EventType.Refund, refund)),
            ];
            state.PutJourney(0, new JourneyRow("default", (ulong)++number, false, default, events));
        }
        state.Figures.Advance(Start + 86_399_999_999);
        state.Settle(() => false);
        return state;
    }

    private static byte[] Bytes(Order order, int number, EventType type, Money money)
    {
        var fields = new ConversionFields
        {
            Type = type,
            IsClaim = false,
            TimeMicros = Start + (order.Second * 1_000_000L),
            Id = "id"u8,
            Source = default,
            Order = Encoding.UTF8.GetBytes($"o{number}"),
            ValueMicros = money.ValueMicros,
            Currency = Encoding.UTF8.GetBytes(money.Currency),
            Code = order.IsCredited ? "ANA"u8 : default,
            Subject = 0,
            Fingerprint = (ulong)number,
        };
        byte[] bytes = new byte[fields.Length];
        fields.WriteTo(bytes);
        return bytes;
    }

    private static BigInteger Sum(IEnumerable<Order> orders, long rate, bool isCredited) =>
        orders
            .Where(order => order.IsCredited == isCredited)
            .Aggregate(BigInteger.Zero, (sum, order) => sum + Worth(order, rate));

    private static BigInteger Worth(Order order, long rate)
    {
        // A refund that names no currency is in its order's.
        BigInteger At(Money money) =>
            (BigInteger)money.ValueMicros
            * ((money.Currency.Length > 0 ? money.Currency : order.Value.Currency) == "USD" ? rate : Micros.PerUnit);
        BigInteger left = order.Refunds.Aggregate(At(order.Value), (rest, refund) => rest - At(refund));
        var whole = BigInteger.DivRem(BigInteger.Max(0, left), Micros.PerUnit, out BigInteger part);
        int above = (part * 2).CompareTo(Micros.PerUnit);
        return above > 0 || (above == 0 && !whole.IsEven) ? whole + 1 : whole;
    }

    private static BigInteger Shown(Totals totals)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            TotalsShape.Totals.Write(json, totals);
        }
        using var document = JsonDocument.Parse(stream.ToArray());
        return FromText(document.RootElement.GetProperty("revenue"));
    }

    private static BigInteger Total(ViewTable table, int column) =>
        table.Rows.Aggregate(
            BigInteger.Zero,
            (sum, row) =>
            {
                using var document = JsonDocument.Parse(row.Json);
                return sum + FromText(document.RootElement[column]);
            }
        );

    /// <summary>Units as text to micro-units, without a double in between.</summary>
    private static BigInteger FromText(JsonElement units)
    {
        string[] parts = units.GetRawText().Split('.');
        string fraction = parts.Length > 1 ? parts[1] : "";
        return BigInteger.Parse(parts[0] + fraction.PadRight(6, '0'), CultureInfo.InvariantCulture);
    }

    private static long Parse(string time) =>
        Rfc3339.TryParse(Encoding.UTF8.GetBytes(time), out long micros) ? micros : throw new FormatException(time);

    private sealed record Money(long ValueMicros, string Currency);

    private sealed record Order(Money Value, Money[] Refunds, int Second, bool IsCredited);
}
