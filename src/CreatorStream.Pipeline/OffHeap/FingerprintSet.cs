namespace CreatorStream.Pipeline.OffHeap;

/// <summary>A set of 64-bit fingerprints: open addressing, 8 bytes a slot, of which up to three quarters are used.</summary>
public sealed unsafe class FingerprintSet(StateScope scope)
{
    private const int FirstSlotBits = 6;

    private StateBlock block = scope.Allocate(StatePart.Fingerprints, (1 << FirstSlotBits) * sizeof(ulong));
    private int mask = (1 << FirstSlotBits) - 1;
    private int shift = 64 - FirstSlotBits;

    public int Count { get; private set; }

    private ulong* Slots => (ulong*)block.Start;

    /// <returns>false where it was there already.</returns>
    public bool Add(ulong fingerprint)
    {
        if (Count >= (mask + 1) * 3L / 4)
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
        ulong* slots = Slots;
        int slot = (int)(fingerprint >> shift);
        while (slots[slot] != 0 && slots[slot] != fingerprint)
        {
            slot = (slot + 1) & mask;
        }
        return slots[slot] != 0;
    }

    /// <summary>Brings near where a fingerprint is looked up.</summary>
    public void PrefetchSlot(ulong fingerprint) => Prefetch.Line(ref Slots[fingerprint >> shift]);

    private bool Put(ulong fingerprint)
    {
        ulong* slots = Slots;
        int slot = (int)(fingerprint >> shift);
        for (ulong found = slots[slot]; found != 0; found = slots[slot = (slot + 1) & mask])
        {
            if (found == fingerprint)
            {
                return false;
            }
        }
        slots[slot] = fingerprint;
        return true;
    }

    private void Grow()
    {
        StateBlock old = block;
        int oldSlots = mask + 1;
        int slots = checked(oldSlots * 2);
        block = scope.Allocate(StatePart.Fingerprints, (long)slots * sizeof(ulong));
        block.Touch();
        mask = slots - 1;
        shift--;
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
