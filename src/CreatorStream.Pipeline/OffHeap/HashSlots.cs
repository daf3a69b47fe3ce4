using System.Numerics;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// The slots of a hash index: numbers 0, 1, 2, … by the hashes of their keys, which lie elsewhere. Open addressing over 4-byte slots
/// (<see cref="SlotCount"/>). The first bits of a hash choose the slot, which holds number + 1 in as many bits as the table needs,
/// and above them the hash's last bits: so a key that only lies in the way is passed over without looking at it, far away in memory.
/// </summary>
internal unsafe struct HashSlots(StateScope scope, StatePart part)
{
    /// <summary>Of this process: else who knows how keys are made could choose such as lie in each other's way.</summary>
    private static readonly ulong Seed = unchecked((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue));

    private StateBlock block = scope.Allocate(part, SlotCount.First * sizeof(uint));
    private int slots = SlotCount.First;

    /// <summary>Bits of a slot that tell the number.</summary>
    private int numberBits = BitsOf(SlotCount.First);

    // Composite keys (row number and pane) are no hashes: spread them. Where a row lies decides only how soon it is found.
    public static uint Hash(ulong key) => (uint)(((key ^ Seed) * 0x9e3779b97f4a7c15) >> 32);

    /// <summary>Brings the first slot of a hash near.</summary>
    public readonly void Prefetch(uint hash) => OffHeap.Prefetch.Line(ref ((uint*)block.Start)[First(hash)]);

    public readonly int First(uint hash) => (int)((ulong)hash * (uint)slots >> 32);

    public readonly int After(int slot) => slot + 1 == slots ? 0 : slot + 1;

    /// <summary>The next number that may be of a key with a hash.</summary>
    /// <param name="slot">Where to begin; then that number's, or the empty one in which the key's would be put.</param>
    /// <returns>−1: there is none.</returns>
    public readonly int Like(uint hash, ref int slot)
    {
        uint* at = (uint*)block.Start;
        while (at[slot] != 0 && !IsLike(at[slot], hash))
        {
            slot = After(slot);
        }
        return (int)(at[slot] & ((1u << numberBits) - 1)) - 1;
    }

    /// <summary>Puts a number into a slot that <see cref="Like"/> told. Numbers may be as great as there is room for.</summary>
    public readonly void Put(int slot, uint hash, int number) =>
        ((uint*)block.Start)[slot] = (hash << numberBits) | (uint)(number + 1);

    /// <summary>Whether so many numbers are too many for it, which then must grow.</summary>
    public readonly bool IsFull(int numbers) => SlotCount.IsFull(numbers, slots);

    /// <summary>Makes it larger, and empty.</summary>
    public void Grow()
    {
        int more = SlotCount.After(slots);
        // First, for it may fail.
        StateBlock larger = scope.Allocate(part, (long)more * sizeof(uint));
        scope.Free(block);
        (block, slots, numberBits) = (larger, more, BitsOf(more));
        block.Touch();
    }

    /// <summary>Whether a slot in use has the last bits of a hash.</summary>
    private readonly bool IsLike(uint slot, uint hash) => (slot ^ (hash << numberBits)) >> numberBits == 0;

    private static int BitsOf(int slots) => BitOperations.Log2((uint)slots - 1) + 1;
}
