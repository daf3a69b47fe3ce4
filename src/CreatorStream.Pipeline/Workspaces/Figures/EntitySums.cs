using System.Numerics;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>The columns of <see cref="EntityFigures"/> that add up over panes, summed over a period.</summary>
public sealed class EntitySums
{
    /// <summary>Columns of <see cref="KindColumns"/>, of all groups.</summary>
    public long[] Counts { get; } = new long[KindColumns.Count];

    /// <summary>Columns of <see cref="SessionColumns"/>.</summary>
    public long[] Sessions { get; } = new long[SessionColumns.Count];

    /// <summary>Columns of <see cref="OrderColumns"/>.</summary>
    public long[] Orders { get; } = new long[OrderColumns.Count];

    /// <summary>Columns of <see cref="EntityFigures.Revenue"/>.</summary>
    public Int128[] Revenue { get; } = new Int128[2];

    public long Conversions(bool authentic) => Of(OrderColumns.Conversions, authentic);

    /// <summary>Those of them that nobody proved.</summary>
    public long ClaimedConversions(bool authentic) => Of(OrderColumns.Claimed, authentic);

    private long Of(int column, bool authentic) => Orders[(authentic ? OrderColumns.Authentic : 0) + column];

    /// <summary>Sums panes [<paramref name="from"/>, <paramref name="to"/>) of an entity, if there is one.</summary>
    public void Set(EntityFigures? figures, int from, int to)
    {
        Clear();
        for (int group = 0; group < figures?.Counts.Count; group++)
        {
            figures.Counts[group].Sum(from, to, KindColumns.Of(group, Counts));
        }
        figures?.Sessions.Sum(from, to, Sessions);
        figures?.Orders.Sum(from, to, Orders);
        figures?.Revenue.Sum(from, to, Revenue);
    }

    /// <summary>Adds what another holds.</summary>
    public void Add(EntitySums other)
    {
        Add(Counts, other.Counts);
        Add(Sessions, other.Sessions);
        Add(Orders, other.Orders);
        Add(Revenue, other.Revenue);
    }

    /// <summary>Adds columns of <see cref="OrderColumns"/> and of <see cref="EntityFigures.Revenue"/>.</summary>
    public void AddOrder(ReadOnlySpan<long> orders, ReadOnlySpan<Int128> revenue)
    {
        Add(Orders, orders);
        Add(Revenue, revenue);
    }

    public void Clear()
    {
        Array.Clear(Counts);
        Array.Clear(Sessions);
        Array.Clear(Orders);
        Array.Clear(Revenue);
    }

    private static void Add<T>(T[] into, ReadOnlySpan<T> from)
        where T : IAdditionOperators<T, T, T>
    {
        for (int column = 0; column < into.Length; column++)
        {
            into[column] += from[column];
        }
    }
}
