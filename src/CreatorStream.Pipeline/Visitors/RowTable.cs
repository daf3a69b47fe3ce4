namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// Rows by a 64-bit key, with a list of those changed since it was last emptied: what a processor publishes at a tick.
/// </summary>
public sealed class RowTable<T>
    where T : struct
{
    private readonly HashIndex index = new();
    private readonly List<int> changed = [];
    private T[] rows = new T[16];
    private bool[] isChanged = new bool[16];

    public int Count => index.Count;

    public ulong KeyAt(int row) => index.Keys[row];

    public ref T At(int row) => ref rows[row];

    /// <summary>The row of a key, made where it isn't there yet, and noted as changed.</summary>
    public ref T Change(ulong key)
    {
        int row = index.GetOrAdd(key, out bool added);
        if (added && row == rows.Length)
        {
            Array.Resize(ref rows, row * 2);
            Array.Resize(ref isChanged, row * 2);
        }
        if (!isChanged[row])
        {
            isChanged[row] = true;
            changed.Add(row);
        }
        return ref rows[row];
    }

    /// <summary>Hands every changed row to a callback, and forgets that they changed.</summary>
    public void Flush(Action<ulong, T> emit)
    {
        foreach (int row in changed)
        {
            isChanged[row] = false;
            emit(index.Keys[row], rows[row]);
        }
        changed.Clear();
    }

    /// <summary>Drops the rows that a predicate names. Call it when nothing is changed: right after a flush.</summary>
    public void Drop(Func<T, bool> isGone)
    {
        ulong[] keys = index.Keys.ToArray();
        T[] old = rows;
        int kept = keys.Length;
        index.Clear();
        rows = new T[old.Length];
        for (int row = 0; row < kept; row++)
        {
            if (!isGone(old[row]))
            {
                rows[index.GetOrAdd(keys[row], out _)] = old[row];
            }
        }
    }

    public void Clear()
    {
        index.Clear();
        changed.Clear();
        Array.Clear(rows);
        Array.Clear(isChanged);
    }
}
