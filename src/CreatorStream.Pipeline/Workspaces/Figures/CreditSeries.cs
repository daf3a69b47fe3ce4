using CreatorStream.Analytics.Panes;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>What last touch credits to one entity, by the pane of the orders' canonical time.</summary>
public sealed class CreditSeries
{
    /// <summary>Columns of <see cref="OrderColumns"/>.</summary>
    public PaneSeries<long> Orders { get; } = new(OrderColumns.Count);

    /// <summary>
    /// Their revenue in micro-units, in the same panes: of all events, then of authentic actors. Of 128 bits, since two
    /// great amounts are more than 64 hold.
    /// </summary>
    public PaneSeries<Int128> Revenue { get; } = new(2);

    public void Add(int pane, ReadOnlySpan<long> orders, ReadOnlySpan<Int128> revenue)
    {
        Span<long> ordersOf = Orders.At(pane);
        for (int column = 0; column < orders.Length; column++)
        {
            ordersOf[column] += orders[column];
        }
        Span<Int128> revenueOf = Revenue.At(pane);
        for (int column = 0; column < revenue.Length; column++)
        {
            revenueOf[column] += revenue[column];
        }
    }

    /// <summary>Merges panes that have become old.</summary>
    public void Merge(int greatestPane)
    {
        Orders.Merge(greatestPane);
        Revenue.Merge(greatestPane);
    }
}
