using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>Where a visitor's touches lie in the arena.</summary>
public struct TouchRange
{
    internal int Page;
    internal int Start;

    /// <summary>Touches in use.</summary>
    public int Count;
    internal byte SizeClass;
}

/// <summary>
/// Short lists of touches (16 bytes each) in large pages, with capacities that grow by half and a free list per size:
/// no object per visitor, nothing for the garbage collector to walk.
/// </summary>
public sealed class TouchArena
{
    private const int PageSize = 1 << 16;

    /// <summary>By size class, how many touches a list holds: 1, 2, 3, 5, 8, 12, 18, … ; class 0 is no list.</summary>
    private static readonly int[] Capacities = MakeCapacities();

    private readonly List<JourneyTouch[]> pages = [];
    private readonly Stack<(int Page, int Start)>?[] free = new Stack<(int, int)>[Capacities.Length];
    private int fillPage = -1;
    private int filled = PageSize;

    public ReadOnlySpan<JourneyTouch> Touches(in TouchRange range) =>
        range.Count == 0 ? default : pages[range.Page].AsSpan(range.Start, range.Count);

    /// <summary>Inserts behind all touches whose key is not greater.</summary>
    /// <returns>The position.</returns>
    public int Insert(ref TouchRange range, in JourneyTouch touch)
    {
        if (range.Count == Capacities[range.SizeClass])
        {
            Grow(ref range);
        }
        Span<JourneyTouch> list = pages[range.Page].AsSpan(range.Start, range.Count + 1);
        int position = range.Count;
        if (position > 0 && list[position - 1].Key > touch.Key)
        {
            position = LowerBound(list[..range.Count], touch.Key + 1);
            list[position..range.Count].CopyTo(list[(position + 1)..]);
        }
        list[position] = touch;
        range.Count++;
        return position;
    }

    /// <summary>The position of the first touch whose key is not smaller.</summary>
    public static int LowerBound(ReadOnlySpan<JourneyTouch> touches, ulong key)
    {
        int low = 0;
        int high = touches.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (touches[middle].Key < key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private void Grow(ref TouchRange range)
    {
        int larger = range.SizeClass + 1;
        (int page, int start) = Allocate(larger);
        Touches(range).CopyTo(pages[page].AsSpan(start));
        if (range.SizeClass > 0)
        {
            (free[range.SizeClass] ??= new()).Push((range.Page, range.Start));
        }
        range.SizeClass = (byte)larger;
        range.Page = page;
        range.Start = start;
    }

    private (int Page, int Start) Allocate(int sizeClass)
    {
        if (free[sizeClass] is { Count: > 0 } list)
        {
            return list.Pop();
        }
        int size = Capacities[sizeClass];
        if (size > PageSize / 4)
        {
            return (AddPage(size), 0);
        }
        if (filled + size > PageSize)
        {
            fillPage = AddPage(PageSize);
            filled = 0;
        }
        filled += size;
        return (fillPage, filled - size);
    }

    private int AddPage(int size)
    {
        pages.Add(new JourneyTouch[size]);
        return pages.Count - 1;
    }

    private static int[] MakeCapacities()
    {
        var capacities = new List<int> { 0, 1, 2, 3 };
        while (capacities[^1] <= Array.MaxLength / 3)
        {
            capacities.Add((capacities[^1] * 3 / 2) + (capacities[^1] < 8 ? capacities[^1] & 1 : 0));
        }
        return [.. capacities];
    }
}
