using System.Numerics;
using System.Runtime.CompilerServices;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>
/// Sorts fingerprints. They are keyed hashes, so their first bits tell where each belongs within a few places: what is
/// left is done by insertion. Where that doesn't hold, they are compared as anything else.
/// </summary>
internal sealed class FingerprintSorter
{
    /// <summary>With fewer, comparing is as fast.</summary>
    private const int Few = 64;

    private const int PerBucket = 4;

    /// <summary>More in a bucket are no hashes.</summary>
    private const int MostInBucket = 64;

    private ulong[] copy = [];
    private int[] ends = [];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sort(Span<ulong> fingerprints)
    {
        int count = fingerprints.Length;
        if (count < Few)
        {
            fingerprints.Sort();
            return;
        }
        int bits = BitOperations.Log2((uint)(count / PerBucket));
        int shift = 64 - bits;
        if (copy.Length < count)
        {
            copy = new ulong[count];
            ends = new int[1 << bits];
        }
        Span<int> end = ends.AsSpan(0, 1 << bits);
        end.Clear();
        foreach (ulong fingerprint in fingerprints)
        {
            end[(int)(fingerprint >> shift)]++;
        }
        int sum = 0;
        bool areHashes = true;
        foreach (ref int bucket in end)
        {
            areHashes &= bucket <= MostInBucket;
            // Where it begins; counted up to where it ends.
            (bucket, sum) = (sum, sum + bucket);
        }
        if (!areHashes)
        {
            fingerprints.Sort();
            return;
        }
        fingerprints.CopyTo(copy);
        foreach (ulong fingerprint in copy.AsSpan(0, count))
        {
            fingerprints[end[(int)(fingerprint >> shift)]++] = fingerprint;
        }
        for (int i = 1; i < count; i++)
        {
            ulong fingerprint = fingerprints[i];
            int at = i;
            for (; at > 0 && fingerprints[at - 1] > fingerprint; at--)
            {
                fingerprints[at] = fingerprints[at - 1];
            }
            fingerprints[at] = fingerprint;
        }
    }
}
