namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Rows by 64-bit key, with dense numbers 0, 1, 2, … in order of arrival. A key lies beside its row, so that who looks one
/// up has the other at hand.
/// </summary>
public sealed class KeyedRows<T>(StateScope scope, StatePart part)
    where T : unmanaged
{
    private readonly StateList<Entry> entries = new(scope, part);
    private HashSlots slots = new(scope, part);

    public int Count => entries.Count;

    /// <summary>By number. Valid until a row is added.</summary>
    public ref T this[int number] => ref entries[number].Row;

    public ulong Key(int number) => entries[number].Key;

    /// <summary>The number of a key's row, which is all zeros where there was none yet.</summary>
    public int GetOrAdd(ulong key, out bool added)
    {
        uint hash = HashSlots.Hash(key);
        int slot = Probe(key, hash, out int number);
        added = number < 0;
        if (!added)
        {
            return number;
        }
        entries.Add(new Entry { Key = key });
        slots.Put(slot, hash, entries.Count - 1);
        if (slots.IsFull(entries.Count))
        {
            Grow();
        }
        return entries.Count - 1;
    }

    /// <summary>The same where it is known which number the key most likely has.</summary>
    /// <param name="likely">What <see cref="FindLikely"/> said before.</param>
    public int GetOrAdd(ulong key, int likely, out bool added)
    {
        if (likely >= 0 && entries[likely].Key == key)
        {
            added = false;
            return likely;
        }
        return GetOrAdd(key, out added);
    }

    /// <returns>The key's number, or −1.</returns>
    public int Find(ulong key)
    {
        Probe(key, HashSlots.Hash(key), out int number);
        return number;
    }

    /// <summary>Brings a key's slot near.</summary>
    public void PrefetchSlot(ulong key) => slots.Prefetch(HashSlots.Hash(key));

    /// <summary>Brings near the row of a key whose slot is near.</summary>
    /// <returns>What <see cref="FindLikely"/> says.</returns>
    public int PrefetchRow(ulong key)
    {
        int number = FindLikely(key);
        if (number >= 0)
        {
            PrefetchAt(number);
        }
        return number;
    }

    /// <summary>Brings near a row by number.</summary>
    public void PrefetchAt(int number) => entries.PrefetchItem(number);

    /// <summary>Looks up a key by its slot alone.</summary>
    /// <returns>The number that it most likely has, or −1.</returns>
    public int FindLikely(ulong key)
    {
        uint hash = HashSlots.Hash(key);
        int slot = slots.First(hash);
        return slots.Like(hash, ref slot);
    }

    /// <returns>The key's slot, or the empty one that would be its.</returns>
    private int Probe(ulong key, uint hash, out int number)
    {
        int slot = slots.First(hash);
        while ((number = slots.Like(hash, ref slot)) >= 0 && entries[number].Key != key)
        {
            slot = slots.After(slot);
        }
        return slot;
    }

    /// <summary>Slots lie anywhere: they are asked for some rows ahead.</summary>
    private void Grow()
    {
        slots.Grow();
        for (int number = 0; number < entries.Count; number++)
        {
            if (number % Prefetch.Rows == 0)
            {
                int end = Math.Min(entries.Count, number + (2 * Prefetch.Rows));
                for (int ahead = number + Prefetch.Rows; ahead < end; ahead++)
                {
                    PrefetchSlot(entries[ahead].Key);
                }
            }
            uint hash = HashSlots.Hash(entries[number].Key);
            int slot = slots.First(hash);
            while (slots.Like(hash, ref slot) >= 0)
            {
                slot = slots.After(slot);
            }
            slots.Put(slot, hash, number);
        }
    }

    private struct Entry
    {
        public ulong Key;
        public T Row;
    }
}
