namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>Where an order stands among the listed ones: the latest pane first, in a pane the smallest hash of its id.</summary>
public readonly record struct ListedOrder(int Pane, ulong Key, int Order)
{
    /// <summary>The newest is the greatest.</summary>
    public static Comparer<ListedOrder> ByAge { get; } =
        Comparer<ListedOrder>.Create(
            (a, b) =>
            {
                int order = a.Pane.CompareTo(b.Pane);
                order = order != 0 ? order : b.Key.CompareTo(a.Key);
                return order != 0 ? order : b.Order.CompareTo(a.Order);
            }
        );
}

/// <summary>
/// The newest of a set of orders, kept while orders come and go, so that showing them doesn't look through all of a pane:
/// anybody may claim any number of orders for one. When too many of them have gone, they have to be looked for again.
/// </summary>
/// <param name="needed">How many must be known, where there are as many.</param>
public sealed class NewestOrders(int needed)
{
    /// <summary>Twice what is needed: so many have to go before they are looked for again.</summary>
    private readonly int most = needed * 2;

    /// <summary>The newest last: there they come and go.</summary>
    private readonly List<ListedOrder> newest = [];

    /// <summary>Whether there are none but these.</summary>
    private bool isAll = true;

    /// <summary>Whether they have to be looked for.</summary>
    public bool IsShort => !isAll && newest.Count < needed;

    /// <summary>The newest first. Valid until one comes or goes.</summary>
    public IEnumerable<ListedOrder> All
    {
        get
        {
            for (int at = newest.Count - 1; at >= 0; at--)
            {
                yield return newest[at];
            }
        }
    }

    /// <summary>Takes an order in. One that is older than these is left out unless there are none but these.</summary>
    public void Add(ListedOrder order)
    {
        if (!isAll && (newest.Count == 0 || ListedOrder.ByAge.Compare(order, newest[0]) < 0))
        {
            return;
        }
        int at = newest.BinarySearch(order, ListedOrder.ByAge);
        if (at >= 0)
        {
            return;
        }
        newest.Insert(~at, order);
        if (newest.Count > most)
        {
            newest.RemoveAt(0);
            isAll = false;
        }
    }

    public void Remove(ListedOrder order)
    {
        int at = newest.BinarySearch(order, ListedOrder.ByAge);
        if (at >= 0)
        {
            newest.RemoveAt(at);
        }
    }

    /// <summary>They are looked for: all that there are have to be added, of the latest panes at least <see cref="IsFull"/>.</summary>
    public void Restart()
    {
        newest.Clear();
        isAll = true;
    }

    /// <summary>Whether there is room for none that is older than these.</summary>
    public bool IsFull => newest.Count == most;

    /// <summary>They were looked for until they were full: there may be more.</summary>
    public void Stop() => isAll = false;
}
