using CreatorStream.Events;
using CreatorStream.Pipeline.Workspaces.Costs;
using CreatorStream.Pipeline.Workspaces.Earned;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>The exchange rates that any money of a workspace waits for.</summary>
public sealed class WaitingRates(OrderBook orders, CostBook costs, EarnedBook earned)
{
    private const long DayMicros = 86_400_000_000;

    /// <summary>Of costs, by the end of a day of event time.</summary>
    private readonly SortedSet<(string Currency, string Day)> ofCosts = [];
    private int asOf = -1;
    private int changes;

    /// <summary>In order; another list where they change.</summary>
    public IReadOnlyList<(string Currency, string Day)> All { get; private set; } = [];

    /// <summary>Costs, or what they are in, are others: they are asked again.</summary>
    public void Forget() => asOf = -1;

    /// <param name="greatestMicros">The greatest event time.</param>
    /// <returns>Whether they are others than before.</returns>
    public bool Find(long greatestMicros)
    {
        int day = Rfc3339.DayOf(greatestMicros);
        int now = orders.MissingRatesChanges + earned.MissingRatesChanges;
        if (day == asOf && now == changes)
        {
            return false;
        }
        changes = now;
        if (day != asOf)
        {
            asOf = day;
            ofCosts.Clear();
            ofCosts.UnionWith(costs.MissingRates((day + 1L) * DayMicros));
        }
        (string, string)[] missing = [.. orders.MissingRates.Union(ofCosts).Union(earned.MissingRates).Order()];
        if (missing.SequenceEqual(All))
        {
            return false;
        }
        All = missing;
        return true;
    }
}
