using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>
/// Fingerprints that no longer change, sorted by second and fingerprint, 12 bytes each. Looked up only for events of
/// seconds that it spans.
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

    /// <param name="sorted">At least one.</param>
    public static FingerprintRun Of(StateMemory memory, int id, ReadOnlySpan<SeenEvent> sorted)
    {
        var run = new FingerprintRun(memory, id, sorted.Length);
        foreach (SeenEvent seen in sorted)
        {
            run.Append(seen);
        }
        return run;
    }

    public static FingerprintRun Merge(StateMemory memory, int id, FingerprintRun a, FingerprintRun b)
    {
        var run = new FingerprintRun(memory, id, checked(a.Count + b.Count));
        int i = 0;
        int j = 0;
        SeenEvent.Order order = default;
        while (i < a.Count || j < b.Count)
        {
            bool takeA = j == b.Count || (i < a.Count && order.Compare(a[i], b[j]) < 0);
            run.Append(takeA ? a[i++] : b[j++]);
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

    /// <summary>Gives its memory back.</summary>
    public void Release()
    {
        seconds.Release();
        fingerprints.Release();
    }

    internal void Append(SeenEvent seen)
    {
        seconds.Add(seen.Second);
        fingerprints.Add(seen.Fingerprint);
    }

    private int LowerBound(uint second)
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
}
