using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    public void PrefetchSlot(ulong fingerprint)
    {
        int slot = (int)fingerprint & mask;
        Prefetch.Line(ref Fingerprints[slot]);
        Prefetch.Line(ref Seconds[slot]);
    }

    /// <summary>How many entries there are of each second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Dictionary<uint, int> CountBySecond()
    {
        var counts = new Dictionary<uint, int>();
        for (int slot = 0; slot <= mask; slot++)
        {
            if (Fingerprints[slot] != 0)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, Seconds[slot], out _)++;
            }
        }
        return counts;
    }

    /// <summary>Puts every fingerprint where the next of its second goes.</summary>
    /// <param name="next">By second, that place; counted up.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyTo(Span<ulong> into, Dictionary<uint, int> next)
    {
        for (int slot = 0; slot <= mask; slot++)
        {
            if (Fingerprints[slot] != 0)
            {
                into[CollectionsMarshal.GetValueRefOrNullRef(next, Seconds[slot])++] = Fingerprints[slot];
            }
        }
    }

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
