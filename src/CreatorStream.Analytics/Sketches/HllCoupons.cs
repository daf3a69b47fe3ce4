namespace CreatorStream.Analytics.Sketches;

/// <summary>
/// How many distinct values there were when so many distinct coupons came of them. Two values have the same coupon if
/// 26 bits of their hashes agree, and so do the leading zeros of 64 others: 1 in 2^26 · 3. Apache DataSketches
/// interpolates between knots by a cubic; so does this, between the same knots, to give the same numbers.
/// </summary>
internal static class HllCoupons
{
    private const double Addresses = 1 << 26;

    private static readonly double[] Coupons = [0, 1, 20, 400, 8_000, 160_000, 300_000, 600_000];

    private static readonly double[] Values = [0, 1, .. Coupons.Skip(2).Select(ValuesOf)];

    /// <param name="coupons">At most 196,608: a sketch with more has registers.</param>
    public static double Estimate(int coupons)
    {
        // The four knots around; at the beginning the first four.
        int knot = 1;
        while (coupons >= Coupons[knot])
        {
            knot++;
        }
        return Cubic(Math.Max(knot - 2, 0), coupons);
    }

    /// <summary>Lagrange's polynomial through four knots.</summary>
    private static double Cubic(int first, double x)
    {
        double sum = 0;
        for (int i = first; i < first + 4; i++)
        {
            double numerator = 1;
            double denominator = 1;
            for (int j = first; j < first + 4; j++)
            {
                if (j != i)
                {
                    numerator *= x - Coupons[j];
                    denominator *= Coupons[i] - Coupons[j];
                }
            }
            sum += Values[i] * numerator / denominator;
        }
        return sum;
    }

    /// <summary>So many values that as many coupons are expected of them.</summary>
    private static double ValuesOf(double coupons)
    {
        double values = coupons;
        // Nearly one for one, so each step leaves less than a hundredth of the error.
        for (int step = 0; step < 16; step++)
        {
            values += coupons - CouponsOf(values);
        }
        return values;
    }

    /// <summary>Expected distinct coupons: over all, the probability that one or more values have it.</summary>
    private static double CouponsOf(double values)
    {
        double sum = 0;
        for (int zeros = 62; zeros >= 0; zeros--)
        {
            // v leading zeros have the probability 2^−(v+1); 62 stands for all beyond too.
            double one = Math.ScaleB(1 / Addresses, zeros == 62 ? -62 : -zeros - 1);
            double none = values * -(one + (one * one / 2) + (one * one * one / 3));
            sum -= Addresses * ExpMinus1(none);
        }
        return sum;
    }

    /// <summary>e^x − 1 for a small x, by its series: 1 would swallow what is asked for.</summary>
    private static double ExpMinus1(double x)
    {
        double sum = 0;
        for (int i = 9; i >= 1; i--)
        {
            sum = (1 + sum) * x / i;
        }
        return sum;
    }
}
