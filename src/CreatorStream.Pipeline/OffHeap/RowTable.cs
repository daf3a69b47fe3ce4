namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Rows by a 64-bit key, with a list of those changed since it was last emptied: what a processor publishes at a tick.
/// </summary>
public sealed class RowTable<T>(StateMemory memory, StatePart part)
    where T : unmanaged
{
    private readonly HashIndex index = new(memory, part);
    private readonly StateList<Row> rows = new(memory, part);
    private readonly List<int> changed = [];

    public int Count => index.Count;

    /// <summary>Rows changed since the last flush.</summary>
    public int ChangedCount => changed.Count;

    public ulong KeyAt(int row) => index.Keys[row];

    /// <summary>Valid until a row is made.</summary>
    public ref T At(int row) => ref rows[row].Value;

    /// <summary>
    /// The row of a key, made where it isn't there yet, and noted as changed. The reference is valid until the next call.
    /// </summary>
    public ref T Change(ulong key) => ref Note(FindOrAdd(key));

    /// <summary>The same, for a caller who can guess which row it is.</summary>
    /// <param name="guess">Any number; afterwards that of the row.</param>
    public ref T Change(ulong key, ref int guess)
    {
        ReadOnlySpan<ulong> keys = index.Keys;
        if ((uint)guess >= (uint)keys.Length || keys[guess] != key)
        {
            guess = FindOrAdd(key);
        }
        return ref Note(guess);
    }

    /// <summary>Brings near where a key is looked up.</summary>
    public void PrefetchSlot(ulong key) => index.PrefetchSlot(key);

    /// <summary>Brings near the row of a key whose slot is near.</summary>
    public void PrefetchRow(ulong key)
    {
        int number = index.PrefetchEntry(key);
        if (number >= 0)
        {
            rows.PrefetchItem(number);
        }
    }

    /// <summary>Hands every changed row to a callback, and forgets that they changed.</summary>
    public void Flush(Action<ulong, T> emit)
    {
        foreach (int number in changed)
        {
            ref Row row = ref rows[number];
            row.IsChanged = false;
            emit(index.Keys[number], row.Value);
        }
        changed.Clear();
    }

    /// <summary>Notes every row as changed.</summary>
    public void ChangeAll()
    {
        for (int number = 0; number < rows.Count; number++)
        {
            Note(number);
        }
    }

    /// <summary>Drops the rows that a predicate names. Call it when nothing is changed: right after a flush.</summary>
    public void Drop(Func<T, bool> isGone)
    {
        var kept = new List<(ulong Key, T Value)>();
        for (int number = 0; number < rows.Count; number++)
        {
            if (!isGone(rows[number].Value))
            {
                kept.Add((index.Keys[number], rows[number].Value));
            }
        }
        Clear();
        foreach ((ulong key, T value) in kept)
        {
            index.GetOrAdd(key, out _);
            rows.Add(new Row { Value = value });
        }
    }

    public void Clear()
    {
        index.Clear();
        rows.Clear();
        changed.Clear();
    }

    private int FindOrAdd(ulong key)
    {
        int number = index.GetOrAdd(key, out bool added);
        if (added)
        {
            rows.Add(default);
        }
        return number;
    }

    private ref T Note(int number)
    {
        ref Row row = ref rows[number];
        if (!row.IsChanged)
        {
            row.IsChanged = true;
            changed.Add(number);
        }
        return ref row.Value;
    }

    private struct Row
    {
        public T Value;
        public bool IsChanged;
    }
}
