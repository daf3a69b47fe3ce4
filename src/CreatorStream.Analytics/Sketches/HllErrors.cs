namespace CreatorStream.Analytics.Sketches;

/// <summary>
/// Relative errors of HLL estimates: a bound is the estimate ÷ (1 + error). Of coupons, and of more than 2^12
/// registers, they are those of Apache DataSketches. For fewer, where errors are lopsided, DataSketches has a table of
/// quantiles from simulations; here the logarithm of the estimate is taken as normal, which gives bounds within .06 %
/// of those at 2^12 registers, .2 % at 2^8 and 2.5 % at 2^4.
/// </summary>
internal static class HllErrors
{
    /// <summary>The size that DataSketches makes where none is said, as lg, and the largest with lopsided errors.</summary>
    private const int UsualLgK = 12;

    /// <summary>
    /// At the usual size and 2 deviations, 95 % sure, bounds equal DataSketches': its errors there, as read off
    /// sketches that it wrote.
    /// </summary>
    private const double UsualLower = 0.02613829;
    private const double UsualUpper = -0.025572893;

    /// <summary>The standard error of counting coupons.</summary>
    private const double OfCoupon = 0.409 / (1 << 13);

    /// <param name="deviations">1, 2 or 3.</param>
    public static double OfCoupons(int deviations, bool upper) => (upper ? -deviations : deviations) * OfCoupon;

    /// <param name="lgK">4 to 21.</param>
    /// <param name="deviations">1, 2 or 3.</param>
    public static double OfRegisters(int lgK, int deviations, bool upper)
    {
        if (lgK == UsualLgK && deviations == 2)
        {
            return upper ? UsualUpper : UsualLower;
        }
        // The standard error of the historic inverse probability estimator (D. Ting, 2014).
        double error = deviations * Math.Sqrt(Math.Log(2)) / Math.Sqrt(1 << lgK);
        error = upper ? -error : error;
        return lgK > UsualLgK ? error : Math.Exp(error) - 1;
    }
}
