namespace CreatorStream.Analytics.Spikes;

/// <summary>
/// How improbable a high value is, from the peaks over a high quantile so far: one peak an episode, since values of an
/// episode depend on each other (declustering, Davison and Smith 1990). Excesses are taken for exponential with a mean
/// that is known only through them, so that the probability of a greater one is that of a Lomax distribution,
/// (1 + excess ÷ sum of the excesses)^−number of them: wide while few are known. Nothing is forgotten: what came once in
/// a thousand values should not surprise a second time. Source of the scheme: Siffer et al. 2017 (SPOT).
/// </summary>
internal struct SurpriseTail(double share)
{
    /// <summary>So many values make the quantile; before that nothing surprises.</summary>
    private const int Warmup = 100;

    /// <summary>Values below the quantile that end an episode.</summary>
    private const int Calm = 12;

    /// <summary>A first guess of an excess, in mean absolute values.</summary>
    private const double GuessedExcess = 0.1;

    /// <summary>The least step of the quantile, in mean absolute values, so that it can follow.</summary>
    private const double LeastStep = 0.02;

    private const int Memory = 10_000;

    private readonly double share = share;
    private double scale;
    private double excesses;
    private double peak;
    private int peaks;
    private int values;
    private int calm;

    /// <summary>What all but <c>share</c> of the values stay below.</summary>
    public double Quantile { get; private set; }

    /// <summary>Mean absolute value.</summary>
    public readonly double Scale => scale;

    /// <summary>−log10 of the probability that an episode of so high a peak begins, 0 for what is usual.</summary>
    public readonly double Of(double x)
    {
        double excess = x - Quantile;
        return values < Warmup || !(excess > 0)
            ? 0
            : Math.Log10((double)values / (peaks + 1))
                + (peaks + 1) * Math.Log10(1 + excess / (excesses + GuessedExcess * scale + double.Epsilon));
    }

    public void Learn(double x)
    {
        values++;
        if (values == 1)
        {
            Quantile = x;
            scale = Math.Abs(x);
            return;
        }
        double rate = 1.0 / Math.Min(values, Memory);
        scale += (Math.Abs(x) - scale) * rate;
        // Robbins and Monro: steps up and down balance where the share is above.
        double step = scale * Math.Max(Math.Sqrt(rate), LeastStep);
        Quantile += x > Quantile ? step * (1 - share) : -step * share;
        calm++;
        if (x > Quantile)
        {
            peak = Math.Max(peak, x - Quantile);
            calm = 0;
        }
        else if (peak > 0 && calm > Calm)
        {
            excesses += peak;
            peaks++;
            peak = 0;
        }
    }
}
