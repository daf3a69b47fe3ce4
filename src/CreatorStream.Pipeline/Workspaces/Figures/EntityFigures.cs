using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Analytics.Reach;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Comments;
using CreatorStream.Pipeline.Workspaces.Earned;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>Columns of <see cref="EntityFigures.Orders"/>: by all events, then by those of authentic actors.</summary>
public static class OrderColumns
{
    public const int Conversions = 0;

    /// <summary>Those whose revenue waits for an exchange rate.</summary>
    public const int Unpriced = 1;

    /// <summary>Conversions that nobody proved.</summary>
    public const int Claimed = 2;

    /// <summary>Their revenue: each comes to little, see ClaimBounds.</summary>
    public const int ClaimedMicros = 3;

    /// <summary>Conversions that make somebody known: sign-ups, leads and forms.</summary>
    public const int Leads = 4;

    /// <summary>Those of them that are forms.</summary>
    public const int Forms = 5;

    /// <summary>Leads whose score reaches the bar of their campaign.</summary>
    public const int Qualified = 6;

    /// <summary>The scores of all leads added up.</summary>
    public const int Scores = 7;

    /// <summary>Add to a column for the authentic one.</summary>
    public const int Authentic = 8;

    public const int Count = 16;
}

/// <summary>
/// Everything counted for a campaign, creator or content item, merged over partitions: by pane, with the totals kept
/// beside. Only ever added to.
/// </summary>
public sealed class EntityFigures
{
    /// <summary>Read where nothing was credited, as to most content: it has no series of its own to merge.</summary>
    private static readonly CreditSeries Nothing = new();

    private static readonly SortedDictionary<int, PeopleCounts> Nobody = [];

    private SortedDictionary<int, PeopleCounts>? engagers;
    private CreditSeries? credits;
    private int oldestChange = int.MaxValue;
    private SharesByAge? sharesByAge;
    private readonly long[] reachTotals = new long[2];
    private readonly PaneSeries<long>[] reach =
    [
        .. Enumerable.Range(0, RollingReach.WindowCount).Select(_ => new PaneSeries<long>(2)),
    ];

    /// <summary>Touches by group of kinds, see <see cref="KindColumns"/>.</summary>
    public IReadOnlyList<PaneSeries<long>> Counts { get; } =
    [.. Enumerable.Range(0, KindColumns.Groups).Select(_ => new PaneSeries<long>(KindColumns.Width))];

    /// <summary>Sessions by the pane in which they begin, and engaged time; columns of <see cref="SessionColumns"/>.</summary>
    public PaneSeries<long> Sessions { get; } = new(SessionColumns.Count);

    /// <summary>What was done on platforms by authentic actors, of all time.</summary>
    public PlatformActivity Activity { get; } = new();

    /// <summary>Of a creator, how many visitors engaged so often, of all time: by how often, from the most on.</summary>
    public IReadOnlyDictionary<int, PeopleCounts> Engagers => engagers ?? Nobody;

    /// <summary>What comments with texts came to, of all time.</summary>
    public CommentCounts Comments { get; set; }

    /// <summary>Conversions, credited by last touch.</summary>
    public PaneSeries<long> Orders => (credits ?? Nothing).Orders;

    /// <summary>Their revenue.</summary>
    public PaneSeries<Int128> Revenue => (credits ?? Nothing).Revenue;

    /// <summary>How often credit was given or taken back: who keeps what follows from it can tell that it is old.</summary>
    public long CreditChanges { get; private set; }

    /// <summary>The sums over all panes.</summary>
    public EntitySums AllTime { get; } = new();

    public void AddCounts(int group, int pane, ReadOnlySpan<int> deltas)
    {
        oldestChange = Math.Min(oldestChange, pane);
        sharesByAge?.Note(pane);
        Span<long> row = Counts[group].At(pane);
        Span<long> allTime = KindColumns.Of(group, AllTime.Counts);
        for (int column = 0; column < KindColumns.Width; column++)
        {
            row[column] += deltas[column];
            allTime[column] += deltas[column];
        }
    }

    /// <summary>Adds counts of many panes, or takes them back, in one pass.</summary>
    /// <param name="sign">1 or −1.</param>
    public void AddCounts(int group, PaneSeries<long> counts, int sign)
    {
        oldestChange = counts.Count > 0 ? Math.Min(oldestChange, counts.PaneAt(0)) : oldestChange;
        sharesByAge?.Note(0);
        Counts[group].Add(counts, sign);
        Span<long> allTime = KindColumns.Of(group, AllTime.Counts);
        for (int index = 0; index < counts.Count; index++)
        {
            ReadOnlySpan<long> row = counts.ValuesAt(index);
            for (int column = 0; column < KindColumns.Width; column++)
            {
                allTime[column] += sign * row[column];
            }
        }
    }

    /// <summary>
    /// The first pane, as panes are kept, whose counts or credit changed since it was asked last, which only what alerts are
    /// judged by may; the greatest number: none.
    /// </summary>
    public int TakeOldestChange()
    {
        int oldest = oldestChange;
        oldestChange = int.MaxValue;
        return oldest;
    }

    public void AddReach(int window, int pane, int all, int excluded)
    {
        Span<long> row = reach[window].At(pane);
        row[0] += all;
        row[1] += excluded;
        if (window == RollingReach.AllTime)
        {
            reachTotals[0] += all;
            reachTotals[1] += excluded;
        }
    }

    public void AddSessions(int pane, ReadOnlySpan<long> deltas)
    {
        Span<long> row = Sessions.At(pane);
        for (int column = 0; column < deltas.Length; column++)
        {
            row[column] += deltas[column];
            AllTime.Sessions[column] += deltas[column];
        }
    }

    /// <param name="engagements">Of each of them.</param>
    public void AddEngagers(int engagements, PeopleCounts deltas)
    {
        engagers ??= new SortedDictionary<int, PeopleCounts>(Comparer<int>.Create((a, b) => b.CompareTo(a)));
        PeopleCounts sum = engagers.GetValueOrDefault(engagements) + deltas;
        if (sum.IsZero)
        {
            engagers.Remove(engagements);
        }
        else
        {
            engagers[engagements] = sum;
        }
    }

    /// <inheritdoc cref="SharesByAge.Of"/>
    public ReadOnlySpan<long> AuthenticShares(int published, int count) =>
        (sharesByAge ??= new SharesByAge()).Of(this, published, count);

    /// <summary>Touches that count as something, in panes [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public long Authentic(EventClass of, int from, int to)
    {
        long sum = 0;
        foreach (EventType kind in EventTypes.TouchesOf(of))
        {
            sum += Authentic(kind, from, to);
        }
        return sum;
    }

    /// <inheritdoc cref="Authentic(EventClass, int, int)"/>
    public long Authentic(EventType kind, int from, int to)
    {
        PaneSeries<long> counts = Counts[KindColumns.GroupOf(kind)];
        int column = KindColumns.ColumnOf(kind);
        return counts.Sum(column, from, to) - counts.Sum(column + KindColumns.Excluded, from, to);
    }

    /// <summary>Touches in panes [<paramref name="from"/>, <paramref name="to"/>): all, and those of inauthentic actors among them.</summary>
    public (long All, long Excluded) Touches(int from, int to)
    {
        Span<long> sums = stackalloc long[KindColumns.Width];
        sums.Clear();
        foreach (PaneSeries<long> counts in Counts)
        {
            counts.Sum(from, to, sums);
        }
        (long all, long excluded) = (0, 0);
        for (int kind = 0; kind < KindColumns.Excluded; kind++)
        {
            all += sums[kind];
            excluded += sums[kind + KindColumns.Excluded];
        }
        return (all, excluded);
    }

    public void AddCredit(int pane, ReadOnlySpan<long> orders, ReadOnlySpan<Int128> revenue)
    {
        (credits ??= new CreditSeries()).Add(pane, orders, revenue);
        AllTime.AddOrder(orders, revenue);
        CreditChanges++;
        oldestChange = Math.Min(oldestChange, pane);
    }

    /// <summary>
    /// Distinct people in the window that ends with a pane: of the steps of <see cref="RollingReach"/>, up to that pane. All of
    /// them come to 0, so it is those behind it with the other sign, which are fewer.
    /// </summary>
    /// <param name="window">An index of RollingReach.Windows.</param>
    public long Reach(int window, int lastPane, bool authentic)
    {
        PaneSeries<long> steps = reach[window];
        long all = -steps.Sum(0, lastPane + 1, int.MaxValue);
        long excluded = authentic ? -steps.Sum(1, lastPane + 1, int.MaxValue) : 0;
        if (window == RollingReach.AllTime)
        {
            // The others' steps add up to 0 over all time; these to everybody ever reached.
            all += reachTotals[0];
            excluded += authentic ? reachTotals[1] : 0;
        }
        return all - excluded;
    }

    /// <summary>The first and the last pane in which authentic actors touched it, as panes are kept; null: none did.</summary>
    public (int First, int Last)? Touched()
    {
        (int First, int Last)? touched = null;
        foreach (PaneSeries<long> counts in Counts)
        {
            int first = 0;
            while (first < counts.Count && !IsTouched(counts, first))
            {
                first++;
            }
            int last = counts.Count - 1;
            while (last > first && !IsTouched(counts, last))
            {
                last--;
            }
            if (first < counts.Count)
            {
                (int from, int to) = (counts.PaneAt(first), counts.PaneAt(last));
                touched = touched is { } known ? (Math.Min(known.First, from), Math.Max(known.Last, to)) : (from, to);
            }
        }
        return touched;

        static bool IsTouched(PaneSeries<long> counts, int index)
        {
            ReadOnlySpan<long> row = counts.ValuesAt(index);
            for (int column = 0; column < KindColumns.Excluded; column++)
            {
                if (row[column] != row[column + KindColumns.Excluded])
                {
                    return true;
                }
            }
            return false;
        }
    }

    public bool IsEmpty =>
        !AllTime.Counts.AsSpan().ContainsAnyExcept(0) && !AllTime.Orders.AsSpan().ContainsAnyExcept(0);

    /// <summary>Merges panes that have become old.</summary>
    public void Merge(int greatestPane)
    {
        foreach (PaneSeries<long> counts in Counts)
        {
            counts.Merge(greatestPane);
        }
        Sessions.Merge(greatestPane);
        credits?.Merge(greatestPane);
        foreach (PaneSeries<long> steps in reach)
        {
            steps.Merge(greatestPane);
        }
    }
}
