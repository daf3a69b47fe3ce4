namespace CreatorStream.Pipeline.Workspaces.Customers;

/// <summary>Customers of some month: those whose first order is in it.</summary>
/// <param name="Month">Since the year 0.</param>
/// <param name="Returned">Those of them who bought again on a later day.</param>
public readonly record struct Cohort(int Month, long Buyers, long Returned);

/// <summary>What customers came to whom somebody won, whoever brought their later orders.</summary>
public sealed class CustomerSums
{
    private readonly SortedDictionary<int, (long Buyers, long Returned)> months = [];

    public long Customers { get; private set; }

    /// <summary>Those who bought again on a later day.</summary>
    public long Returned { get; private set; }

    public long Orders { get; private set; }

    /// <summary>null while an order waits for an exchange rate.</summary>
    public Int128? RevenueMicros => Unpriced == 0 ? revenueMicros : null;

    /// <summary>Orders that wait for an exchange rate.</summary>
    public long Unpriced { get; private set; }

    private Int128 revenueMicros;

    /// <summary>By month of the first order, the earliest first.</summary>
    public IEnumerable<Cohort> Months => months.Select(of => new Cohort(of.Key, of.Value.Buyers, of.Value.Returned));

    /// <summary>Adds a customer, or takes one back.</summary>
    /// <param name="sign">1 or −1.</param>
    internal void Add(in Bought of, int sign)
    {
        long returned = of.HasReturned ? sign : 0;
        Customers += sign;
        Returned += returned;
        Orders += sign * of.Orders;
        revenueMicros += sign * of.RevenueMicros;
        Unpriced += sign * of.Unpriced;
        (long buyers, long again) = months.GetValueOrDefault(of.Month);
        if (buyers + sign == 0)
        {
            months.Remove(of.Month);
        }
        else
        {
            months[of.Month] = (buyers + sign, again + returned);
        }
    }
}

/// <summary>What one customer's orders come to.</summary>
/// <param name="RevenueMicros">Without those that wait for an exchange rate.</param>
/// <param name="Month">Of the first one.</param>
/// <param name="HasReturned">Whether there is one on a later day.</param>
internal readonly record struct Bought(int Orders, Int128 RevenueMicros, int Unpriced, int Month, bool HasReturned);
