using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What an order comes to, rule by rule.</summary>
public sealed class OrderRulesTests
{
    private const long Noon = Facts.NowMicros;

    private readonly WorkspaceCatalog catalog = new();

    [Fact]
    public void The_shop_says_time_and_value_before_others_who_were_earlier()
    {
        SettledOrder settled = Settle(
            Told(1, Purchase("a", 10, Noon - 5)),
            Told(2, Purchase("b", 20, Noon) with { Source = "shop" })
        );
        Assert.Equal((Noon, (Int128)20), (settled.TimeMicros, settled.Outcome.RevenueMicros!.Value));
    }

    [Fact]
    public void Of_equals_the_earliest_decides_then_the_smallest_id()
    {
        Assert.Equal(
            20,
            Settle(Told(1, Purchase("a", 10, Noon)), Told(2, Purchase("b", 20, Noon - 1))).Outcome.RevenueMicros
        );
        Assert.Equal(
            10,
            Settle(Told(1, Purchase("a", 10, Noon)), Told(2, Purchase("B2", 30, Noon + 1))).Outcome.RevenueMicros
        );
        Assert.Equal(
            30,
            Settle(Told(1, Purchase("a", 10, Noon)), Told(2, Purchase("B2", 30, Noon))).Outcome.RevenueMicros
        );
    }

    [Fact]
    public void A_claim_lends_a_proven_order_nothing_that_money_is_decided_by()
    {
        SettledOrder settled = Settle(
            Told(1, Purchase("a", 10, Noon - 5) with { IsClaim = true, Source = "shop" }),
            Told(2, Purchase("b", 20, Noon))
        );
        Assert.Equal((OrderProof.Proven, (Int128?)20), (settled.Outcome.Proof, settled.Outcome.RevenueMicros));
        Assert.Equal(["b"], settled.Deciding.Select(of => of.Event.Id));
        Assert.Null(settled.Claim);
    }

    [Fact]
    public void An_order_that_came_back_in_full_is_none_and_needs_no_rate()
    {
        ConversionEvent bought = Purchase("a", 10, Noon) with { Currency = "USD" };
        SettledOrder settled = Settle(Told(1, bought, bought with { Type = EventType.Refund }));
        Assert.Equal(OrderOutcome.None, settled.Outcome);
        Assert.Null(settled.MissingRate);
        Assert.Empty(settled.Value.AskedCurrencies);
    }

    [Fact]
    public void Money_waits_for_the_smallest_currency_without_a_rate_of_the_day()
    {
        SettledOrder settled = Settle(
            Told(
                1,
                Purchase("a", 10, Noon) with
                {
                    Currency = "USD",
                },
                Purchase("r", 1, Noon) with
                {
                    Type = EventType.Refund,
                    Currency = "CHF",
                }
            )
        );
        Assert.True(settled.Outcome.IsConversion);
        Assert.Null(settled.Outcome.RevenueMicros);
        Assert.Equal("CHF", settled.MissingRate?.Currency);
        Assert.Equal(["CHF", "USD"], settled.Value.AskedCurrencies.Order());
    }

    [Fact]
    public void What_was_settled_before_stays_as_it_was()
    {
        var rules = new OrderRules(catalog, secret: 0);
        SettledOrder first = rules.Settle([Told(1, Purchase("a", 10, Noon))], authenticOnly: false);
        SettledOrder second = rules.Settle(
            [Told(2, Purchase("b", 20, Noon - 1) with { IsClaim = true })],
            authenticOnly: false
        );
        Assert.Equal(("a", Noon), (first.Deciding.Single().Event.Id, first.TimeMicros));
        Assert.Equal(["a"], first.Conversions.Select(of => of.Event.Id));
        Assert.Equal(("b", 2UL), (second.Deciding.Single().Event.Id, second.Claim!.Visitor));
    }

    [Fact]
    public void Visitors_of_an_order_are_each_there_once_in_whatever_order_they_come()
    {
        using var memory = new StateMemory();
        var store = new OrderStore(memory.Open());
        int order = store.GetOrAdd(7);
        foreach (int visitor in (int[])[5, 9, 2, 9, 7, 2, 5, 11, 0])
        {
            store.AddVisitor(order, visitor);
        }
        Assert.Equal([0, 2, 5, 7, 9, 11], store.Visitors(order).ToArray());
    }

    private SettledOrder Settle(params Evidence[] evidence) =>
        new OrderRules(catalog, secret: 0).Settle(evidence, authenticOnly: false);

    private static Evidence Told(int visitor, params ConversionEvent[] conversions) =>
        new(visitor, 0, (ulong)visitor, false, conversions);

    private static ConversionEvent Purchase(string id, long valueMicros, long timeMicros) =>
        new(EventType.Purchase, false, timeMicros, id, "", "o1", valueMicros, "", "", 0, 0);
}
