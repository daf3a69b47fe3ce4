namespace CreatorStream.Analytics.Spikes;

/// <summary>
/// Finds spikes, drops and shifts in a series in one pass: several forecasts are compared with what comes, each
/// difference is turned into its improbability in this very series, and the logarithms are added up (Fisher 1932).
/// Deterministic, in constant memory, without allocation; a score rests on nothing that comes later.
/// </summary>
/// <param name="elements">All, but to measure what one is worth.</param>
public sealed class SpikeDetector(SpikeElements elements = SpikeElements.All)
{
    /// <summary>A score from here on is an alert.</summary>
    public const double Threshold = 0.5;

    private readonly Forecasts plain = new();
    private readonly Forecasts root = new();
    private readonly AlertBar bar = new();

    /// <summary>Takes on what another has learnt, which stays as it is.</summary>
    public void Set(SpikeDetector other)
    {
        plain.Set(other.plain);
        root.Set(other.root);
        bar.Set(other.bar);
    }

    /// <summary>Scores a value and learns from it.</summary>
    /// <param name="time">Event time, seconds since 1970.</param>
    /// <param name="x">NaN or infinite for a missing one, which is passed over.</param>
    public SpikeScore Next(long time, double x)
    {
        if (!double.IsFinite(x))
        {
            return new SpikeScore(0, 0, double.NaN, double.NaN, double.NaN);
        }
        (double expected, double low, double high) = plain.Expect(time);
        Span<double> surprises = stackalloc double[Forecasts.Count];
        surprises.Clear();
        plain.Next(time, x, surprises);
        if (elements.HasFlag(SpikeElements.Root))
        {
            root.Next(time, Math.Sign(x) * Math.Sqrt(Math.Abs(x)), surprises);
        }
        double sum = 0;
        for (int i = 0; i < surprises.Length; i++)
        {
            sum += elements.HasFlag((SpikeElements)(1 << i)) ? surprises[i] : 0;
        }
        double score = bar.Next(sum, x, elements.HasFlag(SpikeElements.Familiarity));
        return new SpikeScore(score, sum, expected, low, high);
    }
}
