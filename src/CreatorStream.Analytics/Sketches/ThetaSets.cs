namespace CreatorStream.Analytics.Sketches;

/// <summary>
/// Sets of theta sketches, as Apache DataSketches computes them. All rest on one fact: below the smallest theta of the
/// sketches, each of them knows exactly which hashes its set has.
/// </summary>
public static class ThetaSets
{
    /// <summary>
    /// What is in any of the sets, with the k smallest hashes kept. Associative, commutative and, of trimmed sketches,
    /// idempotent: the union of sketches trimmed to k is the sketch, trimmed to k, of the union of their sets.
    /// </summary>
    /// <exception cref="ArgumentException">The sketches were made with different seeds.</exception>
    public static ThetaSketch Union(int k, params ReadOnlySpan<ThetaSketch> sketches)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ushort seedHash = 0;
        long theta = ThetaHash.MaxTheta;
        long most = 0;
        foreach (ThetaSketch sketch in sketches)
        {
            seedHash = SharedSeed(seedHash, sketch.SeedHash);
            theta = Math.Min(theta, sketch.Theta);
            most += sketch.Retained;
        }
        // One hash beyond k is the new theta, so no more than that is ever needed.
        int room = (int)Math.Min(most, k + 1L);
        long[] merged = new long[room];
        long[] next = new long[room];
        int count = 0;
        foreach (ThetaSketch sketch in sketches)
        {
            int made = Merge(merged.AsSpan(0, count), Below(sketch, theta), next);
            (merged, next, count) = (next, merged, made);
        }
        if (count > k)
        {
            theta = merged[k];
            count = k;
        }
        return ThetaSketch.Make(seedHash, theta, merged[..count]);
    }

    /// <summary>What is in both sets. Nothing in common and nothing left out: empty.</summary>
    /// <exception cref="ArgumentException">The sketches were made with different seeds.</exception>
    public static ThetaSketch Intersect(ThetaSketch a, ThetaSketch b)
    {
        ushort seedHash = SharedSeed(a.SeedHash, b.SeedHash);
        // One empty set settles it, however little is known of the other.
        return a.IsEmpty || b.IsEmpty ? ThetaSketch.Empty : Select(a, b, seedHash, inBoth: true);
    }

    /// <summary>What is in <paramref name="a"/> but not in <paramref name="b"/> (A-not-B).</summary>
    /// <exception cref="ArgumentException">The sketches were made with different seeds.</exception>
    public static ThetaSketch Except(ThetaSketch a, ThetaSketch b)
    {
        ushort seedHash = SharedSeed(a.SeedHash, b.SeedHash);
        return a.IsEmpty || b.IsEmpty ? a : Select(a, b, seedHash, inBoth: false);
    }

    /// <summary>The hashes of a below both thetas that are in b, or that are not.</summary>
    private static ThetaSketch Select(ThetaSketch a, ThetaSketch b, ushort seedHash, bool inBoth)
    {
        long theta = Math.Min(a.Theta, b.Theta);
        ReadOnlySpan<long> others = Below(b, theta);
        ReadOnlySpan<long> own = Below(a, theta);
        long[] kept = new long[inBoth ? Math.Min(own.Length, others.Length) : own.Length];
        int count = 0;
        int at = 0;
        foreach (long hash in own)
        {
            while (at < others.Length && others[at] < hash)
            {
                at++;
            }
            bool common = at < others.Length && others[at] == hash;
            if (common == inBoth)
            {
                kept[count++] = hash;
            }
        }
        return ThetaSketch.Make(seedHash, theta, kept[..count]);
    }

    /// <summary>Merges two ascending lists without repeats, as far as there is room; returns how many.</summary>
    private static int Merge(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> into)
    {
        int i = 0;
        int j = 0;
        int count = 0;
        while (count < into.Length && i < a.Length && j < b.Length)
        {
            long left = a[i];
            long right = b[j];
            into[count++] = Math.Min(left, right);
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        ReadOnlySpan<long> rest = i < a.Length ? a[i..] : b[j..];
        rest = rest[..Math.Min(rest.Length, into.Length - count)];
        rest.CopyTo(into[count..]);
        return count + rest.Length;
    }

    private static ReadOnlySpan<long> Below(ThetaSketch sketch, long theta)
    {
        ReadOnlySpan<long> hashes = sketch.Hashes;
        if (sketch.Theta <= theta)
        {
            return hashes;
        }
        int end = hashes.BinarySearch(theta);
        return hashes[..(end < 0 ? ~end : end)];
    }

    private static ushort SharedSeed(ushort a, ushort b)
    {
        // Empty sketches have none.
        if (a != 0 && b != 0 && a != b)
        {
            throw new ArgumentException($"sketches of different seeds (hashes {a} and {b}) say nothing of each other");
        }
        return a != 0 ? a : b;
    }
}
