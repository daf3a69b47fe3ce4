using System.Globalization;

namespace CreatorStream.Golden.Oracle;

/// <summary>Customers of a workspace, by who is credited with their first order, and which of them came again.</summary>
internal static class CustomerFigures
{
    private const long PaneMs = 10_000;

    private sealed record Customer(string Acquirer, List<Credit> Orders)
    {
        public bool HasReturned => Orders.Max(Day) > Orders.Min(Day);

        public string Month => Orders.Min(Day).ToString("yyyy-MM", CultureInfo.InvariantCulture);

        private static DateOnly Day(Credit order) =>
            DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(order.TimeMs).UtcDateTime);
    }

    /// <param name="credits">Of authentic actors, those that count.</param>
    public static Dictionary<string, double?> Of(IEnumerable<Credit> credits)
    {
        var figures = new Dictionary<string, double?>();
        List<Customer> customers =
        [
            .. credits
                .Where(order => order is { Converts: true, Claim: null, Kind: "purchase" })
                .GroupBy(order => order.Customer)
                .Select(orders => new Customer(AcquirerOf(orders), [.. orders])),
        ];
        Add("value/all", customers);
        AddMonths("value/months", customers);
        foreach (IGrouping<string, Customer> of in customers.GroupBy(customer => customer.Acquirer))
        {
            Add($"value/rows/{of.Key}", [.. of]);
            AddMonths($"value/rows/{of.Key}", of);
        }

        return figures;

        void Add(string row, List<Customer> of)
        {
            figures[$"{row}/totals/customers"] = of.Count;
            figures[$"{row}/totals/returned"] = of.Count(customer => customer.HasReturned);
            figures[$"{row}/totals/retention"] =
                of.Count == 0 ? null : of.Count(customer => customer.HasReturned) / (double)of.Count;
            figures[$"{row}/totals/orders"] = of.Sum(customer => customer.Orders.Count);
            figures[$"{row}/totals/revenue"] = Tally.Units(
                Tally.Sum(of.SelectMany(customer => customer.Orders).Select(order => order.Micros))
            );
        }

        void AddMonths(string row, IEnumerable<Customer> all)
        {
            foreach (IGrouping<string, Customer> of in all.GroupBy(customer => customer.Month))
            {
                figures[$"{row}/{of.Key}/totals/buyers"] = of.Count();
                figures[$"{row}/{of.Key}/totals/returned"] = of.Count(customer => customer.HasReturned);
            }
        }
    }

    /// <summary>By the first order; of several in the same 10 seconds, the first by name.</summary>
    private static string AcquirerOf(IEnumerable<Credit> orders)
    {
        Credit first = orders
            .OrderBy(order => order.TimeMs / PaneMs)
            .ThenBy(order => CreatorOf(order), StringComparer.Ordinal)
            .ThenBy(ChannelOf, StringComparer.Ordinal)
            .First();
        return CreatorOf(first) is { Length: > 0 } creator ? $"creator/{creator}"
            : ChannelOf(first) is { Length: > 0 } channel ? $"channel/{channel}"
            : "nobody";
    }

    /// <summary>Content that nobody placed in a campaign is nobody's.</summary>
    private static string CreatorOf(Credit order) => order.Campaign is null ? "" : order.Creator ?? "";

    private static string ChannelOf(Credit order) =>
        CreatorOf(order).Length == 0 ? order.Path?.Credited.Channel ?? "" : "";
}
