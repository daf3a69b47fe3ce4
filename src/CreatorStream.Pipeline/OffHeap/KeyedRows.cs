namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Rows by 64-bit key, with dense numbers 0, 1, 2, … in order of arrival. A key lies beside its row, so that who looks one
/// up has the other at hand. Open addressing over 4-byte slots, of which up to three quarters are used. A slot holds
/// number + 1 in as many bits as the table needs, and above them those bits of the hash that did not choose the slot: so a
/// key that only lies in the way is passed over without looking at it, far away in memory.
/// </summary>
public sealed unsafe class KeyedRows<T>(StateScope scope, StatePart part)
    where T : unmanaged
{
    private const int FirstSlots = 32;

    private readonly StateList<Entry> entries = new(scope, part);
    private StateBlock block = scope.Allocate(part, FirstSlots * sizeof(int));
    private int mask = FirstSlots - 1;

    public int Count => entries.Count;

    /// <summary>By number. Valid until a row is added.</summary>
    public ref T this[int number] => ref entries[number].Row;

    public ulong Key(int number) => entries[number].Key;

    /// <summary>The number of a key's row, which is all zeros where there was none yet.</summary>
    public int GetOrAdd(ulong key, out bool added)
    {
        uint hash = Hash(key);
        int slot = Probe(key, hash, out int number);
        added = number < 0;
        if (!added)
        {
            return number;
        }
        entries.Add(new Entry { Key = key });
        ((uint*)block.Start)[slot] = (hash & ~(uint)mask) | (uint)entries.Count;
        if (entries.Count * 4L > (mask + 1) * 3L)
        {
            Grow();
        }
        return entries.Count - 1;
    }

    /// <returns>The key's number, or −1.</returns>
    public int Find(ulong key)
    {
        Probe(key, Hash(key), out int number);
        return number;
    }

    /// <summary>Brings a key's slot near.</summary>
    public void PrefetchSlot(ulong key) => Prefetch.Line(ref ((int*)block.Start)[Hash(key) & mask]);

    /// <summary>Brings near the row of a key whose slot is near.</summary>
    /// <returns>The number that it most likely has, or −1.</returns>
    public int PrefetchRow(ulong key)
    {
        uint* slots = (uint*)block.Start;
        uint hash = Hash(key);
        int slot = (int)(hash & mask);
        while (slots[slot] != 0 && ((slots[slot] ^ hash) & ~(uint)mask) != 0)
        {
            slot = (slot + 1) & mask;
        }
        int number = (int)(slots[slot] & mask) - 1;
        if (number >= 0)
        {
            entries.PrefetchItem(number);
        }
        return number;
    }

    /// <returns>The key's slot, or the empty one that would be its.</returns>
    private int Probe(ulong key, uint hash, out int number)
    {
        uint* slots = (uint*)block.Start;
        int slot = (int)(hash & mask);
        for (uint found = slots[slot]; found != 0; found = slots[slot = (slot + 1) & mask])
        {
            if (((found ^ hash) & ~(uint)mask) == 0)
            {
                number = (int)(found & mask) - 1;
                if (entries[number].Key == key)
                {
                    return slot;
                }
            }
        }
        number = -1;
        return slot;
    }

    private void Grow()
    {
        int size = checked((mask + 1) * 2);
        scope.Free(block);
        block = scope.Allocate(part, (long)size * sizeof(int));
        block.Touch();
        mask = size - 1;
        uint* slots = (uint*)block.Start;
        for (int entry = 1; entry <= entries.Count; entry++)
        {
            uint hash = Hash(entries[entry - 1].Key);
            int slot = (int)(hash & mask);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }
            slots[slot] = (hash & ~(uint)mask) | (uint)entry;
        }
    }

    // Composite keys (row number and pane) are no hashes: spread them.
    private static uint Hash(ulong key) => (uint)((key * 0x9e3779b97f4a7c15) >> 32);

    private struct Entry
    {
        public ulong Key;
        public T Row;
    }
}
