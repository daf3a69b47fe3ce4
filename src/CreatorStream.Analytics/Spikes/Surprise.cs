namespace CreatorStream.Analytics.Spikes;

/// <summary>Surprise at a difference to either side: where it is often far above, far below may still be rare.</summary>
internal struct Surprise
{
    private SurpriseTail above;
    private SurpriseTail below;

    public readonly double Low => -below.Quantile;

    public readonly double High => above.Quantile;

    /// <summary>Mean absolute difference.</summary>
    public readonly double Scale => above.Scale;

    /// <summary>The surprise at a difference, which is then learnt from.</summary>
    public double Next(double difference)
    {
        double surprise = Math.Max(above.Of(difference), below.Of(-difference));
        above.Learn(difference);
        below.Learn(-difference);
        return surprise;
    }
}
