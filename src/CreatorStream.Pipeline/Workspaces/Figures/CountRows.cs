using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>Counts of one group of kinds by subject and pane, which can be had of one subject: when it is placed elsewhere.</summary>
public sealed class CountRows
{
    private readonly StateScope scope;
    private readonly RowTable<TouchCounts> rows;

    /// <summary>Of the links since rows were numbered the last time.</summary>
    private StateScope generation;

    /// <summary>By subject, its newest row's number + 1.</summary>
    private KeyedRows<int> newest;

    /// <summary>By row, the same of the subject's row before it.</summary>
    private StateList<int> before;

    public CountRows(StateScope scope)
    {
        this.scope = scope;
        rows = new RowTable<TouchCounts>(scope, StatePart.Panes);
        generation = scope.Open();
        newest = new KeyedRows<int>(generation, StatePart.Panes);
        before = new StateList<int>(generation, StatePart.Panes);
    }

    /// <summary>Puts an absolute row in the place of the one before.</summary>
    /// <returns>The difference.</returns>
    public TouchCounts Put(CountRow row)
    {
        TouchCounts difference = rows.Put(PaneRows.Key(row.Subject, row.Pane), row.Counts);
        if (rows.Count > before.Count)
        {
            Link(rows.Count - 1);
        }
        return difference;
    }

    /// <summary>Adds all of a subject up by the panes that they are kept in.</summary>
    public PaneSeries<long> Of(int subject, Func<int, int> kept)
    {
        var panes = new List<(int Pane, int Row)>();
        int newestOf = newest.Find((ulong)subject);
        for (int row = newestOf < 0 ? 0 : newest[newestOf]; row != 0; row = before[row - 1])
        {
            panes.Add((kept(PaneRows.PaneOf(rows.KeyAt(row - 1))), row - 1));
        }
        panes.Sort();
        var sums = new PaneSeries<long>(KindColumns.Width);
        foreach ((int pane, int row) in panes)
        {
            Span<long> into = sums.At(pane);
            ReadOnlySpan<int> counts = rows.At(row);
            for (int column = 0; column < into.Length; column++)
            {
                into[column] += counts[column];
            }
        }
        return sums;
    }

    /// <summary>Forgets every row, handing to a callback what takes it back.</summary>
    public void Void(Action<ulong, TouchCounts> takeBack) => rows.Void(takeBack);

    /// <summary>Drops rows of nothing: what a task has merged upwards.</summary>
    public void DropZeros()
    {
        rows.Drop(row => row.IsZero);
        generation.Dispose();
        generation = scope.Open();
        newest = new KeyedRows<int>(generation, StatePart.Panes);
        before = new StateList<int>(generation, StatePart.Panes);
        for (int row = 0; row < rows.Count; row++)
        {
            Link(row);
        }
    }

    private void Link(int row)
    {
        ref int last = ref newest[newest.GetOrAdd((ulong)PaneRows.SeriesOf(rows.KeyAt(row)), out _)];
        before.Add(last);
        last = row + 1;
    }
}
