using CreatorStream.Analytics.Reach;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>
/// Totals of an entity over all time and over sliding windows. A window is the range of panes that ends with the pane
/// of the greatest event time; «before» is the range of the same length in front of it. Cost accrues up to the
/// greatest event time itself.
/// </summary>
public sealed class Windows(WorkspaceState workspace)
{
    /// <summary>The names of the windows in views, in the order of RollingReach.Windows.</summary>
    public static IReadOnlyList<string> WindowNames { get; } = ["15m", "1h", "24h"];

    private static readonly EntityFigures Nothing = new();

    private readonly EntitySums sums = new();

    public Totals AllTime(Entity entity, EntityFigures? figures, bool authentic)
    {
        int last = workspace.Figures.GreatestPane;
        return Totals.Of(
            (figures ?? Nothing).AllTime,
            (figures ?? Nothing).Reach(RollingReach.AllTime, last, authentic),
            authentic,
            Cost(entity, 0, last + 1),
            HasCost(entity)
        );
    }

    /// <summary>
    /// Figures of a sliding window: rolling ER is engagements, from the sums of its panes, by the people of the same panes, from
    /// <see cref="EntityFigures.Reach"/>.
    /// </summary>
    /// <param name="window">0 … 2, an index of <see cref="WindowNames"/>.</param>
    /// <param name="back">0: the window that ends now; 1: the one before.</param>
    public Totals Window(Entity entity, EntityFigures? figures, int window, int back, bool authentic)
    {
        (int start, int end) = Panes(window, back);
        sums.Set(figures, start, end);
        return Totals.Of(
            sums,
            figures?.Reach(window, end - 1, authentic) ?? 0,
            authentic,
            Cost(entity, start, end),
            HasCost(entity)
        );
    }

    /// <summary>The panes of a window, from the first to the one behind the last.</summary>
    /// <inheritdoc cref="Window" />
    public (int Start, int End) Panes(int window, int back)
    {
        int length = RollingReach.Windows[window];
        int end = workspace.Figures.GreatestPane + 1 - (back * length);
        return (end - length, end);
    }

    /// <summary>What adds up of an entity over panes. Valid until the next is asked for.</summary>
    public EntitySums Sums(EntityFigures? figures, int start, int end)
    {
        sums.Set(figures, start, end);
        return sums;
    }

    /// <summary>Content has no cost of its own.</summary>
    private static bool HasCost(Entity entity) => entity.Level != EntityLevel.Content;

    private Int128? Cost(Entity entity, int start, int end) =>
        entity.Level switch
        {
            EntityLevel.Campaign => workspace.CostOf(entity.Campaign, null, start, end),
            EntityLevel.Creator => workspace.CostOf(entity.Campaign, entity.Name, start, end),
            _ => 0,
        };
}
