namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Sets of numbers by a 64-bit key: what has to be looked at again when something changes. Adding is appending; a number
/// that is there already is told when the list has grown to twice what was in it, or is read: so a set takes at most twice
/// its room and an addition hardly longer than a write.
/// </summary>
public sealed class Postings(StateScope scope, StatePart part)
{
    private const int FirstLimit = 16;

    private readonly KeyedRows<Row> rows = new(scope, part);
    private readonly ListArena<int> items = new(scope, part);

    public void Add(ulong key, int item)
    {
        ref Row row = ref rows[rows.GetOrAdd(key, out _)];
        ReadOnlySpan<int> known = items.Items(row.Items);
        if (known.Length > 0 && known[^1] == item)
        {
            return;
        }
        if (known.Length >= Math.Max(FirstLimit, row.Limit))
        {
            Shrink(ref row);
        }
        items.Extend(ref row.Items, 1)[^1] = item;
    }

    /// <summary>The numbers of a key, each once. Valid until one is added.</summary>
    public ReadOnlySpan<int> Of(ulong key)
    {
        int number = rows.Find(key);
        if (number < 0)
        {
            return default;
        }
        ref Row row = ref rows[number];
        Shrink(ref row);
        return items.Items(row.Items);
    }

    private void Shrink(ref Row row)
    {
        Span<int> all = items.Items(row.Items);
        all.Sort();
        int count = 0;
        foreach (int item in all)
        {
            if (count == 0 || all[count - 1] != item)
            {
                all[count++] = item;
            }
        }
        row.Items.Count = count;
        row.Limit = count * 2;
    }

    private struct Row
    {
        public ListRange Items;

        /// <summary>At how many, repeats included, they are looked through; 0 before the first time.</summary>
        public int Limit;
    }
}
