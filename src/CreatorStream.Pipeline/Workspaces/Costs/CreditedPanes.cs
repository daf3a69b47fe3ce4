using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Costs;

/// <summary>
/// The panes of a cost's period, by whole UTC hours: old panes are merged into hours, so where a time zone's day begins within
/// one, whatever else the period began with would come to another figure as it ages. The hour counts as a whole, by its
/// beginning.
/// </summary>
internal sealed class CreditedPanes(long start, long end)
{
    private readonly int first = Pane.FloorTo(PaneOf(start), Pane.PerHour);
    private readonly int last = Pane.FloorTo(PaneOf(end), Pane.PerHour);

    // All of the period is asked for again and again, and seldom are there other orders.
    private EntityFigures? known;
    private long changes;
    private long conversions;

    /// <summary>The panes of a window that are in the period.</summary>
    public (int First, int End) Within(long from, long to) =>
        (Math.Max(first, PaneOf(from)), Math.Min(last, PaneOf(to)));

    /// <summary>Authentic ones of the whole period.</summary>
    public long Conversions(EntityFigures? figures)
    {
        if (figures == null)
        {
            return 0;
        }
        if (!ReferenceEquals(figures, known) || changes != figures.CreditChanges)
        {
            (known, changes) = (figures, figures.CreditChanges);
            conversions = figures.Orders.Sum(OrderColumns.Authentic + OrderColumns.Conversions, first, last);
        }
        return conversions;
    }

    /// <summary>Of any time: periods may begin before the first pane and end after the last.</summary>
    private static int PaneOf(long micros) =>
        (int)Math.Clamp((micros - Rfc3339.EarliestMicros) / Pane.Micros, 0, int.MaxValue);
}
