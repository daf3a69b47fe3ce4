namespace CreatorStream.Analytics.Authenticity.Timing;

/// <summary>How probably an actor is a program, by the times of its actions.</summary>
/// <param name="Probability">0 … 1.</param>
/// <param name="Reasons">
/// Where it is more probable than not, the signals that speak strongly for it, in their order: nobody is accused of what is
/// likely chance.
/// </param>
public sealed record TimingScore(double Probability, IReadOnlyList<TimingSignal> Reasons)
{
    /// <summary>With fewer actions nothing is known: chance alone would look like a habit.</summary>
    public const int LeastActions = 100;

    /// <summary>
    /// One in 50 is taken for a program before anything is known of it: less than is told of any large platform, since to
    /// accuse wrongly is worse than to miss.
    /// </summary>
    public const double Prior = 0.02;

    /// <summary>Of whom nothing is known.</summary>
    public static TimingScore Unknown { get; } = new(Prior, []);

    /// <summary>From 10 on evidence is called strong (Jeffreys, <i>Theory of Probability</i>, 1961).</summary>
    public const double StrongFactor = 10;

    /// <summary>
    /// Bayes' rule: the odds of <see cref="Prior"/> times the strongest factor of each cause. One cause alone never comes to
    /// 0.9: it takes two that have nothing to do with each other.
    /// </summary>
    public static TimingScore Of(ActorTiming timing, IReadOnlyList<TimingSignal> signals)
    {
        if (timing.Actions < LeastActions)
        {
            return Unknown;
        }

        var factors = signals.Select(signal => (Signal: signal, Factor: signal.Factor(timing))).ToList();
        double odds = Odds(factors);
        return new TimingScore(
            odds / (1 + odds),
            odds < 1 ? [] : [.. factors.Where(one => one.Factor >= StrongFactor).Select(one => one.Signal)]
        );
    }

    /// <summary>
    /// To put actors in an order: <see cref="Probability"/>, and where a signal is beyond what is claimed of it, a little more
    /// (<see cref="TimingSignal.Ranking"/>), so that the most blatant come first. One cause alone stays below 0.9 here,
    /// too.
    /// </summary>
    public static double RankingOf(ActorTiming timing, IReadOnlyList<TimingSignal> signals)
    {
        if (timing.Actions < LeastActions)
        {
            return Prior;
        }

        double odds = Odds(signals.Select(signal => (signal, signal.Ranking(timing))));
        return odds / (1 + odds);
    }

    private static double Odds(IEnumerable<(TimingSignal Signal, double Factor)> factors) =>
        factors
            .GroupBy(one => one.Signal.Cause)
            .Aggregate(Prior / (1 - Prior), (before, cause) => before * cause.Max(one => one.Factor));
}
