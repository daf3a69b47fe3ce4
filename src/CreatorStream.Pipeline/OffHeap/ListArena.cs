using System.Runtime.CompilerServices;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>Where a list lies in its arena. All zeros: an empty list.</summary>
public struct ListRange
{
    internal int Start;

    /// <summary>Items in use.</summary>
    public int Count;
    internal ushort Page;
    internal byte SizeClass;
}

/// <summary>
/// Many short lists in large pages, with capacities that grow by one, later by an eighth, and a free list per
/// capacity: no object per list, nothing for the garbage collector to walk. A list of a megabyte or more has a page of its
/// own, which is given back when it is outgrown. Spans are valid until the same list changes.
/// </summary>
public sealed unsafe class ListArena<T>(StateScope scope, StatePart part)
    where T : unmanaged
{
    private const int FirstPageBytes = 1 << 16;
    private const int LargestPageBytes = 1 << 22;

    // A free list's link takes the place of its items.
    private const int LeastBytes = 8;

    /// <summary>By size class, how many items a list holds: of 8 bytes 1, 2, … 16, 18, 20, … ; class 0 is no list.</summary>
    private static readonly int[] Capacities = MakeCapacities();

    private readonly List<StateBlock?> pages = [];

    /// <summary>Where each page begins: every look into a list needs it.</summary>
    private nint[] starts = new nint[1];
    private readonly Stack<ushort> emptied = [];
    private readonly FreeList[] free = new FreeList[Capacities.Length];
    private ushort fillPage;
    private int filled;
    private int pageItems;

    public Span<T> Items(in ListRange range) => range.Count == 0 ? default : new Span<T>(At(range), range.Count);

    /// <summary>Brings near an item of a list, or where it would be.</summary>
    public void PrefetchItem(in ListRange range, int index)
    {
        if (range.Count > 0)
        {
            Prefetch.Line(ref At(range)[index]);
        }
    }

    /// <summary>Makes room for so many items, so that a list doesn't move before it has more.</summary>
    public void Reserve(ref ListRange range, int count)
    {
        if (count > Capacities[range.SizeClass])
        {
            Move(ref range, count);
        }
    }

    /// <summary>Makes a list longer by some items, of any content.</summary>
    /// <returns>The whole list.</returns>
    public Span<T> Extend(ref ListRange range, int by)
    {
        int count = checked(range.Count + by);
        Reserve(ref range, count);
        range.Count = count;
        return Items(range);
    }

    /// <summary>Replaces a list's items.</summary>
    public void Replace(ref ListRange range, ReadOnlySpan<T> items)
    {
        range.Count = 0;
        items.CopyTo(Extend(ref range, items.Length));
    }

    private T* At(in ListRange range)
    {
        if (StaleState.IsSought)
        {
            scope.ThrowIfOver();
        }
        return (T*)starts[range.Page] + range.Start;
    }

    private void Move(ref ListRange range, int count)
    {
        int sizeClass = range.SizeClass;
        while (Capacities[sizeClass] < count)
        {
            sizeClass++;
        }
        ListRange larger = Allocate(sizeClass);
        larger.Count = range.Count;
        Items(range).CopyTo(Items(larger));
        if (range.SizeClass > 0 && HasOwnPage(Capacities[range.SizeClass]))
        {
            scope.Free(pages[range.Page]!);
            pages[range.Page] = null;
            starts[range.Page] = 0;
            emptied.Push(range.Page);
        }
        else if (range.SizeClass > 0)
        {
            ref FreeList list = ref free[range.SizeClass];
            if (StaleState.IsSought)
            {
                (nint rest, long bytes) = BehindLink(range);
                StaleState.Fill((void*)rest, bytes, scope.Generation);
            }
            Unsafe.WriteUnaligned(At(range), list);
            list = new FreeList
            {
                IsAny = true,
                Page = range.Page,
                Start = range.Start,
            };
        }
        range = larger;
    }

    private ListRange Allocate(int sizeClass)
    {
        var range = new ListRange { SizeClass = (byte)sizeClass };
        ref FreeList list = ref free[sizeClass];
        if (list.IsAny)
        {
            range.Page = list.Page;
            range.Start = list.Start;
            list = Unsafe.ReadUnaligned<FreeList>(At(range));
            if (StaleState.IsSought)
            {
                (nint rest, long bytes) = BehindLink(range);
                StaleState.Check((void*)rest, bytes, scope.Generation, part);
            }
            return range;
        }
        int size = Capacities[sizeClass];
        if (HasOwnPage(size))
        {
            range.Page = AddPage(size);
            return range;
        }
        if (pageItems == 0 || size > pageItems - filled)
        {
            long bytes = Math.Clamp(pages.Sum(page => page?.Length ?? 0), FirstPageBytes, LargestPageBytes);
            pageItems = Math.Max(size, (int)(bytes / sizeof(T)));
            fillPage = AddPage(pageItems);
            filled = 0;
        }
        range.Page = fillPage;
        range.Start = filled;
        filled += size;
        return range;
    }

    /// <summary>What the link of a free list leaves of a list's place.</summary>
    private (nint Start, long Bytes) BehindLink(in ListRange range) =>
        ((nint)At(range) + sizeof(FreeList), Capacities[range.SizeClass] * (long)sizeof(T) - sizeof(FreeList));

    private ushort AddPage(int items)
    {
        StateBlock block = scope.Allocate(part, (long)items * sizeof(T));
        if (emptied.TryPop(out ushort page))
        {
            pages[page] = block;
        }
        else
        {
            page = checked((ushort)pages.Count);
            pages.Add(block);
            if (page == starts.Length)
            {
                Array.Resize(ref starts, page * 2);
            }
        }
        starts[page] = (nint)block.Start;
        return page;
    }

    private static bool HasOwnPage(int items) => items > LargestPageBytes / sizeof(T) / 4;

    private static int[] MakeCapacities()
    {
        var capacities = new List<int> { 0 };
        for (long next = Math.Max(1, LeastBytes / sizeof(T)); next <= Array.MaxLength; next += Math.Max(1, next / 8))
        {
            capacities.Add((int)next);
        }
        return [.. capacities];
    }

    private struct FreeList
    {
        public int Start;
        public ushort Page;
        public bool IsAny;
    }
}
