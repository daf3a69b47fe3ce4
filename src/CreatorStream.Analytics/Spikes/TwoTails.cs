namespace CreatorStream.Analytics.Spikes;

/// <summary>Surprise to either side: where spikes upward are usual, a drop may still be none.</summary>
internal struct TwoTails(double share)
{
    private SurpriseTail above = new(share);
    private SurpriseTail below = new(share);

    public readonly double Low => -below.Quantile;

    public readonly double High => above.Quantile;

    public readonly double Scale => above.Scale;

    /// <summary>The surprise at a value, which is then learnt from.</summary>
    public double Next(double x)
    {
        double surprise = Math.Max(above.Of(x), below.Of(-x));
        above.Learn(x);
        below.Learn(-x);
        return surprise;
    }
}
