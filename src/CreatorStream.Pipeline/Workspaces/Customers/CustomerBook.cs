using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Customers;

/// <summary>
/// Who buys in a workspace and who won them: the proven purchases of authentic actors, by customer. Kept by differences: an order
/// that is settled anew is taken back and comes again. A customer is its acquirer's who is credited, by last touch, with the
/// first order; of several within the same 10 seconds, the first by name.
/// </summary>
public sealed class CustomerBook(StateScope scope)
{
    private readonly KeyedRows<Row> customers = new(scope, StatePart.Orders);

    /// <summary>Of each customer, the earliest first.</summary>
    private readonly ListArena<Purchase> purchases = new(scope, StatePart.Orders);
    private readonly Dictionary<Acquirer, int> numbers = [];
    private readonly List<(Acquirer Acquirer, CustomerSums Sums)> acquirers = [];
    private CustomerFit? fit;
    private long changes;
    private long fittedAt = -1;
    private int today;
    private bool isNew;

    /// <summary>Told when there is something else to fit than there was; null: nobody asks.</summary>
    public Action? Changed { get; set; }

    /// <summary>Everybody who ever won a customer; not all need still have one.</summary>
    public IReadOnlyList<(Acquirer Acquirer, CustomerSums Sums)> Acquirers => acquirers;

    /// <summary>Of all customers.</summary>
    public CustomerSums All { get; } = new();

    /// <summary>What was fitted last; null: nothing yet, though there are customers.</summary>
    public CustomerFit? Fit => fit ?? (changes == 0 ? CustomerFit.None : null);

    /// <summary>How many rows of customers there are; some may have no order any more.</summary>
    internal int Rows => customers.Count;

    /// <summary>The UTC day of the greatest event time, since 1970.</summary>
    internal int Today => today;

    /// <summary>Takes what an order came to, or takes it back.</summary>
    /// <param name="credit">Whose it is by last touch.</param>
    /// <param name="sign">1 or −1.</param>
    public void Add(in OrderOutcome outcome, in Credit credit, int sign)
    {
        if (!outcome.IsConversion || outcome.Kind != EventType.Purchase || outcome.Proof != OrderProof.Proven)
        {
            return;
        }
        var purchase = new Purchase(
            outcome.Pane,
            NumberOf(Acquirer.Of(credit)),
            outcome.RevenueMicros ?? 0,
            outcome.RevenueMicros != null
        );
        ref Row row = ref customers[customers.GetOrAdd(outcome.Customer, out _)];
        Count(row, -1);
        if (sign > 0)
        {
            Insert(ref row, purchase);
        }
        else
        {
            Remove(ref row, purchase);
        }
        row.RevenueMicros += sign * purchase.RevenueMicros;
        row.Unpriced += purchase.IsPriced ? 0 : sign;
        Count(row, 1);
        Note();
    }

    /// <summary>Event time has come to another day: customers are older.</summary>
    /// <param name="day">UTC, since 1970.</param>
    public void Advance(int day)
    {
        if (day > today)
        {
            today = day;
            if (changes > 0)
            {
                Note();
            }
        }
    }

    /// <summary>What lifetime values are found from, where it is other than the last time.</summary>
    /// <returns>null: it is not.</returns>
    internal CustomerInput? TakeInput()
    {
        if (changes == 0 || changes == fittedAt)
        {
            return null;
        }
        fittedAt = changes;
        return new CustomerInput(this);
    }

    public void Put(CustomerFit found)
    {
        fit = found;
        isNew = true;
    }

    /// <summary>Whether customers or their values are others since it was asked last.</summary>
    public bool TakeNew()
    {
        bool was = isNew;
        isNew = false;
        return was;
    }

    internal ulong KeyOf(int row) => customers.Key(row);

    internal Acquirer this[int number] => acquirers[number].Acquirer;

    /// <summary>The earliest first. Valid until an order is added.</summary>
    internal ReadOnlySpan<Purchase> PurchasesOf(int row) => purchases.Items(customers[row].Purchases);

    private void Note()
    {
        changes++;
        isNew = true;
        Changed?.Invoke();
    }

    private void Count(in Row row, int sign)
    {
        ReadOnlySpan<Purchase> of = purchases.Items(row.Purchases);
        if (of.IsEmpty)
        {
            return;
        }
        var history = new Bought(
            of.Length,
            row.RevenueMicros,
            row.Unpriced,
            MonthOf(of[0].Day),
            of[^1].Day > of[0].Day
        );
        All.Add(history, sign);
        acquirers[of[0].Acquirer].Sums.Add(history, sign);
    }

    private int NumberOf(Acquirer acquirer)
    {
        if (!numbers.TryGetValue(acquirer, out int number))
        {
            numbers[acquirer] = number = acquirers.Count;
            acquirers.Add((acquirer, new CustomerSums()));
        }
        return number;
    }

    /// <summary>Mostly it comes last.</summary>
    private void Insert(ref Row row, in Purchase purchase)
    {
        int at = FirstNotBefore(purchases.Items(row.Purchases), purchase);
        Span<Purchase> all = purchases.Extend(ref row.Purchases, 1);
        all[at..^1].CopyTo(all[(at + 1)..]);
        all[at] = purchase;
    }

    private void Remove(ref Row row, in Purchase purchase)
    {
        Span<Purchase> all = purchases.Items(row.Purchases);
        int at = FirstNotBefore(all, purchase);
        if (at == all.Length || all[at] != purchase)
        {
            throw new InvalidOperationException("An order is taken back from a customer who doesn't have it.");
        }
        all[(at + 1)..].CopyTo(all[at..]);
        row.Purchases.Count--;
    }

    /// <summary>By halving: one customer may have any number, where a shop names no visitor.</summary>
    private int FirstNotBefore(ReadOnlySpan<Purchase> sorted, in Purchase purchase)
    {
        (int low, int high) = (0, sorted.Length);
        if (high > 0 && Compare(sorted[^1], purchase) < 0)
        {
            return high;
        }
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Compare(sorted[middle], purchase) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private int Compare(in Purchase one, in Purchase other)
    {
        int order = one.Pane.CompareTo(other.Pane);
        if (order == 0 && one.Acquirer != other.Acquirer)
        {
            order = Acquirer.Compare(this[one.Acquirer], this[other.Acquirer]);
        }
        if (order == 0)
        {
            order = one.RevenueMicros.CompareTo(other.RevenueMicros);
        }
        return order != 0 ? order : one.IsPriced.CompareTo(other.IsPriced);
    }

    private static int MonthOf(int day)
    {
        DateOnly date = CustomerInput.DateOf(day);
        return (date.Year * 12) + date.Month - 1;
    }

    /// <summary>An order of a customer.</summary>
    /// <param name="Acquirer">Who is credited with it, by number.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Purchase(int Pane, int Acquirer, Int128 RevenueMicros, bool IsPriced)
    {
        /// <summary>UTC, since 1970.</summary>
        public int Day => Rfc3339.DayOf(Analytics.Panes.Pane.StartMicros(Pane));
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Row
    {
        public ListRange Purchases;
        public Int128 RevenueMicros;
        public int Unpriced;
    }
}
