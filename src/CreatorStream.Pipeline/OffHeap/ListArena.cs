using System.Runtime.CompilerServices;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Many short lists in large pages, with capacities that grow by one, later by an eighth, and places of each
/// capacity that are used again: no object per list, nothing for the garbage collector to walk. A page has a quarter of
/// what all have, and is a huge page at most. A list of half a megabyte or more has a page of its own, which is given back
/// when it is outgrown. Spans are valid until the same list changes.
/// </summary>
public sealed unsafe class ListArena<T>(StateScope scope, StatePart part)
    where T : unmanaged
{
    private const int FirstPageBytes = 1 << 10;
    private const int LargestPageBytes = StateBlock.HugePageBytes;

    // The next free place of a size stands where a list's items were.
    private const int LeastBytes = 8;

    /// <summary>
    /// By size class, how many items a list holds: of 8 bytes 1, 2, … 16, 18, 20, … ; class 0 is no list, and those without
    /// any, behind the largest, are never used. A list with a page of its own asks each time.
    /// </summary>
    private static readonly int[] Capacities = MakeCapacities();

    /// <summary>The first size class without any.</summary>
    private static readonly int FirstOwn = 1 + Array.FindLastIndex(Capacities, items => items > 0);

    private readonly List<StateBlock?> pages = [];

    /// <summary>Where each page begins: every look into a list needs it.</summary>
    private nint[] starts = new nint[1];
    private readonly Stack<int> emptied = [];

    /// <summary>By size class, the place that was given back last; of class 0 where there is none.</summary>
    private readonly ListRange[] free = new ListRange[FirstOwn];
    private int fillPage;
    private int filled;
    private int pageItems;

    public Span<T> Items(ListRange range) => range.Count == 0 ? default : new Span<T>(At(range), range.Count);

    /// <summary>Brings near an item of a list, or where it would be.</summary>
    public void PrefetchItem(ListRange range, int index)
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
        ListRange longer = range;
        longer.Count = count;
        range = longer;
        return Items(longer);
    }

    /// <summary>Replaces a list's items.</summary>
    public void Replace(ref ListRange range, ReadOnlySpan<T> items)
    {
        range.Count = 0;
        items.CopyTo(Extend(ref range, items.Length));
    }

    private T* At(ListRange range)
    {
        if (StaleState.IsSought)
        {
            scope.ThrowIfOver();
        }
        return (T*)starts[range.Page] + (range.SizeClass == ListRange.OwnPage ? 0 : range.Start);
    }

    /// <summary>Gives a list's place back, which then is empty.</summary>
    public void Free(ref ListRange range)
    {
        if (range.SizeClass == ListRange.OwnPage)
        {
            scope.Free(pages[range.Page]!);
            pages[range.Page] = null;
            starts[range.Page] = 0;
            emptied.Push(range.Page);
        }
        else if (range.SizeClass > 0)
        {
            if (StaleState.IsSought)
            {
                (nint rest, long bytes) = BehindLink(range);
                StaleState.Fill((void*)rest, bytes, scope.Generation);
            }
            Unsafe.WriteUnaligned(At(range), free[range.SizeClass]);
            range.Count = 0;
            free[range.SizeClass] = range;
        }
        range = default;
    }

    private void Move(ref ListRange range, int count)
    {
        bool hasOwn = range.SizeClass == ListRange.OwnPage;
        int before = hasOwn ? (int)(pages[range.Page]!.Length / sizeof(T)) : Capacities[range.SizeClass];
        if (count <= before)
        {
            return;
        }
        int sizeClass = range.SizeClass;
        while (sizeClass < FirstOwn && Capacities[sizeClass] < count)
        {
            sizeClass++;
        }
        ListRange larger =
            sizeClass < FirstOwn
                ? Allocate(sizeClass)
                : new ListRange(ListRange.OwnPage, AddPage(Math.Max(count, before + (before / 8))), start: 0);
        larger.Count = range.Count;
        Items(range).CopyTo(Items(larger));
        Free(ref range);
        range = larger;
    }

    private ListRange Allocate(int sizeClass)
    {
        int size = Capacities[sizeClass];
        ListRange range = free[sizeClass];
        if (range.SizeClass > 0)
        {
            ListRange next = Unsafe.ReadUnaligned<ListRange>(At(range));
            free[sizeClass] = next;
            if (next.SizeClass > 0)
            {
                // Long since given back, so far away by now.
                Prefetch.Line(ref *At(next));
            }
            if (StaleState.IsSought)
            {
                (nint rest, long bytes) = BehindLink(range);
                StaleState.Check((void*)rest, bytes, scope.Generation, part);
            }
            return range;
        }
        if (pageItems == 0 || size > pageItems - filled)
        {
            long bytes = Math.Clamp(pages.Sum(page => page?.Length ?? 0) / 4, FirstPageBytes, LargestPageBytes);
            pageItems = Math.Max(size, (int)(bytes / sizeof(T)));
            fillPage = AddPage(pageItems);
            filled = 0;
        }
        filled += size;
        return new ListRange(sizeClass, fillPage, filled - size);
    }

    /// <summary>What the link of a free list leaves of a list's place.</summary>
    private (nint Start, long Bytes) BehindLink(ListRange range) =>
        ((nint)At(range) + sizeof(ListRange), Capacities[range.SizeClass] * (long)sizeof(T) - sizeof(ListRange));

    private int AddPage(int items)
    {
        StateBlock block = scope.Allocate(part, (long)items * sizeof(T));
        if (emptied.TryPop(out int page))
        {
            pages[page] = block;
        }
        else
        {
            page = pages.Count;
            pages.Add(block);
            if (page == starts.Length)
            {
                Array.Resize(ref starts, page * 2);
            }
        }
        starts[page] = (nint)block.Start;
        return page;
    }

    private static int[] MakeCapacities()
    {
        int[] capacities = new int[ListRange.OwnPage + 1];
        int most = Math.Min(LargestPageBytes / sizeof(T) / 4, ListRange.MostItems);
        int sizeClass = 1;
        for (int next = Math.Max(1, LeastBytes / sizeof(T)); next <= most; next += Math.Max(1, next / 8))
        {
            capacities[sizeClass++] = next;
        }
        return capacities;
    }
}
