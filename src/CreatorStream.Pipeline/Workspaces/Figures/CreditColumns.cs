using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>An order in the columns of <see cref="CreditSeries"/>, to be added or taken back.</summary>
internal struct CreditColumns
{
    private OfOrders orders;
    private OfRevenue revenue;

    /// <param name="sign">1 or −1.</param>
    public CreditColumns(in OrderOutcome outcome, int sign, OrderSides sides)
    {
        if ((sides & OrderSides.All) != 0)
        {
            Set(outcome, sign, 0);
        }
        if ((sides & OrderSides.Authentic) != 0)
        {
            Set(outcome, sign, 1);
        }
    }

    private void Set(in OrderOutcome outcome, int sign, int side)
    {
        int first = side * OrderColumns.Authentic;
        Int128 revenueMicros = outcome.RevenueMicros ?? 0;
        orders[first + OrderColumns.Conversions] = sign;
        orders[first + OrderColumns.Unpriced] = outcome.RevenueMicros == null ? sign : 0;
        revenue[side] = sign * revenueMicros;
        if (outcome.Kind.IsLead())
        {
            orders[first + OrderColumns.Leads] = sign;
            orders[first + OrderColumns.Forms] = outcome.Kind == EventType.Form ? sign : 0;
            orders[first + OrderColumns.Qualified] = outcome.IsQualified ? sign : 0;
            orders[first + OrderColumns.Scores] = sign * outcome.Score;
        }
        if (outcome.Proof == OrderProof.Claimed)
        {
            orders[first + OrderColumns.Claimed] = sign;
            orders[first + OrderColumns.ClaimedMicros] = sign * (long)revenueMicros;
        }
    }

    [UnscopedRef]
    public ReadOnlySpan<long> Orders => orders;

    [UnscopedRef]
    public ReadOnlySpan<Int128> Revenue => revenue;

    [InlineArray(OrderColumns.Count)]
    private struct OfOrders
    {
        private long first;
    }

    [InlineArray(2)]
    private struct OfRevenue
    {
        private Int128 first;
    }
}
