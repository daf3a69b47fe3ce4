namespace CreatorStream.Analytics.Tests;

/// <summary>Integrals by the trapezoidal rule after a change of variable that makes the ends die out: to about 12 digits
/// for what the models mix over, and by nothing that the models use.</summary>
internal static class Integral
{
    private const double Step = 0.02;
    private const double Reach = 400;

    /// <summary>∫ p^(a−1) (1−p)^(b−1) f(p) dp over (0, 1), divided by the same with f = 1.</summary>
    public static double OverBeta(double a, double b, Func<double, double> f)
    {
        (double sum, double all) = (0, 0);
        for (double y = -Reach; y <= Reach; y += Step)
        {
            // p = 1/(1+e^−y); dp = p (1−p) dy.
            double logP = -Math.Max(-y, 0) - Math.Log(1 + Math.Exp(-Math.Abs(y)));
            double logQ = -Math.Max(y, 0) - Math.Log(1 + Math.Exp(-Math.Abs(y)));
            double weight = Math.Exp(a * logP + b * logQ);
            sum += weight * f(Math.Exp(logP));
            all += weight;
        }
        return sum / all;
    }

    /// <summary>∫ λ^(r−1) e^(−αλ) f(λ) dλ over (0, ∞), divided by the same with f = 1.</summary>
    public static double OverGamma(double r, double alpha, Func<double, double> f)
    {
        (double sum, double all) = (0, 0);
        for (double y = -Reach; y <= 20; y += Step)
        {
            double rate = Math.Exp(y);
            double weight = Math.Exp(r * y - alpha * rate);
            sum += weight * f(rate);
            all += weight;
        }
        return sum / all;
    }
}
