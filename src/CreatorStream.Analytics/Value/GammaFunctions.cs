namespace CreatorStream.Analytics.Value;

/// <summary>
/// The logarithm of the gamma function and its derivative, for positive arguments, to about 14 digits: moved up by
/// their recurrences, then by Stirling's series (Abramowitz and Stegun 1964, 6.1.41 and 6.3.18).
/// </summary>
internal static class GammaFunctions
{
    private const double HalfLogTwoPi = 0.918938533204672741780329736406;

    // From here on the first terms left out of both series are below 1e-15.
    private const double Large = 12;

    /// <summary>ln Γ(x), x above 0.</summary>
    public static double LogGamma(double x)
    {
        double product = 1;
        for (; x < Large; x++)
        {
            product *= x;
        }

        double inverse = 1 / x;
        double square = inverse * inverse;
        double series =
            inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
        return (x - 0.5) * Math.Log(x) - x + HalfLogTwoPi + series - Math.Log(product);
    }

    /// <summary>ψ(x) = d ln Γ(x) / dx, x above 0.</summary>
    public static double Digamma(double x)
    {
        double below = 0;
        for (; x < Large; x++)
        {
            below += 1 / x;
        }

        double inverse = 1 / x;
        double square = inverse * inverse;
        double series =
            square
            * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square * (1.0 / 132)))));
        return Math.Log(x) - inverse / 2 - series - below;
    }
}
