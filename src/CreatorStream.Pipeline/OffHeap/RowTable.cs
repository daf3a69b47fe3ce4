namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Rows by a 64-bit key, with a list of those changed since it was last emptied: what a contribution publishes at a tick.
/// </summary>
public sealed class RowTable<T>
    where T : unmanaged
{
    private readonly StateScope scope;
    private readonly StatePart part;
    private readonly List<int> changed = [];
    private Guess[] guesses = new Guess[64];

    /// <summary>Of the rows since they were all replaced the last time.</summary>
    private StateScope generation;
    private KeyedRows<Row> rows;

    public RowTable(StateScope scope, StatePart part)
    {
        this.scope = scope;
        this.part = part;
        generation = scope.Open();
        rows = new KeyedRows<Row>(generation, part);
    }

    public int Count => rows.Count;

    /// <summary>Rows changed since the last flush.</summary>
    public int ChangedCount => changed.Count;

    public ulong KeyAt(int row) => rows.Key(row);

    /// <summary>Valid until a row is made.</summary>
    public ref T At(int row) => ref rows[row].Value;

    /// <summary>
    /// The row of a key, made where it isn't there yet, and noted as changed. The reference is valid until the next call.
    /// </summary>
    public ref T Change(ulong key) => ref Note(rows.GetOrAdd(key, out _));

    /// <summary>
    /// The same, where the same key is mostly asked for again: events come nearly in order of time, so the pane in which a
    /// series was counted last is nearly always that of the next event too. Its row is then found without hashing.
    /// </summary>
    /// <param name="place">A small number for keys that differ in their lower 32 bits only.</param>
    public ref T Change(ulong key, int place)
    {
        if (place >= guesses.Length)
        {
            Array.Resize(ref guesses, Math.Max(place + 1, guesses.Length * 2));
        }
        ref Guess guess = ref guesses[place];
        if (guess.Low != (uint)key || guess.Next == 0)
        {
            guess = new Guess { Low = (uint)key, Next = rows.GetOrAdd(key, out _) + 1 };
        }
        return ref Note(guess.Next - 1);
    }

    /// <summary>The number of a key's row, made where it isn't there yet. Valid until rows are dropped.</summary>
    public int NumberOf(ulong key) => rows.GetOrAdd(key, out _);

    /// <summary>A row by number, noted as changed. The reference is valid until a row is made.</summary>
    public ref T ChangeAt(int row) => ref Note(row);

    /// <summary>The row of a key, or one of zeros.</summary>
    public T Find(ulong key)
    {
        int number = rows.Count == 0 ? -1 : rows.Find(key);
        return number < 0 ? default : rows[number].Value;
    }

    /// <summary>Brings near what is known of a place.</summary>
    public void PrefetchPlace(int place)
    {
        if (place < guesses.Length)
        {
            OffHeap.Prefetch.Line(ref guesses[place]);
        }
    }

    /// <summary>Brings near the row that is changed next with a place that is near, or where its key is looked up.</summary>
    public void Prefetch(ulong key, int place)
    {
        if (place < guesses.Length && guesses[place].Low == (uint)key && guesses[place].Next != 0)
        {
            rows.PrefetchAt(guesses[place].Next - 1);
        }
        else
        {
            rows.PrefetchSlot(key);
        }
    }

    /// <summary>Brings near a row by number.</summary>
    public void PrefetchAt(int row) => rows.PrefetchAt(row);

    /// <summary>Brings near where a key is looked up.</summary>
    public void PrefetchSlot(ulong key) => rows.PrefetchSlot(key);

    /// <summary>Brings near the row of a key whose slot is near.</summary>
    public void PrefetchRow(ulong key) => rows.PrefetchRow(key);

    public delegate void Emit(ulong key, ref T row);

    /// <summary>Hands every changed row to a callback, and forgets that they changed.</summary>
    public void Flush(Emit emit)
    {
        for (int i = 0; i < changed.Count; i++)
        {
            if (i + OffHeap.Prefetch.Near < changed.Count)
            {
                rows.PrefetchAt(changed[i + OffHeap.Prefetch.Near]);
            }
            int number = changed[i];
            ref Row row = ref rows[number];
            row.IsChanged = false;
            emit(rows.Key(number), ref row.Value);
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
        KeyedRows<Row> before = rows;
        using StateScope ending = Begin();
        for (int number = 0; number < before.Count; number++)
        {
            T value = before[number].Value;
            if (!isGone(value))
            {
                rows[rows.GetOrAdd(before.Key(number), out _)].Value = value;
            }
        }
    }

    /// <summary>Empties it and gives back its memory.</summary>
    public void Clear() => Begin().Dispose();

    /// <summary>Begins without rows.</summary>
    /// <returns>The scope of those before.</returns>
    private StateScope Begin()
    {
        StateScope before = generation;
        generation = scope.Open();
        rows = new KeyedRows<Row>(generation, part);
        changed.Clear();
        Array.Clear(guesses);
        return before;
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

    private struct Guess
    {
        /// <summary>Of the key.</summary>
        public uint Low;

        /// <summary>The row's number + 1; 0: none yet.</summary>
        public int Next;
    }

    private struct Row
    {
        /// <summary>Beside the key and what most changes are of: it takes no other line of the processor's cache.</summary>
        public bool IsChanged;
        public T Value;
    }
}
