namespace CreatorStream.Analytics.Lift;

/// <summary>
/// The local level model of a series: y(t) = level(t) + noise, level(t + 1) = level(t) + step, both normal (Durbin and
/// Koopman, Time Series Analysis by State Space Methods, 2nd edition, chapter 2). What it computes is in its own
/// arrays, which every call overwrites, so that ten thousand draws make no garbage.
/// </summary>
/// <param name="length">How many points the series has.</param>
internal sealed class LocalLevel(int length)
{
    private readonly double[] predicted = new double[length];
    private readonly double[] variance = new double[length];
    private readonly double[] weight = new double[length];
    private readonly double[] simulated = new double[length];
    private readonly double[] difference = new double[length];

    /// <summary>The mean and variance of the level at the first point, before any data.</summary>
    public (double Mean, double Variance) Start { get; init; } = (0, 1);

    /// <summary>Variance of what is observed around the level.</summary>
    public double Noise { get; set; } = 1;

    /// <summary>Variance of the level's steps.</summary>
    public double Step { get; set; } = 1;

    /// <summary>The level given the whole series: Kalman filter forwards, smoother backwards.</summary>
    /// <param name="y">NaN where nothing was observed.</param>
    /// <param name="mean">Takes the mean at each point.</param>
    /// <param name="spread">Takes the variance at each point; empty where it isn't wanted.</param>
    public void Smooth(ReadOnlySpan<double> y, Span<double> mean, Span<double> spread)
    {
        double level = Start.Mean;
        double uncertainty = Start.Variance;
        for (int t = 0; t < length; t++)
        {
            predicted[t] = level;
            variance[t] = uncertainty;
            // The filter's gain divided by the variance of the prediction; none where nothing was observed.
            double inverse = double.IsNaN(y[t]) ? 0 : 1 / (uncertainty + Noise);
            weight[t] = inverse;
            double gain = uncertainty * inverse;
            if (inverse > 0)
            {
                level += gain * (y[t] - level);
            }

            uncertainty = uncertainty * (1 - gain) + Step;
        }

        double cumulated = 0;
        double precision = 0;
        for (int t = length - 1; t >= 0; t--)
        {
            double inverse = weight[t];
            if (inverse > 0)
            {
                double rest = 1 - variance[t] * inverse;
                cumulated = (y[t] - predicted[t]) * inverse + rest * cumulated;
                precision = inverse + rest * rest * precision;
            }
            mean[t] = predicted[t] + variance[t] * cumulated;
            if (spread.Length > 0)
            {
                spread[t] = variance[t] - variance[t] * variance[t] * precision;
            }
        }
    }

    /// <summary>
    /// Draws a level from its distribution given the whole series, by the simulation smoother of Durbin and Koopman
    /// (Biometrika 89, 2002): a level and a series are made up, and what the made-up series tells less than the real
    /// one is added to the made-up level.
    /// </summary>
    /// <param name="y">NaN where nothing was observed.</param>
    /// <param name="level">Takes the draw.</param>
    /// <param name="random">Draws.</param>
    public void Draw(ReadOnlySpan<double> y, Span<double> level, LiftRandom random)
    {
        double noise = Math.Sqrt(Noise);
        double step = Math.Sqrt(Step);
        // Made up around 0, so that the start's mean comes in once, by the smoother.
        double at = Math.Sqrt(Start.Variance) * random.Normal();
        for (int t = 0; t < length; t++)
        {
            simulated[t] = at;
            difference[t] = y[t] - (at + noise * random.Normal());
            at += step * random.Normal();
        }
        Smooth(difference, level, []);
        for (int t = 0; t < length; t++)
        {
            level[t] += simulated[t];
        }
    }
}
