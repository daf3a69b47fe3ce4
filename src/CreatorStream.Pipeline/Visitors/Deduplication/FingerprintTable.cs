using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>
/// The fingerprints of the newest events: open addressing, 12 bytes a slot, of which up to three quarters are used. A
/// slot's fingerprint and second lie together, so that an event touches one line of the cache, not two.
/// </summary>
public sealed unsafe class FingerprintTable(StateMemory memory)
{
    private const int FirstSlots = 64;

    private StateBlock block = memory.Allocate(StatePart.Fingerprints, FirstSlots * sizeof(Slot));
    private int mask = FirstSlots - 1;

    public int Count { get; private set; }

    /// <summary>How many it holds before it must grow.</summary>
    public int Room => (int)((mask + 1) * 3L / 4);

    private Slot* Slots => (Slot*)block.Start;

    /// <returns>false where it was there already.</returns>
    public bool Add(SeenEvent seen)
    {
        if (Count == Room)
        {
            Grow();
        }
        Slot* slots = Slots;
        // 0 marks an empty slot.
        ulong fingerprint = Math.Max(1, seen.Fingerprint);
        int slot = (int)fingerprint & mask;
        while (slots[slot].Fingerprint != 0)
        {
            if (slots[slot].Fingerprint == fingerprint)
            {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = new Slot { Fingerprint = fingerprint, Second = seen.Second };
        Count++;
        return true;
    }

    public bool Contains(ulong fingerprint)
    {
        fingerprint = Math.Max(1, fingerprint);
        int slot = (int)fingerprint & mask;
        while (Slots[slot].Fingerprint != 0)
        {
            if (Slots[slot].Fingerprint == fingerprint)
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
        Slot* slot = &Slots[(int)fingerprint & mask];
        Prefetch.Line(ref slot->Fingerprint);
        // One in five lies across two lines.
        Prefetch.Line(ref slot->Second);
    }

    /// <summary>How many entries there are of each second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Dictionary<uint, int> CountBySecond()
    {
        var counts = new Dictionary<uint, int>();
        for (int slot = 0; slot <= mask; slot++)
        {
            if (Slots[slot].Fingerprint != 0)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, Slots[slot].Second, out _)++;
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
            if (Slots[slot].Fingerprint != 0)
            {
                into[CollectionsMarshal.GetValueRefOrNullRef(next, Slots[slot].Second)++] = Slots[slot].Fingerprint;
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
        block = memory.Allocate(StatePart.Fingerprints, (long)slots * sizeof(Slot));
        block.Touch();
        mask = slots - 1;
        Count = 0;
        var slotsOfOld = (Slot*)old.Start;
        for (int slot = 0; slot < oldSlots; slot++)
        {
            if (slotsOfOld[slot].Fingerprint != 0)
            {
                Add(new SeenEvent(slotsOfOld[slot].Second, slotsOfOld[slot].Fingerprint));
            }
        }
        memory.Free(old);
    }

    [StructLayout(LayoutKind.Sequential, Pack = sizeof(uint))]
    private struct Slot
    {
        public ulong Fingerprint;
        public uint Second;
    }
}
