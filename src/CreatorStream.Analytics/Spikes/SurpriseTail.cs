namespace CreatorStream.Analytics.Spikes;

/// <summary>
/// How improbable a high value is, from the peaks over a high quantile so far (Siffer et al. 2017, SPOT): one peak an
/// episode, since the values of an episode depend on each other (Davison and Smith 1990). Excesses are taken for
/// exponential with a mean that is known only through them, so that a greater one has the probability of a Lomax
/// distribution, (1 + excess ÷ sum of excesses)^−number: wide while few are known. Nothing is forgotten: what comes once in
/// a thousand values should not surprise each time.
/// </summary>
internal struct SurpriseTail
{
    /// <summary>Of values above the quantile.</summary>
    private const double Share = 0.005;

    /// <summary>So many values hold one above the quantile; before that nothing surprises.</summary>
    private const int Warmup = (int)(1 / Share);

    /// <summary>Values below the quantile that end an episode.</summary>
    private const int Calm = 12;

    /// <summary>What an excess is before one is known, in mean absolute values.</summary>
    private const double GuessedExcess = 0.2;

    /// <summary>
    /// Between the surprise at one peak (0) and at the greatest of all so far (1), which is what a series that goes on
    /// for long has to be measured by.
    /// </summary>
    private const double Records = 0.5;

    /// <summary>The least step of the quantile, in mean absolute values, so that it can follow.</summary>
    private const double LeastStep = 0.02;

    private const int Memory = 10_000;

    private float scale;
    private float excesses;
    private float peak;
    private int peaks;
    private int values;
    private int calm;

    /// <summary>What all but a small share of the values stay below.</summary>
    public float Quantile { get; private set; }

    /// <summary>Mean absolute value.</summary>
    public readonly double Scale => scale;

    /// <summary>−log10 of the probability that an episode with so high a peak begins; 0 for what is usual.</summary>
    public readonly double Of(double x)
    {
        double excess = x - Quantile;
        // In what never moved there is no measure of much.
        if (values < Warmup || !(excess > 0) || scale == 0)
        {
            return 0;
        }
        int number = peaks + 1;
        double lomax = number * Math.Log10(1 + excess / (excesses + GuessedExcess * scale));
        return Math.Max(0, Math.Log10((double)values / number) + lomax - Records * Math.Log10(number));
    }

    public void Learn(double x)
    {
        values++;
        if (values == 1)
        {
            Quantile = (float)x;
            scale = (float)Math.Abs(x);
            return;
        }
        double rate = 1.0 / Math.Min(values, Memory);
        scale += (float)((Math.Abs(x) - scale) * rate);
        // Robbins and Monro 1951: steps up and down balance where the share is above.
        double step = scale * Math.Max(Math.Sqrt(rate), LeastStep);
        Quantile += (float)(x > Quantile ? step * (1 - Share) : -step * Share);
        calm++;
        if (x > Quantile)
        {
            peak = (float)Math.Max(peak, x - Quantile);
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
