using System.Numerics;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// Dense numbers 0, 1, 2, … for 64-bit keys that are hashes already, in order of arrival. Open addressing over 4-byte
/// slots: 12–20 bytes a key.
/// </summary>
public sealed class HashIndex
{
    private ulong[] keys = new ulong[16];
    private int[] slots = new int[32];

    public int Count { get; private set; }

    public ReadOnlySpan<ulong> Keys => keys.AsSpan(0, Count);

    public int GetOrAdd(ulong key, out bool added)
    {
        int mask = slots.Length - 1;
        int slot = Slot(key, mask);
        for (int entry = slots[slot]; entry != 0; entry = slots[slot = (slot + 1) & mask])
        {
            if (keys[entry - 1] == key)
            {
                added = false;
                return entry - 1;
            }
        }
        added = true;
        if (Count == keys.Length)
        {
            Array.Resize(ref keys, Count * 2);
        }
        keys[Count++] = key;
        slots[slot] = Count;
        if (Count * 4 > slots.Length * 3)
        {
            Grow();
        }
        return Count - 1;
    }

    /// <returns>The key's number, or −1.</returns>
    public int Find(ulong key)
    {
        int mask = slots.Length - 1;
        int slot = Slot(key, mask);
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
    public void PrefetchSlot(ulong key) => Prefetch.Line(ref slots[Slot(key, slots.Length - 1)]);

    /// <summary>Brings near what a key's slot points at.</summary>
    /// <returns>The number that the key most likely has, or −1.</returns>
    public int PrefetchEntry(ulong key)
    {
        int entry = slots[Slot(key, slots.Length - 1)];
        if (entry > 0)
        {
            Prefetch.Line(ref keys[entry - 1]);
        }
        return entry - 1;
    }

    public void Clear()
    {
        Count = 0;
        Array.Clear(slots);
    }

    private void Grow()
    {
        slots = new int[BitOperations.RoundUpToPowerOf2((uint)slots.Length * 2)];
        int mask = slots.Length - 1;
        for (int entry = 1; entry <= Count; entry++)
        {
            int slot = Slot(keys[entry - 1], mask);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }
            slots[slot] = entry;
        }
    }

    // Composite keys (row number and pane) are no hashes: spread them.
    private static int Slot(ulong key, int mask) => (int)((key * 0x9e3779b97f4a7c15) >> 32) & mask;
}
