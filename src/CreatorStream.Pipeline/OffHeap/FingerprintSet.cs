namespace CreatorStream.Pipeline.OffHeap;

/// <summary>A set of 64-bit fingerprints: open addressing, 8 bytes a slot (<see cref="SlotCount"/>), chosen by the first bits.</summary>
public sealed unsafe class FingerprintSet(StateScope scope)
{
    private StateBlock block = scope.Allocate(StatePart.Fingerprints, SlotCount.First * sizeof(ulong));
    private int slots = SlotCount.First;

    public int Count { get; private set; }

    private ulong* Slots => (ulong*)block.Start;

    /// <returns>false where it was there already.</returns>
    public bool Add(ulong fingerprint)
    {
        if (SlotCount.IsFull(Count + 1, slots))
        {
            Grow();
        }
        // 0 marks an empty slot.
        bool isNew = Put(Math.Max(1, fingerprint));
        Count += isNew ? 1 : 0;
        return isNew;
    }

    public bool Contains(ulong fingerprint)
    {
        fingerprint = Math.Max(1, fingerprint);
        return Slots[SlotOf(fingerprint)] != 0;
    }

    /// <summary>Brings near where a fingerprint is looked up.</summary>
    public void PrefetchSlot(ulong fingerprint) => Prefetch.Line(ref Slots[FirstSlot(fingerprint)]);

    private bool Put(ulong fingerprint)
    {
        ref ulong found = ref Slots[SlotOf(fingerprint)];
        bool isNew = found == 0;
        found = fingerprint;
        return isNew;
    }

    /// <summary>Where a fingerprint is, or the empty slot in which it would be put.</summary>
    private int SlotOf(ulong fingerprint)
    {
        ulong* at = Slots;
        int slot = FirstSlot(fingerprint);
        while (at[slot] != 0 && at[slot] != fingerprint)
        {
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
        return slot;
    }

    private int FirstSlot(ulong fingerprint) => (int)Math.BigMul(fingerprint, (ulong)slots, out _);

    private void Grow()
    {
        StateBlock old = block;
        int oldSlots = slots;
        int more = SlotCount.After(slots);
        // First, for it may fail.
        block = scope.Allocate(StatePart.Fingerprints, (long)more * sizeof(ulong));
        slots = more;
        block.Touch();
        foreach (ulong fingerprint in new ReadOnlySpan<ulong>(old.Start, oldSlots))
        {
            if (fingerprint != 0)
            {
                Put(fingerprint);
            }
        }
        scope.Free(old);
    }
}
