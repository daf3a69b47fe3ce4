namespace CreatorStream.Analytics.Value;

/// <summary>What orders come to, customers in the ordinal order of their names.</summary>
/// <param name="Names">Customers with an order.</param>
/// <param name="Histories">Theirs, in days.</param>
/// <param name="FirstDays">The days of their first orders.</param>
/// <param name="Until">The last day of observation.</param>
/// <param name="Later">Rows after that day, which are left out.</param>
/// <param name="IdleRefunds">Refunds that changed nothing: on a day without an order of that customer.</param>
public sealed record OrderSummary(
    string[] Names,
    CustomerHistory[] Histories,
    DateOnly[] FirstDays,
    DateOnly Until,
    int Later,
    int IdleRefunds
);

/// <summary>
/// Gathers orders into customers' histories, as lifetimes' summary_data_from_transaction_data does by day: orders of a
/// customer on one day are one purchase with the sum of their values, and the first purchase is left out of the mean
/// value. A negative value is a refund: it subtracts from that customer's value of that day, never below 0, and is no
/// purchase.
/// </summary>
public sealed class OrderDays
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<Row> rows = [];

    private readonly record struct Row(int Customer, int Day, decimal Value);

    /// <summary>The day of the latest order, refunds aside; null without orders.</summary>
    public DateOnly? LastDay { get; private set; }

    public void Add(string customer, DateOnly day, decimal value)
    {
        if (!numbers.TryGetValue(customer, out int number))
        {
            number = numbers.Count;
            numbers.Add(customer, number);
        }
        rows.Add(new Row(number, day.DayNumber, value));
        if (value >= 0 && !(LastDay >= day))
        {
            LastDay = day;
        }
    }

    /// <param name="until">The last day of observation; what is later is left out.</param>
    public OrderSummary Summarize(DateOnly until)
    {
        string[] names = [.. numbers.Keys.Order(StringComparer.Ordinal)];
        int[] rank = new int[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            rank[numbers[names[i]]] = i;
        }

        Row[] sorted =
        [
            .. rows.Where(row => row.Day <= until.DayNumber)
                .Select(row => row with { Customer = rank[row.Customer] })
                .OrderBy(row => row.Customer)
                .ThenBy(row => row.Day),
        ];
        List<string> buyers = [];
        List<CustomerHistory> histories = [];
        List<DateOnly> firstDays = [];
        int idleRefunds = 0;
        for (int at = 0; at < sorted.Length; )
        {
            int customer = sorted[at].Customer;
            (int first, int last, int days, decimal repeated) = (0, 0, 0, 0m);
            while (at < sorted.Length && sorted[at].Customer == customer)
            {
                (int day, bool isPurchase, int refunds, decimal value) = (sorted[at].Day, false, 0, 0m);
                for (; at < sorted.Length && sorted[at].Customer == customer && sorted[at].Day == day; at++)
                {
                    value += sorted[at].Value;
                    isPurchase |= sorted[at].Value >= 0;
                    refunds += sorted[at].Value < 0 ? 1 : 0;
                }
                if (!isPurchase)
                {
                    idleRefunds += refunds;
                    continue;
                }

                first = days == 0 ? day : first;
                repeated += days == 0 ? 0 : Math.Max(0, value);
                last = day;
                days++;
            }
            if (days > 0)
            {
                buyers.Add(names[customer]);
                firstDays.Add(DateOnly.FromDayNumber(first));
                histories.Add(
                    new CustomerHistory(
                        days - 1,
                        last - first,
                        until.DayNumber - first,
                        days == 1 ? 0 : (double)(repeated / (days - 1))
                    )
                );
            }
        }
        return new OrderSummary(
            [.. buyers],
            [.. histories],
            [.. firstDays],
            until,
            rows.Count - sorted.Length,
            idleRefunds
        );
    }
}
