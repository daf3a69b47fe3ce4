using System.Buffers;
using System.Text;

namespace CreatorStream.Analytics.Sketches;

/// <summary>
/// A theta sketch that takes values: the QuickSelect sketch of Apache DataSketches (A. Dasgupta, K. Lang, L. Rhodes,
/// J. Thaler: A framework for estimating stream expression cardinalities, 2016). Hashes below theta go into an open
/// addressing table; when 15/8 k are there, theta becomes the (k+1)-th smallest and those at or above it go. Updates
/// allocate nothing but the table as it grows, eightfold each time, from 32 to 256 up to 2k slots.
/// </summary>
public sealed class ThetaUpdateSketch
{
    public const int LeastLgK = 4;
    public const int GreatestLgK = 26;

    private const int LeastLgSlots = 5;
    private const int LgGrowth = 3;

    /// <summary>The odd strides by which a table is searched come from this many bits of the hash.</summary>
    private const long StrideMask = 127;

    private readonly int lgK;
    private readonly ulong seed;
    private readonly ushort seedHash;

    // 0 is a free slot: the hash 0 is never kept.
    private long[] slots;
    private int lgSlots;
    private int count;
    private int capacity;
    private long theta = ThetaHash.MaxTheta;

    /// <param name="lgK">k, of which at least as many hashes are kept where there are more, is 2 to this power.</param>
    /// <exception cref="ArgumentOutOfRangeException">lgK is not from 4 to 26.</exception>
    public ThetaUpdateSketch(int lgK = 12, ulong seed = ThetaHash.DefaultSeed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lgK, LeastLgK);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lgK, GreatestLgK);
        this.lgK = lgK;
        this.seed = seed;
        seedHash = ThetaHash.SeedHash(seed);
        lgSlots = LeastLgSlots + ((lgK + 1 - LeastLgSlots) % LgGrowth);
        slots = new long[1 << lgSlots];
        capacity = CapacityOf(lgSlots);
    }

    public int K => 1 << lgK;

    public int Retained => count;

    /// <summary>Only hashes below this are kept; of 2^63.</summary>
    public long Theta => theta;

    public double Estimate => ThetaSketch.EstimateOf(count, theta);

    public void Update(long value) => UpdateHash(ThetaHash.Of(value, seed));

    /// <summary>No bytes at all are no value, as in DataSketches.</summary>
    public void Update(ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            UpdateHash(ThetaHash.Of(value, seed));
        }
    }

    /// <summary>By the bytes of its UTF-8; the empty string is no value.</summary>
    public void Update(string value)
    {
        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = most > 256 ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> bytes = rented == null ? stackalloc byte[256] : rented;
        Update(bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
        if (rented != null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Takes a value by its hash (<see cref="ThetaHash"/>, with the seed of this sketch).</summary>
    public void UpdateHash(long hash)
    {
        // One comparison for both: the hash 0 becomes the greatest of all.
        if ((ulong)(hash - 1) >= (ulong)(theta - 1))
        {
            return;
        }
        if (Insert(slots, lgSlots, hash) && ++count > capacity)
        {
            MakeRoom();
        }
    }

    /// <summary>Keeps the k smallest hashes, so that what is kept is a function of the values taken.</summary>
    public void Trim()
    {
        if (count > K)
        {
            Rebuild();
        }
    }

    /// <summary>What is kept now, for storage: the bytes that DataSketches writes after the same updates.</summary>
    public ThetaSketch Compact()
    {
        long[] hashes = new long[count];
        Gather(hashes);
        Array.Sort(hashes);
        return ThetaSketch.Make(seedHash, theta, hashes);
    }

    /// <summary>True if the hash was not there.</summary>
    private static bool Insert(long[] slots, int lgSlots, long hash)
    {
        int mask = slots.Length - 1;
        int slot = (int)hash & mask;
        // Odd, so that it meets all slots, of which some are always free.
        int stride = (2 * (int)((hash >> lgSlots) & StrideMask)) + 1;
        while (true)
        {
            long found = slots[slot];
            if (found == 0)
            {
                slots[slot] = hash;
                return true;
            }
            if (found == hash)
            {
                return false;
            }
            slot = (slot + stride) & mask;
        }
    }

    /// <summary>Half of a table that may grow, 15/16 of one that has all its slots.</summary>
    private int CapacityOf(int lg) => lg <= lgK ? 1 << (lg - 1) : 15 << (lg - 4);

    private void MakeRoom()
    {
        if (lgSlots > lgK)
        {
            Rebuild();
            return;
        }
        long[] old = slots;
        lgSlots = Math.Min(lgSlots + LgGrowth, lgK + 1);
        slots = new long[1 << lgSlots];
        capacity = CapacityOf(lgSlots);
        foreach (long hash in old)
        {
            if (hash != 0)
            {
                Insert(slots, lgSlots, hash);
            }
        }
    }

    private void Rebuild()
    {
        long[] rented = ArrayPool<long>.Shared.Rent(count);
        Span<long> hashes = rented.AsSpan(0, count);
        Gather(hashes);
        theta = QuickSelect.Nth(hashes, K);
        Array.Clear(slots);
        count = K;
        // Selecting has put the k smallest first.
        foreach (long hash in hashes[..K])
        {
            Insert(slots, lgSlots, hash);
        }
        ArrayPool<long>.Shared.Return(rented);
    }

    private void Gather(Span<long> into)
    {
        int next = 0;
        foreach (long hash in slots)
        {
            if (hash != 0)
            {
                into[next++] = hash;
            }
        }
    }
}
