namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Dense numbers 0, 1, 2, … for 64-bit keys, in order of arrival. Open addressing over 4-byte slots: 12–20 bytes a key.
/// </summary>
public sealed unsafe class HashIndex(StateMemory memory, StatePart part)
{
    private const int FirstSlots = 32;

    private readonly StateList<ulong> keys = new(memory, part);
    private StateBlock block = memory.Allocate(part, FirstSlots * sizeof(int));
    private int mask = FirstSlots - 1;

    public int Count => keys.Count;

    /// <summary>By number, its key. Valid until a key is added.</summary>
    public ReadOnlySpan<ulong> Keys => keys.Span;

    public int GetOrAdd(ulong key, out bool added)
    {
        int* slots = (int*)block.Start;
        int slot = Slot(key);
        for (int entry = slots[slot]; entry != 0; entry = slots[slot = (slot + 1) & mask])
        {
            if (keys[entry - 1] == key)
            {
                added = false;
                return entry - 1;
            }
        }
        added = true;
        keys.Add(key);
        slots[slot] = keys.Count;
        if (keys.Count * 4L > (mask + 1) * 3L)
        {
            Grow();
        }
        return keys.Count - 1;
    }

    /// <returns>The key's number, or −1.</returns>
    public int Find(ulong key)
    {
        int* slots = (int*)block.Start;
        int slot = Slot(key);
        for (int entry = slots[slot]; entry != 0; entry = slots[slot = (slot + 1) & mask])
        {
            if (keys[entry - 1] == key)
            {
                return entry - 1;
            }
        }
        return -1;
    }

    /// <summary>Brings a key's slot near.</summary>
    public void PrefetchSlot(ulong key) => Prefetch.Line(ref ((int*)block.Start)[Slot(key)]);

    /// <summary>Brings near what a key's slot points at.</summary>
    /// <returns>The number that the key most likely has, or −1.</returns>
    public int PrefetchEntry(ulong key)
    {
        int entry = ((int*)block.Start)[Slot(key)];
        if (entry > 0)
        {
            keys.PrefetchItem(entry - 1);
        }
        return entry - 1;
    }

    public void Clear()
    {
        keys.Clear();
        block.Bytes.Clear();
    }

    private void Grow()
    {
        int size = checked((mask + 1) * 2);
        memory.Free(block);
        block = memory.Allocate(part, (long)size * sizeof(int));
        mask = size - 1;
        int* slots = (int*)block.Start;
        for (int entry = 1; entry <= keys.Count; entry++)
        {
            int slot = Slot(keys[entry - 1]);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }
            slots[slot] = entry;
        }
    }

    // Composite keys (row number and pane) are no hashes: spread them.
    private int Slot(ulong key) => (int)((key * 0x9e3779b97f4a7c15) >> 32) & mask;
}
