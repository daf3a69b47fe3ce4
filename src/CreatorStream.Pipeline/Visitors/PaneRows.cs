using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>Tables of sums whose key is a series (a subject, an entity, …) and a pane.</summary>
public static class PaneRows
{
    public static ulong Key(int series, int pane) => ((ulong)(uint)series << 32) | (uint)pane;

    public static int SeriesOf(ulong key) => (int)(key >> 32);

    public static int PaneOf(ulong key) => (int)(uint)key;

    /// <summary>Puts an absolute row in the place of the one before.</summary>
    /// <returns>The difference.</returns>
    public static T Put<T>(this RowTable<T> rows, ulong key, in T row)
        where T : unmanaged, ISums<T>
    {
        ref T known = ref rows.Change(key);
        T difference = row - known;
        known = row;
        return difference;
    }

    /// <summary>Forgets every row, handing to a callback what takes it back.</summary>
    public static void Void<T>(this RowTable<T> rows, Action<ulong, T> takeBack)
        where T : unmanaged, ISums<T>
    {
        for (int row = 0; row < rows.Count; row++)
        {
            takeBack(rows.KeyAt(row), default(T) - rows.At(row));
        }
        rows.Clear();
    }

    /// <summary>Moves the rows of panes that are kept elsewhere by now; what is left of them are rows of nothing.</summary>
    /// <param name="kept">Where a series' pane is kept.</param>
    public static void Merge<T>(this RowTable<T> rows, Func<int, int, int> kept)
        where T : unmanaged, ISums<T>
    {
        int before = rows.Count;
        for (int row = 0; row < before; row++)
        {
            ulong key = rows.KeyAt(row);
            T moved = rows.At(row);
            int pane = kept(SeriesOf(key), PaneOf(key));
            if (pane != PaneOf(key) && !moved.IsZero)
            {
                ref T from = ref rows.Change(key);
                from -= moved;
                ref T into = ref rows.Change(Key(SeriesOf(key), pane));
                into += moved;
            }
        }
    }
}
