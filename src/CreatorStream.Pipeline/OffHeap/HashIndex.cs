namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Dense numbers 0, 1, 2, … for 64-bit keys, in order of arrival. Open addressing over 4-byte slots: 12–20 bytes a key.
/// A slot holds number + 1 in as many bits as the table needs, and above them those bits of the hash that did not
/// choose the slot: so a key that only lies in the way is passed over without looking at it, far away in memory.
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
        uint hash = Hash(key);
        int slot = Probe(key, hash, out int number);
        added = number < 0;
        if (!added)
        {
            return number;
        }
        keys.Add(key);
        ((uint*)block.Start)[slot] = (hash & ~(uint)mask) | (uint)keys.Count;
        if (keys.Count * 4L > (mask + 1) * 3L)
        {
            Grow();
        }
        return keys.Count - 1;
    }

    /// <returns>The key's number, or −1.</returns>
    public int Find(ulong key)
    {
        Probe(key, Hash(key), out int number);
        return number;
    }

    /// <summary>Brings a key's slot near.</summary>
    public void PrefetchSlot(ulong key) => Prefetch.Line(ref ((int*)block.Start)[Hash(key) & mask]);

    /// <summary>Brings near what a key's slot points at.</summary>
    /// <returns>The number that the key most likely has, or −1.</returns>
    public int PrefetchEntry(ulong key)
    {
        var slots = (uint*)block.Start;
        uint hash = Hash(key);
        int slot = (int)(hash & mask);
        while (slots[slot] != 0 && ((slots[slot] ^ hash) & ~(uint)mask) != 0)
        {
            slot = (slot + 1) & mask;
        }
        int number = (int)(slots[slot] & mask) - 1;
        if (number >= 0)
        {
            keys.PrefetchItem(number);
        }
        return number;
    }

    public void Clear()
    {
        keys.Clear();
        block.Bytes.Clear();
    }

    /// <returns>The key's slot, or the empty one that would be its.</returns>
    private int Probe(ulong key, uint hash, out int number)
    {
        var slots = (uint*)block.Start;
        int slot = (int)(hash & mask);
        for (uint found = slots[slot]; found != 0; found = slots[slot = (slot + 1) & mask])
        {
            if (((found ^ hash) & ~(uint)mask) == 0)
            {
                number = (int)(found & mask) - 1;
                if (keys[number] == key)
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
        memory.Free(block);
        block = memory.Allocate(part, (long)size * sizeof(int));
        block.Touch();
        mask = size - 1;
        var slots = (uint*)block.Start;
        for (int entry = 1; entry <= keys.Count; entry++)
        {
            uint hash = Hash(keys[entry - 1]);
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
}
