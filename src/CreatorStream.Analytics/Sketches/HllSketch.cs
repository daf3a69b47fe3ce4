using System.Buffers.Binary;
using System.Runtime.InteropServices;
using static CreatorStream.Analytics.Sketches.Requirement;

namespace CreatorStream.Analytics.Sketches;

/// <summary>
/// What a HyperLogLog sketch of Apache DataSketches (HLL_4, HLL_6 or HLL_8, serial version 1) says: how many distinct
/// values it has seen. For reading only; sketches that others made, such as a platform's or a warehouse's.
/// <para>
/// A sketch of few values is a list or a set of coupons: 26 bits of the hash and its number of leading zeros. Of many,
/// it is k registers, and the estimate is the historic inverse probability that was summed up as values came (E. Cohen,
/// 2014; D. Ting, 2014).
/// </para>
/// </summary>
public sealed class HllSketch
{
    private const byte SerialVersion = 1;
    private const byte Family = 7;
    private const byte BigEndian = 1;
    private const byte CompactFlag = 8;
    private const byte OutOfOrder = 16;

    private const int ListStart = 8;
    private const int SetStart = 12;
    private const int AddressBits = 26;
    private const int MostInList = 8;

    private readonly int least;
    private readonly bool coupons;

    private HllSketch(int lgK, double estimate, int least, bool coupons)
    {
        LgK = lgK;
        Estimate = estimate;
        this.least = least;
        this.coupons = coupons;
    }

    /// <summary>It has, or would have, 2 to this power registers: 4 to 21.</summary>
    public int LgK { get; }

    /// <summary>How many distinct values it has seen.</summary>
    public double Estimate { get; }

    /// <summary>The least it may be, by 1, 2 or 3 standard deviations.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Of another number of deviations.</exception>
    public double LowerBound(int deviations) => Bound(deviations, upper: false);

    /// <summary>The most it may be, likewise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Of another number of deviations.</exception>
    public double UpperBound(int deviations) => Bound(deviations, upper: true);

    /// <summary>Reads a sketch, compact or updatable.</summary>
    /// <exception cref="MalformedSketchException">
    /// The bytes are not exactly one such sketch, or it was merged from others: its values then came out of order, and
    /// the inverse probabilities were not summed up.
    /// </exception>
    public static HllSketch Read(ReadOnlySpan<byte> bytes)
    {
        Require(bytes.Length >= ListStart, $"an HLL sketch has at least 8 bytes, not {bytes.Length}");
        Require(bytes[2] == Family, $"family {bytes[2]} is no HLL sketch (7)");
        Require(bytes[1] == SerialVersion, $"serial version {bytes[1]} of HLL sketches is not read, only 1");
        int lgK = bytes[3];
        Require(lgK is >= 4 and <= 21, $"2^{lgK} registers are not from 2^4 to 2^21");
        byte flags = bytes[5];
        Require((flags & BigEndian) == 0, $"the sketch is big-endian");
        bool compact = (flags & CompactFlag) != 0;
        int mode = bytes[7] & 3;
        int kind = bytes[7] >> 2;
        Require(mode <= 2 && kind <= 2, $"mode {bytes[7]} is none of an HLL sketch");
        if (mode == 2)
        {
            Require(
                (flags & OutOfOrder) == 0,
                $"the sketch was merged from others, and its estimate is not kept in it"
            );
            var registers = HllRegisters.Read(bytes, lgK, kind, compact);
            return new HllSketch(lgK, registers.Estimate, registers.NotZero, coupons: false);
        }
        int count = mode == 0 ? CountOfList(bytes, compact) : CountOfSet(bytes, lgK, compact);
        double estimate = Math.Max(HllCoupons.Estimate(count), count);
        return new HllSketch(lgK, estimate, count, coupons: true);
    }

    private double Bound(int deviations, bool upper)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deviations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deviations, 3);
        double error = coupons ? HllErrors.OfCoupons(deviations, upper) : HllErrors.OfRegisters(LgK, deviations, upper);
        // No fewer than were seen to be different.
        return Math.Max(Estimate / (1 + error), least);
    }

    private static int CountOfList(ReadOnlySpan<byte> bytes, bool compact)
    {
        Require(bytes[0] == 2, $"a list has a preamble of 2 ints, not {bytes[0]}");
        int count = bytes[6];
        Require(count <= MostInList, $"{count} coupons are too many for a list");
        CheckCoupons(bytes[ListStart..], count, compact ? count : MostInList);
        return count;
    }

    private static int CountOfSet(ReadOnlySpan<byte> bytes, int lgK, bool compact)
    {
        Require(bytes[0] == 3, $"a set has a preamble of 3 ints, not {bytes[0]}");
        Require(bytes.Length >= SetStart, $"a set has at least 12 bytes, not {bytes.Length}");
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        // It becomes registers when an eighth of k slots is three quarters full.
        Require(32L * count <= 3L << lgK, $"{count} coupons are too many for a set beside 2^{lgK} registers");
        int lgSlots = bytes[4];
        Require(compact || lgSlots <= lgK - 3, $"a set of 2^{lgSlots} slots is too large beside 2^{lgK} registers");
        CheckCoupons(bytes[SetStart..], (int)count, compact ? (int)count : 1 << lgSlots);
        return (int)count;
    }

    private static void CheckCoupons(ReadOnlySpan<byte> bytes, int count, int slots)
    {
        Require(bytes.Length == 4L * slots, $"{slots} slots of coupons take {4L * slots} bytes, not {bytes.Length}");
        uint[] coupons = MemoryMarshal.Cast<byte, uint>(bytes).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(coupons, coupons);
        }
        Array.Sort(coupons);
        uint last = 0;
        int found = 0;
        foreach (uint coupon in coupons)
        {
            if (coupon == 0)
            {
                continue;
            }
            Require(coupon >> AddressBits != 0, $"the coupon {coupon} has no value");
            Require(coupon != last, $"the coupon {coupon} is there twice");
            last = coupon;
            found++;
        }
        Require(found == count, $"the sketch should have {count} coupons, not {found}");
    }
}
