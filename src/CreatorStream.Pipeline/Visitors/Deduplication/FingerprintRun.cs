using System.Runtime.CompilerServices;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>
/// Fingerprints sorted by second and value, 12 bytes each, which no longer change. Looked up only for events of seconds
/// that it spans.
/// </summary>
public sealed class FingerprintRun
{
    private readonly StateList<uint> seconds;
    private readonly StateList<ulong> fingerprints;

    /// <summary>Empty, to be filled in order.</summary>
    internal FingerprintRun(StateMemory memory, int id, int count)
    {
        Id = id;
        seconds = new StateList<uint>(memory, StatePart.Fingerprints);
        fingerprints = new StateList<ulong>(memory, StatePart.Fingerprints);
        seconds.Reserve(count);
        fingerprints.Reserve(count);
    }

    /// <summary>The task's number for it; never given again.</summary>
    public int Id { get; }

    public int Count => seconds.Count;

    /// <summary>The first and last second that it has anything of.</summary>
    public uint First => seconds[0];
    public uint Last => seconds[Count - 1];

    public SeenEvent this[int index] => new(seconds[index], fingerprints[index]);

    /// <summary>All that a table holds.</summary>
    internal static FingerprintRun Of(StateMemory memory, FingerprintTable table, FingerprintSorter sorter)
    {
        Dictionary<uint, int> counts = table.CountBySecond();
        var run = new FingerprintRun(memory, id: -1, table.Count);
        var next = new Dictionary<uint, int>(counts.Count);
        foreach (uint second in counts.Keys.Order())
        {
            next[second] = run.seconds.Count;
            run.seconds.AddRange(second, counts[second]);
        }
        run.fingerprints.AddRange(0, table.Count);
        Span<ulong> fingerprints = run.fingerprints.Span;
        table.CopyTo(fingerprints, next);
        foreach ((uint second, int end) in next)
        {
            sorter.Sort(fingerprints[(end - counts[second])..end]);
        }
        return run;
    }

    /// <summary>A part of it as a run of its own.</summary>
    internal FingerprintRun Slice(StateMemory memory, int id, Range range)
    {
        (int from, int count) = range.GetOffsetAndLength(Count);
        var run = new FingerprintRun(memory, id, count);
        run.seconds.AddRange(seconds.Span.Slice(from, count));
        run.fingerprints.AddRange(fingerprints.Span.Slice(from, count));
        run.Unload();
        return run;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static FingerprintRun Merge(StateMemory memory, int id, FingerprintRun a, FingerprintRun b)
    {
        var run = new FingerprintRun(memory, id, checked(a.Count + b.Count));
        int i = 0;
        int j = 0;
        while (i < a.Count || j < b.Count)
        {
            run.Append(j == b.Count || (i < a.Count && IsBefore(a[i], b[j])) ? a[i++] : b[j++]);
        }
        return run;
    }

    public bool Contains(SeenEvent seen)
    {
        if (seen.Second < First || seen.Second > Last)
        {
            return false;
        }
        int from = LowerBound(seen.Second);
        int to = seen.Second == uint.MaxValue ? Count : LowerBound(seen.Second + 1);
        return fingerprints.Span[from..to].BinarySearch(Math.Max(1, seen.Fingerprint)) >= 0;
    }

    /// <summary>The index of the first that is not before a second.</summary>
    public int LowerBound(uint second)
    {
        ReadOnlySpan<uint> all = seconds.Span;
        int low = 0;
        int high = all.Length;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (all[middle] < second)
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

    internal void Append(SeenEvent seen)
    {
        seconds.Add(seen.Second);
        fingerprints.Add(seen.Fingerprint);
    }

    /// <summary>Leaves it to the disk: only late events look at it.</summary>
    internal void Unload()
    {
        seconds.Unload();
        fingerprints.Unload();
    }

    /// <summary>Gives its memory back.</summary>
    public void Release()
    {
        seconds.Release();
        fingerprints.Release();
    }

    private static bool IsBefore(SeenEvent a, SeenEvent b) =>
        a.Second < b.Second || (a.Second == b.Second && a.Fingerprint < b.Fingerprint);
}
