using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>Visits of a site by pane: all, and those of inauthentic actors.</summary>
public sealed class SiteVisits
{
    private readonly PaneSeries<long> visits = new(2);
    private long all;
    private long excluded;

    /// <summary>Adds the visits among counts of a group of kinds.</summary>
    /// <returns>Whether there are any.</returns>
    public bool Add(int group, int pane, ReadOnlySpan<int> deltas)
    {
        bool any = false;
        foreach (EventType kind in EventTypes.TouchesOf(EventClass.Visit))
        {
            int column = KindColumns.ColumnOf(kind);
            if (KindColumns.GroupOf(kind) == group && (deltas[column] | deltas[column + KindColumns.Excluded]) != 0)
            {
                Add(pane, deltas[column], deltas[column + KindColumns.Excluded]);
                any = true;
            }
        }
        return any;
    }

    /// <summary>Adds those of many panes, or takes them back.</summary>
    /// <param name="sign">1 or −1.</param>
    public void Add(int group, PaneSeries<long> counts, int sign)
    {
        foreach (EventType kind in EventTypes.TouchesOf(EventClass.Visit))
        {
            int column = KindColumns.ColumnOf(kind);
            for (int index = 0; KindColumns.GroupOf(kind) == group && index < counts.Count; index++)
            {
                ReadOnlySpan<long> row = counts.ValuesAt(index);
                Add(counts.PaneAt(index), sign * row[column], sign * row[column + KindColumns.Excluded]);
            }
        }
    }

    public long AllTime(bool authentic) => all - (authentic ? excluded : 0);

    /// <summary>In panes [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public long Sum(int from, int to, bool authentic) =>
        visits.Sum(0, from, to) - (authentic ? visits.Sum(1, from, to) : 0);

    /// <summary>Merges panes that have become old.</summary>
    public void Merge(int greatestPane) => visits.Merge(greatestPane);

    private void Add(int pane, long more, long moreExcluded)
    {
        if ((more | moreExcluded) == 0)
        {
            return;
        }
        Span<long> row = visits.At(pane);
        row[0] += more;
        row[1] += moreExcluded;
        all += more;
        excluded += moreExcluded;
    }
}
