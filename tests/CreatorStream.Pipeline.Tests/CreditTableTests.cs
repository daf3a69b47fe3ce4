using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Orders that share their credit alike hold one object, and what none holds is forgotten.</summary>
public sealed class CreditTableTests : IDisposable
{
    private readonly StateMemory memory = new();
    private readonly CreditTable table = new([new LastTouch()]);

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Equal_credit_is_one_object_while_an_order_holds_it()
    {
        var store = new OrderStore(table, memory.Open());
        int first = store.GetOrAdd(1);
        int second = store.GetOrAdd(2);
        store.SetOutcome(first, authentic: false, Outcome("ann"));
        store.SetOutcome(first, authentic: true, Outcome("ann"));
        store.SetOutcome(second, authentic: true, Outcome("ann"));
        Assert.Equal(1, table.Count);
        Assert.Same(store.Outcome(first, true).Credit, store.Outcome(second, true).Credit);

        store.SetOutcome(first, authentic: false, Outcome("bob"));
        store.SetOutcome(first, authentic: true, OrderOutcome.None);
        store.SetOutcome(second, authentic: true, Outcome("bob"));
        Assert.Equal(1, table.Count);
        Assert.Equal("bob", store.Outcome(second, true).Credit.Shares[0].Credit.Creator);
        Assert.Equal("bob", store.Outcome(first, false).Credit.Shares[0].Credit.Creator);
    }

    [Fact]
    public void Orders_that_change_for_ever_leave_nothing_behind()
    {
        var store = new OrderStore(table, memory.Open());
        int order = store.GetOrAdd(1);
        for (int change = 0; change < 10_000; change++)
        {
            OrderOutcome outcome = Outcome($"creator-{change}");
            Assert.InRange(outcome.Credit.Number, 1, 2);
            store.SetOutcome(order, authentic: true, outcome);
        }
        Assert.Equal(1, table.Count);
        store.SetOutcome(order, authentic: true, OrderOutcome.None);
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void Where_nobody_was_met_it_is_nobodys()
    {
        OrderCredit credit = table.Of(OrderPath.Of([], [], null, 1));
        Assert.Equal([new Share(0, Credit.Unattributed, 1)], credit.Shares.ToArray());
    }

    private OrderOutcome Outcome(string creator) =>
        new(
            true,
            1,
            table.Of(OrderPath.Of([new Touch(1, EventType.Click, "spring", creator, "post", "")], [], null, 1)),
            0,
            10,
            OrderProof.Proven
        );
}
