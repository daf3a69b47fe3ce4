using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>
/// The fingerprints of the newest events: open addressing, 12 bytes a slot, of which up to three quarters are used. A
/// slot's fingerprint and second lie together, so that an event touches one line of the cache, not two. A fingerprint's
/// place is told by its first bits, so from slot to slot they are almost sorted.
/// </summary>
public sealed unsafe class FingerprintTable(StateMemory memory)
{
    private const int FirstSlotBits = 6;

    private StateBlock block = memory.Allocate(StatePart.Fingerprints, (1 << FirstSlotBits) * sizeof(Slot));
    private int mask = (1 << FirstSlotBits) - 1;
    private int shift = 64 - FirstSlotBits;

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
        // 0 marks an empty slot.
        var added = new Slot { Fingerprint = Math.Max(1, seen.Fingerprint), Second = seen.Second };
        bool isNew = Put(added);
        Count += isNew ? 1 : 0;
        return isNew;
    }

    public bool Contains(ulong fingerprint)
    {
        fingerprint = Math.Max(1, fingerprint);
        int slot = Home(fingerprint);
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
        Slot* slot = &Slots[Home(fingerprint)];
        Prefetch.Line(ref slot->Fingerprint);
        // One in five lies across two lines.
        Prefetch.Line(ref slot->Second);
    }

    /// <summary>How many there are of seconds from one on and before another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int CountOf(uint from, uint before)
    {
        Slot* slots = Slots;
        int count = 0;
        for (int slot = 0; slot <= mask; slot++)
        {
            // Without branches, which nobody could predict.
            bool isOne = (slots[slot].Fingerprint != 0) & (slots[slot].Second >= from) & (slots[slot].Second < before);
            count += isOne ? 1 : 0;
        }
        return count;
    }

    /// <summary>All there is, nearly by fingerprint.</summary>
    public IEnumerable<SeenEvent> All()
    {
        for (int slot = 0; slot <= mask; slot++)
        {
            SeenEvent seen = At(slot);
            if (seen.Fingerprint != 0)
            {
                yield return seen;
            }
        }
    }

    /// <summary>
    /// Copies the fingerprints of seconds from one on and before another, sorted. As each lies only some slots behind its
    /// place, it is sorted by insertion.
    /// </summary>
    /// <param name="into">As many as <see cref="CountOf"/> says.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (uint First, uint Last) CopyTo(Span<ulong> into, uint from, uint before)
    {
        Slot* slots = Slots;
        uint first = uint.MaxValue;
        uint last = 0;
        int count = 0;
        int end = FirstEmpty();
        // In the slots before the first empty one lies also what found no place at the end: it comes last.
        for (int at = 0; at <= mask + end; at++)
        {
            int slot = at & mask;
            ulong fingerprint = slots[slot].Fingerprint;
            uint second = slots[slot].Second;
            bool isWrapped = slot < end && Home(fingerprint) > slot;
            if (fingerprint == 0 || second < from || second >= before || isWrapped != (at > mask))
            {
                continue;
            }
            first = Math.Min(first, second);
            last = Math.Max(last, second);
            int place = count++;
            for (; place > 0 && into[place - 1] > fingerprint; place--)
            {
                into[place] = into[place - 1];
            }
            into[place] = fingerprint;
        }
        return (first, last);
    }

    /// <summary>Forgets what is of seconds before one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void DropBefore(uint second)
    {
        Slot* slots = Slots;
        int start = FirstEmpty();
        Count = 0;
        // From an empty slot on, so that whatever lies between an entry and its place has been looked at before it.
        for (int i = 1; i <= mask; i++)
        {
            int slot = (start + i) & mask;
            Slot entry = slots[slot];
            if (entry.Fingerprint != 0)
            {
                slots[slot] = default;
                if (entry.Second >= second)
                {
                    Put(entry);
                    Count++;
                }
            }
        }
    }

    private int Home(ulong fingerprint) => (int)(fingerprint >> shift);

    private SeenEvent At(int slot) => new(Slots[slot].Second, Slots[slot].Fingerprint);

    /// <summary>There always is one.</summary>
    private int FirstEmpty()
    {
        int slot = 0;
        while (Slots[slot].Fingerprint != 0)
        {
            slot++;
        }
        return slot;
    }

    private bool Put(in Slot entry)
    {
        Slot* slots = Slots;
        int slot = Home(entry.Fingerprint);
        while (slots[slot].Fingerprint != 0)
        {
            if (slots[slot].Fingerprint == entry.Fingerprint)
            {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = entry;
        return true;
    }

    private void Grow()
    {
        StateBlock old = block;
        int oldSlots = mask + 1;
        int slots = checked(oldSlots * 2);
        block = memory.Allocate(StatePart.Fingerprints, (long)slots * sizeof(Slot));
        block.Touch();
        mask = slots - 1;
        shift--;
        var slotsOfOld = (Slot*)old.Start;
        for (int slot = 0; slot < oldSlots; slot++)
        {
            if (slotsOfOld[slot].Fingerprint != 0)
            {
                Put(slotsOfOld[slot]);
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
