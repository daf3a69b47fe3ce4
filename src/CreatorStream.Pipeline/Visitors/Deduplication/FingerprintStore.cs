using System.Runtime.CompilerServices;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>
/// Every fingerprint ever seen. The newest are in a table of bounded size; when that is full, what is some seconds
/// older than the newest event is sealed into a sorted run, which the system may keep on disk. Events in order never
/// look at runs: those sealed in turn span seconds one after another, and an event newer than all of them can't be in
/// any. Late ones are sealed into runs of their own, merged as they grow, so that there are only a few.
/// </summary>
/// <param name="mostInTable">Fingerprints in the table at which it is sealed.</param>
public sealed class FingerprintStore(StateMemory memory, int mostInTable)
{
    /// <summary>For a partition: 6 to 25 MB.</summary>
    public const int MostInTable = 1 << 19;

    /// <summary>Where less than half of a full table is old enough to seal, it may grow by this factor.</summary>
    private const int MostGrowth = 4;

    /// <summary>What is this close to the newest event stays in the table: events in flight overtake each other.</summary>
    private const uint SecondsKept = 2;

    private readonly FingerprintTable table = new(memory);
    private readonly FingerprintSorter sorter = new();
    private readonly List<FingerprintRun> ordered = [];
    private readonly List<FingerprintRun> late = [];
    private uint newest;
    private long sealAt = mostInTable;
    private int nextRun;

    /// <summary>Runs in order of their seconds, none spanning a second of another.</summary>
    public IReadOnlyList<FingerprintRun> OrderedRuns => ordered;

    /// <summary>Runs of what came after its second had been sealed.</summary>
    public IReadOnlyList<FingerprintRun> LateRuns => late;

    /// <summary>Events before this second may be in runs.</summary>
    public uint SealedBefore { get; private set; }

    /// <returns>false where it was there already.</returns>
    public bool Add(SeenEvent seen)
    {
        if (table.Count >= sealAt)
        {
            MakeRoom();
        }
        if (seen.Second < SealedBefore && (table.Contains(seen.Fingerprint) || IsSealed(seen)))
        {
            return false;
        }
        newest = Math.Max(newest, seen.Second);
        return table.Add(seen);
    }

    /// <summary>Brings near where a fingerprint is looked up.</summary>
    public void PrefetchSlot(ulong fingerprint) => table.PrefetchSlot(fingerprint);

    /// <summary>What is in no run, for a caller that releases it.</summary>
    public FingerprintRun Unsealed() => FingerprintRun.Of(memory, table, sorter);

    /// <summary>Takes back a run of a snapshot, in the order of the lists; it is filled by the caller.</summary>
    internal FingerprintRun RestoreRun(int id, bool isLate, int count)
    {
        var run = new FingerprintRun(memory, id, count);
        (isLate ? late : ordered).Add(run);
        nextRun = Math.Max(nextRun, id + 1);
        return run;
    }

    internal void Restore(SeenEvent unsealed)
    {
        newest = Math.Max(newest, unsealed.Second);
        table.Add(unsealed);
    }

    internal void RestoreSealed(uint before) => SealedBefore = before;

    private bool IsSealed(SeenEvent seen)
    {
        int low = 0;
        int high = ordered.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (ordered[middle].Last < seen.Second)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        if (low < ordered.Count && ordered[low].Contains(seen))
        {
            return true;
        }
        foreach (FingerprintRun run in late)
        {
            if (run.Contains(seen))
            {
                return true;
            }
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MakeRoom()
    {
        FingerprintRun all = Unsealed();
        uint cut = newest < SecondsKept ? 0 : newest - SecondsKept;
        int old = all.LowerBound(cut);
        if (old < all.Count / 2 && table.Count < mostInTable * (long)MostGrowth)
        {
            sealAt = table.Count * 2L;
            all.Release();
            return;
        }
        if (old < all.Count / 2)
        {
            // So dense that even the last seconds don't fit: sealed all the same, and then looked up there.
            cut = newest + 1;
            old = all.Count;
        }
        int lateOnes = Math.Min(old, all.LowerBound(SealedBefore));
        if (lateOnes < old)
        {
            ordered.Add(all.Slice(memory, nextRun++, lateOnes..old));
        }
        if (lateOnes > 0)
        {
            late.Add(all.Slice(memory, nextRun++, ..lateOnes));
            MergeLate();
        }
        SealedBefore = Math.Max(SealedBefore, cut);
        sealAt = mostInTable;
        table.Clear();
        for (int i = old; i < all.Count; i++)
        {
            table.Add(all[i]);
        }
        all.Release();
    }

    /// <summary>Merges late runs of like size, so that there are about as many as the logarithm of what is in them.</summary>
    private void MergeLate()
    {
        while (late.Count > 1 && late[^2].Count < 2L * late[^1].Count)
        {
            FingerprintRun merged = FingerprintRun.Merge(memory, nextRun++, late[^2], late[^1]);
            late[^2].Release();
            late[^1].Release();
            late.RemoveRange(late.Count - 2, 2);
            late.Add(merged);
        }
    }
}
