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

    /// <summary>By which power of the steps beyond it the least share goes on, where actors are put in an order.</summary>
    private const double Onward = 0.001;

    /// <summary>In how many steps people come down to the least share.</summary>
    private static readonly double MostSteps =
        Math.Log(LeastShare / ShareBeyondUsual) / Math.Log(ShareBeyondRare / ShareBeyondUsual);

    /// <summary>
    /// How many times likelier this is of a program than of a person, 1 … 399: the most that a share p of people can say,
    /// 1 ÷ (−e p ln p) (Sellke, Bayarri and Berger, <i>Calibration of p values</i>, The American Statistician 55, 2001).
    /// </summary>
    public double Factor(ActorTiming timing) => FactorOf(Share(Steps(timing)));

    /// <summary>
    /// The factor, but where it is at its most it goes on to rise, so that who goes further comes first: by 1 % at most over
    /// all that can be measured, which leaves one cause below 0.9.
    /// </summary>
    public double Ranking(ActorTiming timing)
    {
        double steps = Steps(timing);
        return FactorOf(Share(steps) * Math.Pow(1 + Math.Max(0, steps - MostSteps), -Onward));
    }

    private static double FactorOf(double share) => share < 1 / Math.E ? 1 / (-Math.E * share * Math.Log(share)) : 1;

    /// <summary>How many times as far as from <see cref="Usual"/> to <see cref="Rare"/> the actor goes.</summary>
    private double Steps(ActorTiming timing) => Math.Max(0, (Measure(timing) - Usual) / (Rare - Usual));

    /// <summary>The share of people who go so far.</summary>
    private static double Share(double steps) =>
        Math.Max(LeastShare, ShareBeyondUsual * Math.Pow(ShareBeyondRare / ShareBeyondUsual, steps));
}
