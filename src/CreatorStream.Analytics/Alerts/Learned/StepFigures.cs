using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Alerts.Learned;

/// <summary>Figures of one entity by steps, read from its panes. Used again and again: it grows to the longest stretch read.</summary>
public sealed class StepFigures
{
    private const int Columns = 7;
    private const int EventsColumn = 0;
    private const int ExcludedColumn = 1;
    private const int ImpressionsColumn = 2;
    private const int ClicksColumn = 3;
    private const int EngagementsColumn = 4;
    private const int MentionsColumn = 5;
    private const int ConversionsColumn = 6;

    /// <summary>By group of kinds: which of its columns count as what.</summary>
    private static readonly (int Kind, int Column)[][] ByGroup =
    [
        .. Enumerable
            .Range(0, KindColumns.Groups)
            .Select(group =>
                EventTypes
                    .All.Where(kind => kind.Column >= 0 && KindColumns.GroupOf(kind.Type) == group)
                    .Select(kind => (KindColumns.ColumnOf(kind.Type), ColumnOf(kind)))
                    .Where(of => of.Item2 >= 0)
                    .ToArray()
            ),
    ];

    private long[] sums = [];

    /// <summary>The first step read.</summary>
    public int First { get; private set; }

    /// <summary>How many were read.</summary>
    public int Count { get; private set; }

    /// <summary>Reads steps [<paramref name="first"/>, <paramref name="end"/>).</summary>
    /// <param name="counts">By group of kinds.</param>
    /// <param name="orders">Conversions.</param>
    /// <param name="conversions">Their column of authentic ones.</param>
    public void Read(
        IReadOnlyList<PaneSeries<long>> counts,
        PaneSeries<long> orders,
        int conversions,
        int first,
        int end
    )
    {
        First = first;
        Count = Math.Max(0, end - first);
        if (sums.Length < Count * Columns)
        {
            sums = new long[Count * Columns];
        }
        sums.AsSpan(0, Count * Columns).Clear();
        for (int group = 0; group < counts.Count; group++)
        {
            PaneSeries<long> of = counts[group];
            for (int at = of.FirstAtOrAfter(first * Step.Panes); at < of.Count; at++)
            {
                if (Row(of.PaneAt(at)) is not { IsEmpty: false } row)
                {
                    break;
                }
                ReadOnlySpan<long> kinds = of.ValuesAt(at);
                for (int kind = 0; kind < KindColumns.Excluded; kind++)
                {
                    row[EventsColumn] += kinds[kind];
                    row[ExcludedColumn] += kinds[kind + KindColumns.Excluded];
                }
                foreach ((int kind, int column) in ByGroup[group])
                {
                    row[column] += kinds[kind] - kinds[kind + KindColumns.Excluded];
                }
            }
        }
        for (int at = orders.FirstAtOrAfter(first * Step.Panes); at < orders.Count; at++)
        {
            if (Row(orders.PaneAt(at)) is not { IsEmpty: false } row)
            {
                break;
            }
            row[ConversionsColumn] += orders.ValuesAt(at)[conversions];
        }
    }

    /// <summary>All touches and conversions.</summary>
    public long Activity(int step) => At(step, EventsColumn) + At(step, ConversionsColumn);

    /// <summary>What a metric is of: a number of events, or the one above the line of a ratio.</summary>
    public long Above(AlertMetric metric, int step) =>
        metric switch
        {
            AlertMetric.Engagements => At(step, EngagementsColumn),
            AlertMetric.Clicks or AlertMetric.Ctr => At(step, ClicksColumn),
            AlertMetric.Conversions => At(step, ConversionsColumn),
            AlertMetric.SuspectShare => At(step, ExcludedColumn),
            _ => At(step, MentionsColumn),
        };

    /// <summary>What stands below the line of a ratio.</summary>
    public long Below(AlertMetric metric, int step) =>
        metric == AlertMetric.Ctr ? At(step, ImpressionsColumn) : At(step, EventsColumn);

    private long At(int step, int column) => sums[((step - First) * Columns) + column];

    private Span<long> Row(int pane)
    {
        int step = Step.Of(pane) - First;
        return step < Count ? sums.AsSpan(step * Columns, Columns) : default;
    }

    private static int ColumnOf(EventKind kind) =>
        kind.Class switch
        {
            EventClass.Impression => ImpressionsColumn,
            EventClass.Click => ClicksColumn,
            EventClass.Engagement => EngagementsColumn,
            _ => kind.Type == EventType.Mention ? MentionsColumn : -1,
        };
}
