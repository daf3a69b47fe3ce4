using System.Numerics;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>Where a visitor's touches lie in the arena.</summary>
public struct TouchRange
{
    internal int Page;
    internal int Start;
    internal byte Class;

    /// <summary>Touches in use.</summary>
    public int Count;
}

/// <summary>
/// Short lists of touches (12 bytes each) in large pages, with capacities of powers of two and a free list per size:
/// no object per visitor, nothing for the garbage collector to walk.
/// </summary>
public sealed class TouchArena
{
    private const int PageBits = 16;
    private const int PageSize = 1 << PageBits;

    private readonly List<ulong[]> keys = [];
    private readonly List<int[]> subjects = [];
    private readonly Stack<(int Page, int Start)>[] free = new Stack<(int, int)>[32];
    private int fillPage = -1;
    private int filled = PageSize;

    public ReadOnlySpan<ulong> Keys(in TouchRange range) =>
        range.Count == 0 ? default : keys[range.Page].AsSpan(range.Start, range.Count);

    public ReadOnlySpan<int> Subjects(in TouchRange range) =>
        range.Count == 0 ? default : subjects[range.Page].AsSpan(range.Start, range.Count);

    /// <summary>Inserts behind all touches whose key is not greater.</summary>
    /// <returns>The position.</returns>
    public int Insert(ref TouchRange range, ulong key, int subject)
    {
        if (range.Count == 0 && range.Class == 0)
        {
            range.Class = 1;
            (range.Page, range.Start) = Allocate(range.Class);
        }
        else if (range.Count == 1 << range.Class)
        {
            Grow(ref range);
        }
        Span<ulong> keyList = keys[range.Page].AsSpan(range.Start, range.Count + 1);
        Span<int> subjectList = subjects[range.Page].AsSpan(range.Start, range.Count + 1);
        int position = range.Count;
        if (position > 0 && keyList[position - 1] > key)
        {
            position = UpperBound(keyList[..range.Count], key);
            keyList[position..range.Count].CopyTo(keyList[(position + 1)..]);
            subjectList[position..range.Count].CopyTo(subjectList[(position + 1)..]);
        }
        keyList[position] = key;
        subjectList[position] = subject;
        range.Count++;
        return position;
    }

    private static int UpperBound(ReadOnlySpan<ulong> sorted, ulong key)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= key)
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
        byte larger = (byte)(range.Class + 1);
        (int page, int start) = Allocate(larger);
        keys[range.Page].AsSpan(range.Start, range.Count).CopyTo(keys[page].AsSpan(start));
        subjects[range.Page].AsSpan(range.Start, range.Count).CopyTo(subjects[page].AsSpan(start));
        (free[range.Class] ??= new()).Push((range.Page, range.Start));
        range.Class = larger;
        range.Page = page;
        range.Start = start;
    }

    private (int Page, int Start) Allocate(int sizeClass)
    {
        if (free[sizeClass] is { Count: > 0 } list)
        {
            return list.Pop();
        }
        int size = 1 << sizeClass;
        if (size > PageSize / 4)
        {
            return (AddPage(size), 0);
        }
        if (filled + size > PageSize)
        {
            FreeRest();
            fillPage = AddPage(PageSize);
            filled = 0;
        }
        filled += size;
        return (fillPage, filled - size);
    }

    /// <summary>What is left of a page goes to the free lists.</summary>
    private void FreeRest()
    {
        for (int rest = PageSize - filled; rest >= 2; rest = PageSize - filled)
        {
            int sizeClass = BitOperations.Log2((uint)rest);
            (free[sizeClass] ??= new()).Push((fillPage, filled));
            filled += 1 << sizeClass;
        }
    }

    private int AddPage(int size)
    {
        keys.Add(new ulong[size]);
        subjects.Add(new int[size]);
        return keys.Count - 1;
    }
}
