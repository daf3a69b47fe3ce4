using CreatorStream.Events;

namespace CreatorStream.Analytics.Money;

/// <summary>A part of revenue. Money is in micro-units.</summary>
public static class Commission
{
    /// <summary>100 per cent, in millionths of a per cent.</summary>
    public const long Whole = 100 * Micros.PerUnit;

    /// <summary>Rounded half to even, once: so neighbouring windows add up but for a micro-unit each.</summary>
    /// <param name="revenueMicros">At least 0.</param>
    /// <param name="percentMicros">Millionths of a per cent, at most <see cref="Whole"/>.</param>
    public static Int128 OfRevenue(Int128 revenueMicros, long percentMicros)
    {
        // In two parts: the product of the greatest sums of money with the rate has more than 128 bits.
        (Int128 wholes, Int128 rest) = Int128.DivRem(revenueMicros, Whole);
        (Int128 part, Int128 left) = Int128.DivRem(rest * percentMicros, Whole);
        Int128 floor = (wholes * percentMicros) + part;
        Int128 twice = left * 2;
        return twice > Whole || (twice == Whole && Int128.IsOddInteger(floor)) ? floor + 1 : floor;
    }
}
