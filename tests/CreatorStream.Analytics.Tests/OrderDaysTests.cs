using CreatorStream.Analytics.Value;

namespace CreatorStream.Analytics.Tests;

public sealed class OrderDaysTests
{
    private static readonly DateOnly Start = new(2026, 1, 1);
    private readonly OrderDays orders = new();

    [Fact]
    public void Orders_of_one_day_are_one_purchase_and_the_first_is_left_out_of_the_value()
    {
        Add("b", 0, 100);
        Add("b", 10, 20);
        Add("b", 10, 5);
        Add("b", 30, 15);
        Add("a", 40, 7);
        OrderSummary summary = orders.Summarize(orders.LastDay!.Value);
        Assert.Equal(["a", "b"], summary.Names);
        Assert.Equal(new CustomerHistory(0, 0, 0, 0), summary.Histories[0]);
        Assert.Equal(new CustomerHistory(2, 30, 40, 20), summary.Histories[1]);
        Assert.Equal([Start.AddDays(40), Start], summary.FirstDays);
    }

    /// <summary>The example that the lifetimes library tests its summary_data_from_transaction_data by.</summary>
    [Fact]
    public void A_summary_is_that_of_the_lifetimes_library()
    {
        (string Customer, int Day, int Value)[] rows =
        [
            ("1", 0, 1),
            ("1", 36, 2),
            ("2", 0, 2),
            ("3", 0, 3),
            ("3", 1, 1),
            ("3", 4, 5),
            ("4", 15, 6),
            ("4", 32, 3),
            ("4", 35, 3),
            ("5", 15, 3),
            ("5", 16, 1),
            ("5", 17, 8),
            ("6", 32, 5),
        ];
        foreach ((string customer, int day, int value) in rows)
        {
            Add(customer, day, value);
        }

        Assert.Equal(
            [
                new CustomerHistory(1, 36, 37, 2),
                new CustomerHistory(0, 0, 37, 0),
                new CustomerHistory(2, 4, 37, 3),
                new CustomerHistory(2, 20, 22, 3),
                new CustomerHistory(2, 2, 22, 4.5),
                new CustomerHistory(0, 0, 5, 0),
            ],
            orders.Summarize(Start.AddDays(37)).Histories
        );
    }

    [Fact]
    public void What_is_after_the_end_of_observation_is_left_out()
    {
        Add("a", 0, 10);
        Add("a", 5, 10);
        Add("a", 50, 10);
        Add("b", 50, 10);
        OrderSummary summary = orders.Summarize(Start.AddDays(20));
        Assert.Equal(["a"], summary.Names);
        Assert.Equal(new CustomerHistory(1, 5, 20, 10), summary.Histories[0]);
        Assert.Equal(2, summary.Later);
    }

    [Fact]
    public void A_refund_subtracts_from_its_day_alone_and_never_below_0()
    {
        Add("a", 0, 10);
        Add("a", 5, 10);
        Add("a", 5, -4);
        Add("a", 8, 3);
        Add("a", 8, -90);
        Add("a", 9, -1);
        Add("only refunds", 9, -1);
        Assert.Equal(Start.AddDays(8), orders.LastDay);
        OrderSummary summary = orders.Summarize(Start.AddDays(9));
        Assert.Equal(["a"], summary.Names);
        Assert.Equal(new CustomerHistory(2, 8, 9, 3), summary.Histories[0]);
        Assert.Equal(2, summary.IdleRefunds);
    }

    [Fact]
    public void A_cohort_is_who_bought_first_in_its_month_and_returned_on_a_later_day()
    {
        Add("a", 0, 1);
        Add("a", 0, 1);
        Add("b", 30, 1);
        Add("b", 31, 1);
        Add("c", 31, 1);
        Assert.Equal(
            [new RetentionCohort(Start, 2, 1), new RetentionCohort(Start.AddMonths(1), 1, 0)],
            RetentionCohort.Of(orders.Summarize(Start.AddDays(60)))
        );
    }

    private void Add(string customer, int day, decimal value) => orders.Add(customer, Start.AddDays(day), value);
}
