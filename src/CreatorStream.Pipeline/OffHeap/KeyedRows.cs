using System.Numerics;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Rows by 64-bit key, with dense numbers 0, 1, 2, … in order of arrival. A key lies beside its row, so that who looks one
/// up has the other at hand. Open addressing over 4-byte slots, of which up to three quarters are used; there are 2ⁿ or
/// 1½ × 2ⁿ, so that fewer are empty after the table has grown. The first bits of a hash choose the slot, which holds
/// number + 1 in as many bits as the table needs, and above them the hash's last bits: so a key that only lies in the way is
/// passed over without looking at it, far away in memory.
/// </summary>
public sealed unsafe class KeyedRows<T>(StateScope scope, StatePart part)
    where T : unmanaged
{
    private const int FirstSlots = 32;

    /// <summary>Of this process: else who knows how keys are made could choose such as lie in each other's way.</summary>
    private static readonly ulong Seed = unchecked((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue));

    private readonly StateList<Entry> entries = new(scope, part);
    private StateBlock block = scope.Allocate(part, FirstSlots * sizeof(uint));
    private int slots = FirstSlots;

    /// <summary>Bits of a slot that tell the number.</summary>
    private int numberBits = BitsOf(FirstSlots);

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
        ((uint*)block.Start)[slot] = (hash << numberBits) | (uint)entries.Count;
        if (entries.Count * 4L > slots * 3L)
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
        Probe(key, Hash(key), out int number);
        return number;
    }

    /// <summary>Brings a key's slot near.</summary>
    public void PrefetchSlot(ulong key) => Prefetch.Line(ref ((uint*)block.Start)[FirstSlot(Hash(key))]);

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
        uint* at = (uint*)block.Start;
        uint hash = Hash(key);
        int slot = FirstSlot(hash);
        while (at[slot] != 0 && !IsLike(at[slot], hash))
        {
            slot = Next(slot);
        }
        return NumberOf(at[slot]);
    }

    /// <returns>The key's slot, or the empty one that would be its.</returns>
    private int Probe(ulong key, uint hash, out int number)
    {
        uint* at = (uint*)block.Start;
        int slot = FirstSlot(hash);
        for (uint found = at[slot]; found != 0; found = at[slot = Next(slot)])
        {
            if (IsLike(found, hash))
            {
                number = NumberOf(found);
                if (entries[number].Key == key)
                {
                    return slot;
                }
            }
        }
        number = -1;
        return slot;
    }

    private int FirstSlot(uint hash) => (int)((ulong)hash * (uint)slots >> 32);

    private int Next(int slot) => slot + 1 == slots ? 0 : slot + 1;

    /// <summary>Whether a slot in use has the last bits of a hash.</summary>
    private bool IsLike(uint slot, uint hash) => (slot ^ (hash << numberBits)) >> numberBits == 0;

    private int NumberOf(uint slot) => (int)(slot & ((1u << numberBits) - 1)) - 1;

    private void Grow()
    {
        int more = checked(BitOperations.IsPow2(slots) ? slots / 2 * 3 : slots / 3 * 4);
        // First, for it may fail.
        StateBlock larger = scope.Allocate(part, (long)more * sizeof(uint));
        scope.Free(block);
        (block, slots, numberBits) = (larger, more, BitsOf(more));
        block.Touch();
        uint* at = (uint*)block.Start;
        for (int entry = 1; entry <= entries.Count; entry++)
        {
            uint hash = Hash(entries[entry - 1].Key);
            int slot = FirstSlot(hash);
            while (at[slot] != 0)
            {
                slot = Next(slot);
            }
            at[slot] = (hash << numberBits) | (uint)entry;
        }
    }

    private static int BitsOf(int slots) => BitOperations.Log2((uint)slots - 1) + 1;

    // Composite keys (row number and pane) are no hashes: spread them. Where a row lies decides only how soon it is found.
    private static uint Hash(ulong key) => (uint)(((key ^ Seed) * 0x9e3779b97f4a7c15) >> 32);

    private struct Entry
    {
        public ulong Key;
        public T Row;
    }
}
