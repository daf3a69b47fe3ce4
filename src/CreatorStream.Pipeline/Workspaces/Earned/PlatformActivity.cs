using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Money;
using CreatorStream.Analytics.Panes;

namespace CreatorStream.Pipeline.Workspaces.Earned;

/// <summary>
/// What authentic actors did with a campaign, creator or content item, by platform and UTC day, of all time: what earned
/// media value is found from. By day, since rates may be in another currency.
/// </summary>
public sealed class PlatformActivity
{
    private static readonly (int Group, int Column)[] Columns =
    [
        .. EarnedMedia.Kinds.Select(kind => (KindColumns.GroupOf(kind), KindColumns.ColumnOf(kind))),
    ];

    /// <summary>By platform, kinds as EarnedMedia has them, by the first pane of the day. Most content has one.</summary>
    private SortedDictionary<string, PaneSeries<long>>? platforms;

    /// <summary>How often it became another: who keeps what follows from it can tell that it is old.</summary>
    public long Changes { get; private set; }

    /// <summary>In the order of their names; the empty one is of those that nobody named.</summary>
    public IEnumerable<KeyValuePair<string, PaneSeries<long>>> Platforms => platforms ?? [];

    /// <summary>What was found of it last.</summary>
    internal KnownEmv? Known { get; set; }

    /// <param name="group">Of kinds.</param>
    public void Add(string platform, int group, int pane, ReadOnlySpan<int> deltas)
    {
        Span<long> counts = stackalloc long[KindColumns.Width];
        for (int column = 0; column < counts.Length; column++)
        {
            counts[column] = deltas[column];
        }
        Add(platform, group, pane, counts, 1);
    }

    /// <summary>Adds counts of many panes, or takes them back.</summary>
    /// <param name="sign">1 or −1.</param>
    public void Add(string platform, int group, PaneSeries<long> counts, int sign)
    {
        for (int index = 0; index < counts.Count; index++)
        {
            Add(platform, group, counts.PaneAt(index), counts.ValuesAt(index), sign);
        }
    }

    private void Add(string platform, int group, int pane, ReadOnlySpan<long> counts, int sign)
    {
        Span<long> row = [];
        for (int kind = 0; kind < Columns.Length; kind++)
        {
            (int ofGroup, int column) = Columns[kind];
            long authentic = ofGroup == group ? counts[column] - counts[column + KindColumns.Excluded] : 0;
            if (authentic != 0)
            {
                row = row.IsEmpty ? Row(platform, pane) : row;
                row[kind] += sign * authentic;
            }
        }
        Changes += row.IsEmpty ? 0 : 1;
    }

    private Span<long> Row(string platform, int pane)
    {
        platforms ??= new SortedDictionary<string, PaneSeries<long>>(StringComparer.Ordinal);
        if (!platforms.TryGetValue(platform, out PaneSeries<long>? days))
        {
            platforms[platform] = days = new PaneSeries<long>(Columns.Length);
        }
        return days.At(Pane.FloorTo(pane, Pane.PerDay));
    }
}
