using System.Runtime.CompilerServices;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>The fingerprints of the newest events: open addressing, 12 bytes a slot, of which up to three quarters are used.</summary>
public sealed unsafe class FingerprintTable(StateMemory memory)
{
    private const int FirstSlots = 64;
    private const int SlotBytes = sizeof(ulong) + sizeof(uint);

    private StateBlock block = memory.Allocate(StatePart.Fingerprints, FirstSlots * SlotBytes);
    private int mask = FirstSlots - 1;

    public int Count { get; private set; }

    /// <summary>How many it holds before it must grow.</summary>
    public int Room => (int)((mask + 1) * 3L / 4);

    private ulong* Fingerprints => (ulong*)block.Start;

    private uint* Seconds => (uint*)(block.Start + ((mask + 1) * (long)sizeof(ulong)));

    /// <returns>false where it was there already.</returns>
    public bool Add(SeenEvent seen)
    {
        if (Count == Room)
        {
            Grow();
        }
        ulong* fingerprints = Fingerprints;
        // 0 marks an empty slot.
        ulong fingerprint = Math.Max(1, seen.Fingerprint);
        int slot = (int)fingerprint & mask;
        while (fingerprints[slot] != 0)
        {
            if (fingerprints[slot] == fingerprint)
            {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        fingerprints[slot] = fingerprint;
        Seconds[slot] = seen.Second;
        Count++;
        return true;
    }

    public bool Contains(ulong fingerprint)
    {
        fingerprint = Math.Max(1, fingerprint);
        int slot = (int)fingerprint & mask;
        while (Fingerprints[slot] != 0)
        {
            if (Fingerprints[slot] == fingerprint)
            {
                return true;
            }
            slot = (slot + 1) & mask;
        }
        return false;
    }

    /// <summary>Brings near where a fingerprint is looked up.</summary>
    public void PrefetchSlot(ulong fingerprint) => Prefetch.Line(ref Fingerprints[(int)fingerprint & mask]);

    /// <summary>Adds each entry's second and slot (32 bits each) to a list, in no order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddSlots(StateList<ulong> list)
    {
        ulong* fingerprints = Fingerprints;
        uint* seconds = Seconds;
        for (int slot = 0; slot <= mask; slot++)
        {
            if (fingerprints[slot] != 0)
            {
                list.Add(((ulong)seconds[slot] << 32) | (uint)slot);
            }
        }
    }

    /// <summary>The fingerprint in a slot.</summary>
    public ulong At(int slot) => Fingerprints[slot];

    public void Clear()
    {
        block.Bytes.Clear();
        Count = 0;
    }

    private void Grow()
    {
        StateBlock old = block;
        int oldSlots = mask + 1;
        int slots = checked(oldSlots * 2);
        block = memory.Allocate(StatePart.Fingerprints, (long)slots * SlotBytes);
        mask = slots - 1;
        Count = 0;
        var fingerprints = (ulong*)old.Start;
        var seconds = (uint*)(fingerprints + oldSlots);
        for (int slot = 0; slot < oldSlots; slot++)
        {
            if (fingerprints[slot] != 0)
            {
                Add(new SeenEvent(seconds[slot], fingerprints[slot]));
            }
        }
        memory.Free(old);
    }
}
