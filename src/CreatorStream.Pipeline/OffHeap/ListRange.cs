namespace CreatorStream.Pipeline.OffHeap;

/// <summary>Where a list lies in its arena, and how many items it has, in 8 bytes. All zeros: an empty list.</summary>
public struct ListRange
{
    /// <summary>The size class of a list that has a page of its own.</summary>
    internal const int OwnPage = (1 << ClassBits) - 1;

    /// <summary>A list with more items must have a page of its own.</summary>
    internal const int MostItems = (1 << CountBits) - 1;

    private const int ClassBits = 7;
    private const int PageBits = 15;
    private const int StartBits = 22;
    private const int CountBits = 64 - CountShift;
    private const int StartShift = ClassBits + PageBits;
    private const int CountShift = StartShift + StartBits;

    /// <summary>
    /// From the lowest bit: size class, page, start, count. A list with a page of its own lies at its start, and its count
    /// takes the bits of both.
    /// </summary>
    private ulong bits;

    internal ListRange(int sizeClass, int page, int start)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(page, 1 << PageBits);
        bits = (uint)sizeClass | ((ulong)page << ClassBits) | ((ulong)start << StartShift);
    }

    /// <summary>An empty list without a place, in the place of which a number is noted until it has one.</summary>
    public static ListRange WithNote(int note) => new() { bits = (ulong)(uint)note << ClassBits };

    /// <summary>Of a list without a place, the number that was noted.</summary>
    public readonly int Note => (int)(bits >> ClassBits);

    /// <summary>Items in use.</summary>
    public int Count
    {
        readonly get => (int)(SizeClass == OwnPage ? bits >> StartShift : bits >> CountShift);
        set
        {
            int shift = SizeClass == OwnPage ? StartShift : CountShift;
            bits = (bits & ((1UL << shift) - 1)) | ((ulong)value << shift);
        }
    }

    internal readonly int SizeClass => (int)bits & OwnPage;

    internal readonly int Page => (int)(bits >> ClassBits) & ((1 << PageBits) - 1);

    /// <summary>Of a list without a page of its own.</summary>
    internal readonly int Start => (int)(bits >> StartShift) & ((1 << StartBits) - 1);
}
