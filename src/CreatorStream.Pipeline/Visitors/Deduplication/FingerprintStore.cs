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

    public int UnsealedCount => table.Count;

    /// <summary>What is in no run.</summary>
    public IEnumerable<SeenEvent> Unsealed() => table.All();

    /// <summary>Takes back a run of a snapshot, in the order of the lists; it is filled by the caller.</summary>
    internal FingerprintRun RestoreRun(int id, bool isLate, int count, uint first, uint last)
    {
        var run = new FingerprintRun(memory, id, count, first, last);
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

    private void MakeRoom()
    {
        uint cut = newest < SecondsKept ? 0 : newest - SecondsKept;
        int old = table.CountOf(0, cut);
        bool areFewOld = old < table.Count / 2;
        if (areFewOld && table.Count < mostInTable * (long)MostGrowth)
        {
            sealAt = table.Count * 2L;
            return;
        }
        if (areFewOld)
        {
            // So dense that even the last seconds don't fit: sealed all the same, and then looked up there.
            cut = newest + 1;
            old = table.Count;
        }
        uint lateBefore = Math.Min(SealedBefore, cut);
        int lateOnes = table.CountOf(0, lateBefore);
        if (lateOnes < old)
        {
            ordered.Add(FingerprintRun.Of(memory, nextRun++, table, lateBefore, cut, old - lateOnes));
        }
        if (lateOnes > 0)
        {
            late.Add(FingerprintRun.Of(memory, nextRun++, table, 0, lateBefore, lateOnes));
            MergeLate();
        }
        SealedBefore = Math.Max(SealedBefore, cut);
        sealAt = mostInTable;
        table.DropBefore(cut);
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
