using System.Numerics;

namespace CreatorStream.Analytics.Panes;

/// <summary>
/// Sums by pane: a sorted list of panes, each with so many integers (long, or Int128 for money). Adding commutes, so what it
/// holds follows from what was added, never from the order. Appending is O(1), and so is adding to a pane that is there, but for
/// finding it. New panes of the past wait in a list of their own, which is put among the others when it is asked for what there
/// is, or has grown to the square root of these: so n panes in any order, as a start from journeys brings them, cost n√n moves.
/// </summary>
public sealed class PaneSeries<T>(int width)
    where T : struct, IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>, IAdditiveIdentity<T, T>
{
    /// <summary>Of fewer panes each new one is put in its place at once.</summary>
    private const int FewPanes = 64;

    private int[] panes = [];
    private T[] values = [];
    private int count;
    private int mergedTo = -1;

    /// <summary>New panes of the past that are not yet among the others.</summary>
    private PaneSeries<T>? late;

    public int Width => width;

    public int Count
    {
        get
        {
            TakeLate();
            return count;
        }
    }

    public int PaneAt(int index) => panes[index];

    public ReadOnlySpan<T> ValuesAt(int index) => values.AsSpan(index * width, width);

    /// <summary>The values of a pane, to add to; made where it isn't there yet. Valid until the next call of anything.</summary>
    public Span<T> At(int pane)
    {
        int index = IndexOf(pane);
        if (index < 0 && ~index < count && count >= FewPanes)
        {
            if (late?.count > (int)Math.Sqrt(count))
            {
                TakeLate();
            }
            return (late ??= new PaneSeries<T>(width)).At(pane);
        }
        if (index < 0)
        {
            index = ~index;
            Insert(index, pane);
        }
        return values.AsSpan(index * width, width);
    }

    /// <summary>Adds another of the same width, or takes it back, in one pass over both: however its panes lie among these.</summary>
    /// <param name="sign">1 or −1.</param>
    public void Add(PaneSeries<T> other, int sign)
    {
        TakeLate();
        other.TakeLate();
        int added = 0;
        for (int index = 0; index < other.count; index++)
        {
            added += IndexOf(other.panes[index]) < 0 ? 1 : 0;
        }
        if (count + added > panes.Length)
        {
            int capacity = Math.Max(count + added, panes.Length * 2);
            Array.Resize(ref panes, capacity);
            Array.Resize(ref values, capacity * width);
        }
        int from = count - 1;
        count += added;
        // From the end, so that nothing is written over before it is read.
        int to = count - 1;
        for (int theirs = other.count - 1; theirs >= 0; to--)
        {
            Span<T> row = values.AsSpan(to * width, width);
            bool isOurs = from >= 0 && panes[from] >= other.panes[theirs];
            bool isTheirs = from < 0 || panes[from] <= other.panes[theirs];
            panes[to] = isOurs ? panes[from] : other.panes[theirs];
            if (!isOurs)
            {
                row.Clear();
            }
            else if (from != to)
            {
                values.AsSpan(from * width, width).CopyTo(row);
            }
            if (isTheirs)
            {
                ReadOnlySpan<T> given = other.ValuesAt(theirs);
                for (int column = 0; column < width; column++)
                {
                    row[column] = sign > 0 ? row[column] + given[column] : row[column] - given[column];
                }
                theirs--;
            }
            from -= isOurs ? 1 : 0;
        }
    }

    /// <summary>Adds the sums over panes [<paramref name="from"/>, <paramref name="to"/>) to <paramref name="into"/>.</summary>
    public void Sum(int from, int to, Span<T> into)
    {
        for (int index = FirstAtOrAfter(from); index < count && panes[index] < to; index++)
        {
            ReadOnlySpan<T> row = ValuesAt(index);
            for (int column = 0; column < row.Length; column++)
            {
                into[column] += row[column];
            }
        }
    }

    /// <summary>The sum of one column over panes [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public T Sum(int column, int from, int to)
    {
        T sum = T.AdditiveIdentity;
        for (int index = FirstAtOrAfter(from); index < count && panes[index] < to; index++)
        {
            sum += values[(index * width) + column];
        }
        return sum;
    }

    public int FirstAtOrAfter(int pane)
    {
        TakeLate();
        int index = IndexOf(pane);
        return index < 0 ? ~index : index;
    }

    /// <summary>Merges what has become old by <paramref name="greatest"/>; cheap unless an hour has passed.</summary>
    public void Merge(int greatest)
    {
        int cut = Pane.MinuteCut(greatest);
        if (cut == mergedTo)
        {
            return;
        }
        mergedTo = cut;
        TakeLate();
        int kept = 0;
        for (int index = 0; index < count; index++)
        {
            int pane = Pane.Keep(panes[index], greatest);
            Span<T> row = values.AsSpan(index * width, width);
            if (kept > 0 && panes[kept - 1] == pane)
            {
                Span<T> last = values.AsSpan((kept - 1) * width, width);
                for (int column = 0; column < width; column++)
                {
                    last[column] += row[column];
                }
                continue;
            }
            panes[kept] = pane;
            row.CopyTo(values.AsSpan(kept * width));
            kept++;
        }
        count = kept;
    }

    private int IndexOf(int pane)
    {
        if (count == 0 || panes[count - 1] < pane)
        {
            return ~count;
        }
        return panes.AsSpan(0, count).BinarySearch(pane);
    }

    private void TakeLate()
    {
        if (late is { count: > 0 } news)
        {
            // Not seen while it is added.
            late = null;
            Add(news, 1);
        }
    }

    private void Insert(int index, int pane)
    {
        if (count == panes.Length)
        {
            // From nothing: of most names there is little, and there may be very many.
            int capacity = Math.Max(1, count * 2);
            Array.Resize(ref panes, capacity);
            Array.Resize(ref values, capacity * width);
        }
        panes.AsSpan(index, count - index).CopyTo(panes.AsSpan(index + 1));
        values.AsSpan(index * width, (count - index) * width).CopyTo(values.AsSpan((index + 1) * width));
        values.AsSpan(index * width, width).Clear();
        panes[index] = pane;
        count++;
    }
}
