using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>
/// All orders of a workspace. A journey that comes anew restates the orders that its conversions are evidence of; the
/// change of each outcome goes to <paramref name="restate"/> (before, after, authentic or not).
/// </summary>
public sealed class OrderBook(OrderRules rules, Action<OrderOutcome, OrderOutcome, bool> restate)
{
    private readonly Dictionary<ulong, Evidence> journeys = [];
    private readonly Dictionary<string, Order> orders = [];
    private readonly HashSet<string> changed = [];
    private readonly SortedDictionary<string, int> currencies = new(StringComparer.Ordinal);
    private readonly List<Evidence> evidence = [];

    /// <summary>The ordinally smallest currency of any conversion, for a workspace that named none.</summary>
    public string? SmallestCurrency => currencies.Count == 0 ? null : currencies.First().Key;

    public void Put(int partition, JourneyRow journey)
    {
        if (journeys.TryGetValue(journey.Visitor, out Evidence? before))
        {
            foreach (ConversionEvent conversion in before.Journey.Conversions)
            {
                Count(conversion, -1);
                changed.Add(OrderRules.KeyOf(conversion));
            }
        }
        journeys[journey.Visitor] = new Evidence(partition, journey);
        foreach (ConversionEvent conversion in journey.Conversions)
        {
            Count(conversion, 1);
            string key = OrderRules.KeyOf(conversion);
            if (!orders.TryGetValue(key, out Order? order))
            {
                orders[key] = order = new Order();
            }
            order.AddVisitor(journey.Visitor);
            changed.Add(key);
        }
    }

    /// <summary>What every order rests on changed: rates, codes, placements, the reporting currency.</summary>
    public void RestateAll()
    {
        rules.MissingRates.Clear();
        changed.UnionWith(orders.Keys);
    }

    /// <summary>Settles what changed.</summary>
    public void Settle()
    {
        foreach (string key in changed)
        {
            Order order = orders[key];
            evidence.Clear();
            bool anyInauthentic = false;
            foreach (ulong visitor in order.Visitors)
            {
                Evidence of = journeys[visitor];
                anyInauthentic |= of.Journey.Inauthentic;
                evidence.Add(of);
            }
            OrderOutcome all = rules.Settle(evidence, key, authenticOnly: false);
            OrderOutcome authentic = anyInauthentic ? rules.Settle(evidence, key, authenticOnly: true) : all;
            restate(order.All, all, false);
            restate(order.Authentic, authentic, true);
            order.All = all;
            order.Authentic = authentic;
        }
        changed.Clear();
    }

    private void Count(ConversionEvent conversion, int sign)
    {
        if (conversion.Currency.Length == 0)
        {
            return;
        }
        int count = currencies.GetValueOrDefault(conversion.Currency) + sign;
        if (count == 0)
        {
            currencies.Remove(conversion.Currency);
        }
        else
        {
            currencies[conversion.Currency] = count;
        }
    }
}
