using BenchmarkDotNet.Attributes;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Benchmarks;

/// <summary>Whether a fingerprint is new.</summary>
[MemoryDiagnoser]
public class DeduplicationBenchmarks
{
    /// <summary>How many rows ahead memory is asked for, as callers do.</summary>
    private const int Ahead = 32;

    private readonly StateMemory memory = new();
    private ulong[] fingerprints = [];
    private FingerprintSet seen = null!;
    private int next;

    /// <summary>In the set of fingerprints: within the caches, and far beyond them.</summary>
    [Params(100_000, 4_000_000)]
    public int Fingerprints { get; set; }

    [GlobalSetup]
    public void Make()
    {
        fingerprints = Made.Hashes(Fingerprints);
        seen = new FingerprintSet(memory.Open());
        foreach (ulong fingerprint in fingerprints)
        {
            seen.Add(fingerprint);
        }
        // All are there already, so the table stays as it is; where one lies has nothing to do with when it came.
        new Random(Made.Seed).Shuffle(fingerprints);
    }

    [GlobalCleanup]
    public void Free() => memory.Dispose();

    [Benchmark(OperationsPerInvoke = Made.Rows, Description = "look-up of a repeat")]
    public int Repeats()
    {
        // Others each time: what was looked up last would still be near.
        next = next + Made.Rows + Ahead <= fingerprints.Length ? next : 0;
        Span<ulong> ahead = fingerprints.AsSpan(next, Made.Rows + Ahead);
        next += Made.Rows;
        int repeats = 0;
        for (int i = 0; i < Made.Rows; i++)
        {
            seen.PrefetchSlot(ahead[i + Ahead]);
            repeats += seen.Add(ahead[i]) ? 0 : 1;
        }
        return repeats;
    }
}
