using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>
/// All visits of a workspace's site by pane, whoever brought them: also those by e-mail, search and nobody, which are in no
/// campaign. They are sums over subjects, wherever the catalog places these.
/// </summary>
public sealed class SiteVisits
{
    /// <summary>All, and those of inauthentic actors.</summary>
    private readonly PaneSeries<long> visits = new(2);
    private long all;
    private long excluded;
    private bool isChanged;

    /// <summary>Adds the visits among counts of a group of kinds.</summary>
    public void Add(int group, int pane, ReadOnlySpan<int> deltas)
    {
        foreach (EventType kind in EventTypes.TouchesOf(EventClass.Visit))
        {
            int column = KindColumns.ColumnOf(kind);
            if (KindColumns.GroupOf(kind) != group || (deltas[column] | deltas[column + KindColumns.Excluded]) == 0)
            {
                continue;
            }
            Span<long> row = visits.At(pane);
            row[0] += deltas[column];
            row[1] += deltas[column + KindColumns.Excluded];
            all += deltas[column];
            excluded += deltas[column + KindColumns.Excluded];
            isChanged = true;
        }
    }

    public long AllTime(bool authentic) => all - (authentic ? excluded : 0);

    /// <summary>In panes [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public long Sum(int from, int to, bool authentic) =>
        visits.Sum(0, from, to) - (authentic ? visits.Sum(1, from, to) : 0);

    /// <summary>Merges panes that have become old.</summary>
    public void Merge(int greatestPane) => visits.Merge(greatestPane);

    /// <summary>Whether there were others since it was asked last: they concern every campaign.</summary>
    public bool TakeChanged()
    {
        bool was = isChanged;
        isChanged = false;
        return was;
    }
}
