using System.Numerics;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>The blocks of a list whose items are others than in the snapshot before.</summary>
/// <param name="size">Items of a block: a power of two.</param>
public sealed class ChangedBlocks(int size)
{
    private readonly int bits = BitOperations.IsPow2(size)
        ? BitOperations.Log2((uint)size)
        : throw new ArgumentOutOfRangeException(nameof(size), size, "No power of two.");

    private bool[] changed = new bool[64];

    public void Mark(int item) => MarkBlock(item >> bits);

    public void MarkBlock(int block)
    {
        if (block >= changed.Length)
        {
            Array.Resize(ref changed, block * 2);
        }
        changed[block] = true;
    }

    public bool Has(int block) => block < changed.Length && changed[block];

    public void Clear() => Array.Clear(changed);
}
