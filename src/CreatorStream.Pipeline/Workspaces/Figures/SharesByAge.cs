using System.Runtime.InteropServices;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>
/// Authentic shares by hours since the one of publication, kept until what they are counted from changes: of an hour that is
/// over it hardly ever does, and they are asked for with each view.
/// </summary>
internal sealed class SharesByAge
{
    private readonly List<long> hours = [];
    private int published = -1;
    private int changedFrom = int.MaxValue;

    /// <summary>Counts of a pane changed, or of that one and later ones.</summary>
    public void Note(int pane) => changedFrom = Math.Min(changedFrom, pane);

    /// <param name="published">The pane with which the hour of publication begins.</param>
    /// <param name="count">How many hours.</param>
    /// <returns>Valid until the next.</returns>
    public ReadOnlySpan<long> Of(EntityFigures figures, int published, int count)
    {
        int same = published == this.published ? Math.Max(0, (changedFrom - published) / Pane.PerHour) : 0;
        if (same < hours.Count)
        {
            hours.RemoveRange(same, hours.Count - same);
        }
        (this.published, changedFrom) = (published, int.MaxValue);
        for (int hour = hours.Count; hour < count; hour++)
        {
            int from = published + (hour * Pane.PerHour);
            hours.Add(figures.Authentic(EventType.Share, from, from + Pane.PerHour));
        }
        return CollectionsMarshal.AsSpan(hours)[..count];
    }
}
