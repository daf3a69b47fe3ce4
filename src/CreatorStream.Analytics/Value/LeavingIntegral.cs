namespace CreatorStream.Analytics.Value;

/// <summary>
/// What is bought until one leaves, or time is over, as a mean over how likely customers are to leave: in bounded time whatever the
/// parameters are.
/// </summary>
/// <remarks>
/// With rate λ and probability p of leaving at each purchase, (1 − e^(−λpt)) / p purchases are expected within t. The mean over λ,
/// gamma distributed, is g(p) = (1 − (1 + ps)^−shape) / p; that over p, beta distributed, is an integral without a closed
/// form. With u = ln p/(1−p) it is smooth and falls off at both ends by p^a (1−p)^b, which for small a or b is slowly: so
/// what g is at either end is taken off, g(0) (1−p)^K + g(1) p, whose means are known. The trapezoidal rule then converges
/// exponentially (Trefethen and Weideman 2014).
/// </remarks>
internal static class LeavingIntegral
{
    private const double WidestStep = 0.2;

    /// <summary>Of the width of the beta distribution, in u.</summary>
    private const double StepsPerWidth = 3;

    /// <summary>Beyond so many e-folds nothing is left of a double's digits.</summary>
    private const double Reach = 40;

    /// <summary>Where a normal distribution has as little left.</summary>
    private const double Widths = 12;

    /// <param name="shape">Of the gamma distribution of rates, above 0.</param>
    /// <param name="a">Of the beta distribution of p, above 0.</param>
    /// <param name="b">Likewise.</param>
    /// <param name="s">How long it is, in units of the gamma distribution's rate; above 0.</param>
    /// <returns>Purchases; NaN where a parameter is none.</returns>
    public static double Of(double shape, double a, double b, double s)
    {
        if (!(double.IsFinite(shape) && double.IsFinite(a) && double.IsFinite(b) && double.IsFinite(s)))
        {
            return double.NaN;
        }
        double atNever = shape * s;
        double atOnce = -Expm1(-shape * LogOnePlus(s));
        double power = Math.Max(1, s * Math.Max(1, shape));
        double logBeta = LogBeta(a, b);
        double known = (atNever * Math.Exp(LogBeta(a, b + power) - logBeta)) + (atOnce * a / (a + b));

        double middle = Math.Log(a / b);
        double width = Math.Sqrt((1 / a) + (1 / b));
        double step = Math.Min(WidestStep, width / StepsPerWidth);
        // It falls off like a normal distribution, and further out by e^(au) and e^(−bu).
        double first = Math.Max(-Reach - Math.Log(power), middle - (Widths * width) - (Reach / a));
        double last = Math.Min(Reach, middle + (Widths * width) + (Reach / b));
        double sum = 0;
        for (double u = first; u <= last; u += step)
        {
            // ln p and ln (1 − p), without losing digits at either end.
            double tail = LogOnePlus(Math.Exp(-Math.Abs(u)));
            double logP = -Math.Max(-u, 0) - tail;
            double logQ = -Math.Max(u, 0) - tail;
            double p = Math.Exp(logP);
            double leaves = p * s;
            double bought = -Expm1(-shape * LogOnePlus(leaves)) / p;
            double taken = (atNever * Math.Exp(power * logQ)) + (atOnce * p);
            sum += (bought - taken) * Math.Exp((a * logP) + (b * logQ) - logBeta);
        }
        return known + (sum * step);
    }

    /// <summary>From here on Stirling's series for the difference of two logarithms keeps the digits that the two would lose.</summary>
    private const double Large = 1_000;

    private static double LogBeta(double a, double b)
    {
        if (b < Large)
        {
            return GammaFunctions.LogGamma(a) + GammaFunctions.LogGamma(b) - GammaFunctions.LogGamma(a + b);
        }
        double both = a + b;
        double ofSeries = ((1 / b) - (1 / both)) / 12 - ((1 / (b * b * b)) - (1 / (both * both * both))) / 360;
        return GammaFunctions.LogGamma(a) - ((b - 0.5) * LogOnePlus(a / b)) - (a * Math.Log(both)) + a + ofSeries;
    }

    private static double LogOnePlus(double x) =>
        x < 1e-4 ? x - (x * x / 2) + (x * x * x / 3) - (x * x * x * x / 4) : Math.Log(1 + x);

    private static double Expm1(double x) => Math.Abs(x) < 1e-4 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1;
}
