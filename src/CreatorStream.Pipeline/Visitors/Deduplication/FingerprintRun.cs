using System.Runtime.CompilerServices;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>
/// Sorted fingerprints, 8 bytes each, which no longer change. Looked up only for events of seconds that it spans; of
/// which second each one is need not be kept, since an event's time is part of its fingerprint.
/// </summary>
public sealed class FingerprintRun
{
    private readonly StateList<ulong> fingerprints;

    /// <summary>Empty, to be filled in order.</summary>
    internal FingerprintRun(StateMemory memory, int id, int count, uint first, uint last)
    {
        Id = id;
        First = first;
        Last = last;
        fingerprints = new StateList<ulong>(memory, StatePart.Fingerprints);
        fingerprints.Reserve(count);
    }

    /// <summary>The task's number for it; never given again.</summary>
    public int Id { get; }

    public int Count => fingerprints.Count;

    /// <summary>The first and last second that it has anything of.</summary>
    public uint First { get; private set; }
    public uint Last { get; private set; }

    public ulong this[int index] => fingerprints[index];

    /// <summary>What a table holds of seconds from one on and before another.</summary>
    /// <param name="count">How many those are.</param>
    internal static FingerprintRun Of(
        StateMemory memory,
        int id,
        FingerprintTable table,
        uint from,
        uint before,
        int count
    )
    {
        var run = new FingerprintRun(memory, id, count, 0, 0);
        run.fingerprints.AddRange(0, count);
        (run.First, run.Last) = table.CopyTo(run.fingerprints.Span, from, before);
        run.fingerprints.Unload();
        return run;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static FingerprintRun Merge(StateMemory memory, int id, FingerprintRun a, FingerprintRun b)
    {
        int count = checked(a.Count + b.Count);
        var run = new FingerprintRun(memory, id, count, Math.Min(a.First, b.First), Math.Max(a.Last, b.Last));
        int i = 0;
        int j = 0;
        while (i < a.Count || j < b.Count)
        {
            run.Append(j == b.Count || (i < a.Count && a[i] < b[j]) ? a[i++] : b[j++]);
        }
        return run;
    }

    public bool Contains(SeenEvent seen) =>
        seen.Second >= First
        && seen.Second <= Last
        && fingerprints.Span.BinarySearch(Math.Max(1, seen.Fingerprint)) >= 0;

    internal void Append(ulong fingerprint) => fingerprints.Add(fingerprint);

    /// <summary>Gives its memory back.</summary>
    public void Release() => fingerprints.Release();
}
