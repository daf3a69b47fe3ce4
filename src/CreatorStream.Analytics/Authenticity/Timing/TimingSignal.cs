namespace CreatorStream.Analytics.Authenticity.Timing;

/// <summary>
/// One thing that the times of an actor's actions say, and how strongly it speaks for a program. How people are spread is put
/// into two round numbers: half of them go beyond <paramref name="Usual"/>, one in 50 beyond <paramref name="Rare"/>, and
/// fewer and fewer by the same factor beyond that. Programs are not modelled: there are too few known ones, and the next is
/// another.
/// </summary>
/// <param name="Name">Tells it from the others of its code.</param>
/// <param name="Code">The reason that is shown.</param>
/// <param name="Rare">Below <paramref name="Usual"/> where little is suspicious.</param>
/// <param name="FalsePositives">Who may be accused wrongly.</param>
public sealed record TimingSignal(
    string Name,
    string Code,
    TimingCause Cause,
    Func<ActorTiming, double> Measure,
    double Usual,
    double Rare,
    string Rule,
    string FalsePositives
)
{
    private const double ShareBeyondUsual = 0.5;
    private const double ShareBeyondRare = 0.02;

    /// <summary>There are always people who share an account or are unlike all others: nothing is rarer than this.</summary>
    private const double LeastShare = 1e-4;

    /// <summary>
    /// How many times likelier this is of a program than of a person, 1 … 399: the most that a share p of people can say,
    /// 1 ÷ (−e p ln p) (Sellke, Bayarri and Berger, <i>Calibration of p values</i>, The American Statistician 55, 2001).
    /// </summary>
    public double Factor(ActorTiming timing)
    {
        double share = Share(Measure(timing));
        return share < 1 / Math.E ? 1 / (-Math.E * share * Math.Log(share)) : 1;
    }

    /// <summary>The share of people who go so far.</summary>
    private double Share(double value)
    {
        double steps = Math.Max(0, (value - Usual) / (Rare - Usual));
        return Math.Max(LeastShare, ShareBeyondUsual * Math.Pow(ShareBeyondRare / ShareBeyondUsual, steps));
    }
}
