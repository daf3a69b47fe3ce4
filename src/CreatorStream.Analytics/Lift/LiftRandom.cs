namespace CreatorStream.Analytics.Lift;

/// <summary>
/// Random draws that are the same on every machine: SplitMix64 (Steele et al. 2014), and from it normal draws by
/// Marsaglia's polar method and gamma draws by Marsaglia and Tsang (2000). Their only functions are arithmetic, square
/// roots and <see cref="Log"/>, which IEEE 754 defines to the last bit; logarithms of C libraries differ there.
/// </summary>
internal sealed class LiftRandom(ulong seed)
{
    private const double Ln2 = 0.693147180559945309417232;
    private static readonly double Sqrt2 = Math.Sqrt(2);

    private ulong state = seed;
    private double spare = double.NaN;

    /// <summary>Above 0 and below 1.</summary>
    public double Uniform() => ((Next() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>From 0 to below <paramref name="n"/>.</summary>
    public int Below(int n) => (int)Math.BigMul(Next(), (ulong)n, out _);

    /// <summary>Of mean 0 and variance 1.</summary>
    public double Normal()
    {
        if (!double.IsNaN(spare))
        {
            double kept = spare;
            spare = double.NaN;
            return kept;
        }
        while (true)
        {
            double u = 2 * Uniform() - 1;
            double v = 2 * Uniform() - 1;
            double square = u * u + v * v;
            if (square is < 1 and > 0)
            {
                double factor = Math.Sqrt(-2 * Log(square) / square);
                spare = v * factor;
                return u * factor;
            }
        }
    }

    /// <summary>Of mean <paramref name="shape"/> and the same variance; the shape is 1 or more.</summary>
    public double Gamma(double shape)
    {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal();
            double root = 1 + c * x;
            if (root <= 0)
            {
                continue;
            }

            double v = root * root * root;
            double u = Uniform();
            if (u < 1 - 0.0331 * x * x * x * x || Log(u) < 0.5 * x * x + d * (1 - v + Log(v)))
            {
                return d * v;
            }
        }
    }

    /// <summary>A gamma draw of this shape and rate, given that it is at least <paramref name="least"/>.</summary>
    public double GammaAbove(double shape, double rate, double least)
    {
        // Below the mode lies less than two thirds of the mass, so that few draws are thrown away.
        if (least * rate <= shape - 1)
        {
            while (true)
            {
                double draw = Gamma(shape) / rate;
                if (draw >= least)
                {
                    return draw;
                }
            }
        }

        // Beyond the mode: an exponential density that touches the logarithm of this one at the bound lies above it.
        double slope = rate - (shape - 1) / least;
        while (true)
        {
            double draw = least - Log(Uniform()) / slope;
            double ratio = draw / least;
            if (Log(Uniform()) <= (shape - 1) * (Log(ratio) - (ratio - 1)))
            {
                return draw;
            }
        }
    }

    /// <summary>True with the probability whose logarithmic odds these are.</summary>
    public bool Chance(double logOdds)
    {
        double u = Uniform();
        return Log(u) - Log(1 - u) < logOdds;
    }

    /// <summary>The natural logarithm of a normal positive number, to about the last bit: 2 artanh of its mantissa.</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > Sqrt2)
        {
            mantissa *= 0.5;
            exponent++;
        }
        double s = (mantissa - 1) / (mantissa + 1);
        double z = s * s;
        double series = 0;
        for (int n = 21; n >= 1; n -= 2)
        {
            series = series * z + 1.0 / n;
        }

        return exponent * Ln2 + 2 * s * series;
    }

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong x = state;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
