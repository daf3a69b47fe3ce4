namespace CreatorStream.Analytics.Sketches;

/// <summary>
/// Bounds of how many there are, when each was kept with probability <c>rate</c> and n were kept: the frequentist
/// interval of a binomial, with the approximations that Apache DataSketches uses (K. Lang, BinomialBoundsN), so that
/// both give the same numbers.
/// <para>
/// One thing is made anew. For n of at most 120 and a small rate, DataSketches bends its Gaussian formula with a table
/// of equivalent deviations, fitted at a rate of 1e-8. Here they are computed from the limit that table approaches (see
/// <see cref="EquivalentBelow"/>): the bounds agree to 7 digits or more. Everywhere else they are equal to the last bit.
/// </para>
/// </summary>
public static class ThetaBounds
{
    /// <summary>From this number on a binomial is taken as a Gaussian.</summary>
    private const int Plenty = 120;

    /// <summary>So near to 1 that next to nothing was left out; measured by DataSketches.</summary>
    private const double NearlyAll = 1 - 1e-5;

    /// <summary>Up to this estimate an exact bound is summed up, term by term; measured by DataSketches.</summary>
    private const double Summable = 360.0;

    /// <summary>Of formula 7.1.28, from the fifth power down.</summary>
    private static ReadOnlySpan<double> Factors =>
        [0.0002765672, 0.0001520143, 0.0092705272, 0.0422820123, 0.0705230784, 1];

    /// <param name="kept">n, at least 0.</param>
    /// <param name="rate">Above 0, at most 1.</param>
    /// <param name="deviations">1, 2 or 3.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is none of these.</exception>
    public static double Lower(int kept, double rate, int deviations)
    {
        Check(kept, rate, deviations);
        return Math.Min(kept / rate, Math.Max(kept, Below(kept, rate, deviations)));
    }

    /// <inheritdoc cref="Lower"/>
    public static double Upper(int kept, double rate, int deviations)
    {
        Check(kept, rate, deviations);
        return Math.Max(kept / rate, Above(kept, rate, deviations));
    }

    private static double Below(int kept, double rate, int deviations)
    {
        if (rate == 1 || kept == 0)
        {
            return kept;
        }
        double tail = TailBeyond(deviations);
        if (kept == 1)
        {
            return Math.Floor(Math.Log(1 - tail) / Math.Log(1 - rate));
        }
        if (kept > Plenty)
        {
            return Gaussian(kept - 0.5, rate, deviations, -1) - 0.5;
        }
        if (rate > NearlyAll)
        {
            return kept;
        }
        return rate < kept / Summable
            ? Gaussian(kept - 0.5, rate, EquivalentBelow(kept, tail), -1) - 0.5
            : Summed(kept, rate, sum => sum <= tail) - 1;
    }

    private static double Above(int kept, double rate, int deviations)
    {
        if (rate == 1)
        {
            return kept;
        }
        double tail = TailBeyond(deviations);
        if (kept == 0)
        {
            return Math.Ceiling(Math.Log(tail) / Math.Log(1 - rate));
        }
        if (kept > Plenty)
        {
            return Gaussian(kept + 0.5, rate, deviations, 1) + 0.5;
        }
        if (rate > NearlyAll)
        {
            return kept + 1;
        }
        double body = 1 - tail;
        return rate < kept / Summable
            ? Gaussian(kept + 0.5, rate, EquivalentAbove(kept, body), 1) + 0.5
            : Summed(kept + 1, rate, sum => sum < body);
    }

    /// <summary>The bound N at which n lies so many deviations from its mean N·rate: a quadratic in √N.</summary>
    /// <param name="kept">n, corrected by a half because it is an integer.</param>
    /// <param name="side">−1 for the bound below, 1 for the one above.</param>
    private static double Gaussian(double kept, double rate, double deviations, int side)
    {
        // In the order of DataSketches: another one gives other last bits.
        double estimate = kept / rate;
        double b = deviations * Math.Sqrt((1.0 - rate) / rate);
        double distance = 0.5 * b * Math.Sqrt((b * b) + (4.0 * estimate));
        return estimate + (0.5 * (b * b)) + (side * distance);
    }

    /// <summary>
    /// The first m at which the probability that m or fewer had to be looked at to keep n no longer satisfies
    /// <paramref name="more"/>: a negative binomial, summed up from m = n.
    /// </summary>
    private static double Summed(int kept, double rate, Func<double, bool> more)
    {
        double term = Math.Pow(rate, kept);
        double sum = term;
        int looked = kept;
        while (more(sum))
        {
            term = term * (1.0 - rate) * looked / (looked + 1 - kept);
            sum += term;
            looked++;
        }
        return looked;
    }

    /// <summary>
    /// How many deviations make the Gaussian formula give the exact bound as the rate goes to 0. What is kept is then
    /// Poisson, and the exact bound times the rate is the mean at which n or more have the probability of the tail.
    /// </summary>
    private static double EquivalentBelow(int kept, double tail)
    {
        double mean = MeanOf(kept, tail);
        return (kept - 0.5 - mean) / Math.Sqrt(mean);
    }

    private static double EquivalentAbove(int kept, double body)
    {
        double mean = MeanOf(kept + 1, body);
        return (mean - kept - 0.5) / Math.Sqrt(mean);
    }

    /// <summary>The mean at which a Poisson variable is at least <paramref name="least"/> with this probability.</summary>
    private static double MeanOf(int least, double probability)
    {
        double low = 0;
        double high = (2 * least) + 20;
        // Until the two are neighbours: the interval halves each time.
        while (true)
        {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high)
            {
                return middle;
            }
            if (AtLeast(least, middle) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }

    private static double AtLeast(int least, double mean)
    {
        double term = Math.Exp(-mean);
        double fewer = term;
        for (int i = 1; i < least; i++)
        {
            term *= mean / i;
            fewer += term;
        }
        return 1 - fewer;
    }

    /// <summary>
    /// The tail of a normal variable: formula 7.1.28 of Abramowitz and Stegun, off by up to 7e-8 here. A better one
    /// would give other bounds than DataSketches, which uses this.
    /// </summary>
    private static double TailBeyond(int deviations)
    {
        double x = deviations / Math.Sqrt(2);
        double power = 0.0000430638;
        foreach (double factor in Factors)
        {
            power = (power * x) + factor;
        }
        power *= power;
        power *= power;
        power *= power;
        return 0.5 / (power * power);
    }

    private static void Check(int kept, double rate, int deviations)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(kept);
        ArgumentOutOfRangeException.ThrowIfLessThan(deviations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deviations, 3);
        if (!(rate > 0 && rate <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A rate is above 0 and at most 1.");
        }
    }
}
