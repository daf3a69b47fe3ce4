using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>A share of an order in the columns of <see cref="CreditSeries"/>, to be added or taken back.</summary>
internal struct CreditColumns
{
    private OfOrders orders;
    private OfRevenue revenue;

    /// <param name="conversionMicros">Its part of the conversion, in millionths.</param>
    /// <param name="revenueMicros">Its part of the revenue; 0 while that waits for a rate.</param>
    /// <param name="sign">1 or −1.</param>
    public CreditColumns(in OrderOutcome outcome, long conversionMicros, Int128 revenueMicros, int sign, bool authentic)
    {
        int first = authentic ? OrderColumns.Authentic : 0;
        orders[first + OrderColumns.Conversions] = sign * conversionMicros;
        orders[first + OrderColumns.Unpriced] = outcome.RevenueMicros == null ? sign : 0;
        revenue[authentic ? 1 : 0] = sign * revenueMicros;
        if (outcome.Proof == OrderProof.Claimed)
        {
            orders[first + OrderColumns.Claimed] = sign * conversionMicros;
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
