namespace CreatorStream.Bench.Screen;

/// <summary>How long markers took, in milliseconds.</summary>
internal sealed class ScreenSamples
{
    private readonly List<double> sinceAccepted = [];
    private readonly List<double> sinceIntended = [];

    public int Count => sinceAccepted.Count;

    /// <summary>Of them, those that didn't come: they count as long as they were waited for.</summary>
    public int Missing { get; private set; }

    public void Add(double msSinceAccepted, double msSinceIntended, bool isMissing)
    {
        sinceAccepted.Add(msSinceAccepted);
        sinceIntended.Add(msSinceIntended);
        Missing += isMissing ? 1 : 0;
    }

    public void Add(ScreenSamples others)
    {
        sinceAccepted.AddRange(others.sinceAccepted);
        sinceIntended.AddRange(others.sinceIntended);
        Missing += others.Missing;
    }

    /// <summary>From the answer to a marker to its figure.</summary>
    public ScreenLatency SinceAccepted() => Quantiles(sinceAccepted);

    /// <summary>From when a marker was to be sent to its figure: what waiting to be sent and accepted took counts too.</summary>
    public ScreenLatency SinceIntended() => Quantiles(sinceIntended);

    private static ScreenLatency Quantiles(List<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        // The smallest that at least this share of all doesn't exceed.
        double At(double share) =>
            sorted.Length == 0 ? double.NaN : Math.Round(sorted[(int)Math.Ceiling(share * sorted.Length) - 1], 1);
        return new(At(.5), At(.99), At(.999));
    }
}

/// <summary>Milliseconds; not a number without samples.</summary>
internal sealed record ScreenLatency(double P50Ms, double P99Ms, double P999Ms);
