using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>Conversions of a kind by time, each with the order that it tells of: when a visitor became a lead, or bought.</summary>
internal sealed class DatedOrders(StateScope scope)
{
    private readonly ListArena<Item> items = new(scope, StatePart.Orders);

    /// <param name="order">That the conversion tells of.</param>
    public void Add(ref ListRange list, long timeMicros, int order, bool isClaim) =>
        EvidenceStore.Add(items, ref list, new Item(timeMicros, order, isClaim));

    /// <summary>The time of the first from some time on.</summary>
    /// <param name="order">What tells of this one doesn't count.</param>
    /// <param name="provenOnly">Whether what nobody proved counts neither.</param>
    /// <returns>The end of time where there is none.</returns>
    public long FirstSince(in ListRange list, long micros, int order, bool provenOnly)
    {
        ReadOnlySpan<Item> of = items.Items(list);
        foreach (Item item in of[~of.BinarySearch(new Item(micros, -1, false))..])
        {
            if (item.Order != order && !(provenOnly && item.IsClaim))
            {
                return item.TimeMicros;
            }
        }
        return long.MaxValue;
    }

    /// <summary>Whether there is any from some time on that tells of another order.</summary>
    public bool AnySince(in ListRange list, long micros, int order)
    {
        ReadOnlySpan<Item> of = items.Items(list);
        int at = of.Length - 1;
        while (at >= 0 && of[at].TimeMicros >= micros && of[at].Order == order)
        {
            at--;
        }
        return at >= 0 && of[at].TimeMicros >= micros;
    }

    /// <summary>
    /// The time of the last that tells of another order than the very last one does: whatever is asked of up to then, and of
    /// whichever order, <see cref="AnySince"/> holds, so nothing that comes changes it. The beginning of time where there is none.
    /// </summary>
    public long LastButOne(in ListRange list)
    {
        ReadOnlySpan<Item> of = items.Items(list);
        int at = of.Length - 1;
        while (at >= 0 && of[at].Order == of[^1].Order)
        {
            at--;
        }
        return at < 0 ? long.MinValue : of[at].TimeMicros;
    }

    private readonly record struct Item(long TimeMicros, int Order, bool IsClaim) : IComparable<Item>
    {
        public int CompareTo(Item other)
        {
            int order = TimeMicros.CompareTo(other.TimeMicros);
            if (order == 0)
            {
                order = Order.CompareTo(other.Order);
            }
            return order != 0 ? order : IsClaim.CompareTo(other.IsClaim);
        }
    }
}
