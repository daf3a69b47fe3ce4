namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>What <see cref="Markov"/> finds.</summary>
/// <param name="ConversionRate">The part of all paths that ends in a conversion, 0 to 1; 0 where there are no paths.</param>
/// <param name="RemovalEffects">By step: the part of the conversions that would be lost without it, 0 to 1.</param>
/// <param name="ValueRemovalEffects">By step: the same of the value.</param>
public sealed record MarkovFit(
    StepCredit Credit,
    double ConversionRate,
    double[] RemovalEffects,
    double[] ValueRemovalEffects
);

/// <summary>
/// The model of Anderl, Becker, von Wangenheim and Schumann, "Mapping the customer journey: Lessons learned from
/// graph-based online attribution modeling" (International Journal of Research in Marketing 33, 2016), of first order:
/// paths are taken as a Markov chain from a start through steps to a conversion or to none (null), each step depending
/// on the one before. Without a step what led to it leads to null; what is lost then is its removal effect, and credit
/// is in proportion to that. It is P(the step is met) · P(conversion from there) ÷ P(conversion), found exactly by
/// <see cref="AbsorbingChain"/> and not by simulation. For value the same with the mean value of the conversions at a step.
/// </summary>
public static class Markov
{
    /// <summary>Of more the chain would take gigabytes, and minutes.</summary>
    public const int MostSteps = 5_000;

    /// <param name="paths">Also those that led to nothing: without their nulls every step seems sure to convert.</param>
    /// <exception cref="ArgumentException">A path that is none of so many steps (<see cref="CountedPath"/>), or more
    /// than <see cref="MostSteps"/> steps that are on a path.</exception>
    /// <exception cref="ArithmeticException">Conversions so rare that no number can hold their probability.</exception>
    public static MarkovFit Fit(IReadOnlyList<CountedPath> paths, int steps)
    {
        CountedPath.Check(paths, steps);
        int[] places = Places(paths, steps, out int n);
        if (n > MostSteps)
        {
            throw new ArgumentException($"{n} steps; at most {MostSteps} are possible", nameof(paths));
        }
        var fit = new MarkovFit(
            new StepCredit(new double[steps], new double[steps]),
            0,
            new double[steps],
            new double[steps]
        );
        if (n == 0)
        {
            return fit;
        }
        double[] rates = Rates(paths, places, n, out double started);
        var through = new (double Conversions, double Value)[n];
        (double Conversions, double Value) all = AbsorbingChain.Solve(rates, through);
        for (int step = 0; step < steps; step++)
        {
            if (places[step] is >= 0 and var place)
            {
                fit.RemovalEffects[step] = Part(through[place].Conversions, all.Conversions);
                fit.ValueRemovalEffects[step] = Part(through[place].Value, all.Value);
            }
        }
        Share(paths.Sum(path => path.Steps.IsEmpty ? 0 : path.Conversions), fit.RemovalEffects, fit.Credit.Conversions);
        Share(paths.Sum(path => path.Steps.IsEmpty ? 0 : path.Value), fit.ValueRemovalEffects, fit.Credit.Value);
        return fit with { ConversionRate = Part(all.Conversions, started) };
    }

    /// <summary>By step its place among those on a path that was gone; −1 for the others, of which the chain knows nothing.</summary>
    private static int[] Places(IReadOnlyList<CountedPath> paths, int steps, out int n)
    {
        int[] places = new int[steps];
        Array.Fill(places, -1);
        foreach (CountedPath path in paths)
        {
            if (path.Conversions + path.Nulls > 0)
            {
                foreach (int step in path.Steps.Span)
                {
                    places[step] = 0;
                }
            }
        }
        n = 0;
        foreach (ref int place in places.AsSpan())
        {
            place = place == 0 ? n++ : place;
        }
        return places;
    }

    /// <summary>How often it went from where to where, as <see cref="AbsorbingChain"/> has it.</summary>
    private static double[] Rates(IReadOnlyList<CountedPath> paths, int[] places, int n, out double started)
    {
        int width = n + AbsorbingChain.Ends;
        double[] rates = new double[(n + 1) * width];
        started = 0;
        foreach (CountedPath path in paths)
        {
            double gone = path.Conversions + path.Nulls;
            if (gone == 0 || path.Steps.IsEmpty)
            {
                continue;
            }
            int from = n;
            foreach (int step in path.Steps.Span)
            {
                int to = places[step];
                rates[(from * width) + to] += gone;
                from = to;
            }
            started += gone;
            rates[(from * width) + n] += path.Conversions;
            rates[(from * width) + n + 1] += path.Nulls;
            rates[(from * width) + n + 2] += path.Value;
        }
        return rates;
    }

    private static double Part(double part, double whole) => whole > 0 ? Math.Min(1, part / whole) : 0;

    private static void Share(double total, double[] effects, double[] into)
    {
        double sum = effects.Sum();
        if (total > 0 && !(sum > 0))
        {
            throw new ArithmeticException("conversions are so rare that no number can hold their probability");
        }
        for (int step = 0; step < effects.Length; step++)
        {
            into[step] = total > 0 ? total * (effects[step] / sum) : 0;
        }
    }
}
