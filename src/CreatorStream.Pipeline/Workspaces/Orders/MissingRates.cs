using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>
/// The exchange rates that orders wait for, one of each order, kept up as orders are settled: so it follows from the orders
/// that there are, not from those that there were.
/// </summary>
public sealed class MissingRates(StateScope scope)
{
    /// <summary>By order, all or authentic: the number of its rate; 0 where it waits for none any more.</summary>
    private readonly KeyedRows<int> byOrder = new(scope, StatePart.Orders);
    private readonly Dictionary<(string Currency, string Day), int> numbers = [];
    private readonly List<((string Currency, string Day) Rate, int Orders)> rates = [default];

    public SortedSet<(string Currency, string Day)> All { get; } = [];

    /// <summary>How often these became others.</summary>
    public int Changes { get; private set; }

    public void Put(int order, bool authentic, (string Currency, string Day)? missing)
    {
        ulong key = ((ulong)order << 1) | (authentic ? 1UL : 0UL);
        int row = missing == null ? byOrder.Find(key) : byOrder.GetOrAdd(key, out _);
        if (row >= 0)
        {
            Count(byOrder[row], -1);
            byOrder[row] = missing is { } rate ? NumberOf(rate) : 0;
            Count(byOrder[row], 1);
        }
    }

    private void Count(int number, int by)
    {
        ((string, string) rate, int orders) = rates[number];
        rates[number] = (rate, orders + by);
        if (number > 0 && (orders + by == 0 ? All.Remove(rate) : All.Add(rate)))
        {
            Changes++;
        }
    }

    private int NumberOf((string Currency, string Day) rate)
    {
        if (!numbers.TryGetValue(rate, out int number))
        {
            numbers[rate] = number = rates.Count;
            rates.Add((rate, 0));
        }
        return number;
    }
}
