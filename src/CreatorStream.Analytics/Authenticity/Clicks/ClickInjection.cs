namespace CreatorStream.Analytics.Authenticity.Clicks;

/// <summary>
/// Reason <c>click-injection</c>: clicks that some program on the buyer's device reports just before the order, so that content is
/// credited with it. The buyer is honest, and one such order proves little: somebody may really follow a link at the checkout.
/// So it is held against the content, by how many of its orders look like that, against those of all other content. Known from
/// installs of apps as click injection, told there by the time from click to install. The rule and its numbers are a judgement
/// of ours. Wrongs coupon sites, whose visitors do come at the checkout: hence never sure.
/// </summary>
public static class ClickInjection
{
    /// <summary>A click so shortly before the order that its page was hardly seen.</summary>
    public const long MostMicros = 30_000_000;

    /// <summary>Fewer orders say nothing of content.</summary>
    public const int LeastOrders = 3;

    /// <summary>Before anything is known, as with actors.</summary>
    private const double Prior = 0.02;

    /// <summary>Nothing is held to be rarer among honest content: there are always sites unlike all others.</summary>
    private const double LeastShare = 1e-4;

    /// <summary>Of honest content's orders at least so many look like that, where few others are there to compare with.</summary>
    private const double LeastChance = 0.01;

    public static Reason Reason { get; } =
        new(
            "click-injection",
            "Orders within 30 s of the content's only click, by buyers who were in the shop before and saw no page after it: more of its orders than others'.",
            0.5,
            "Coupon sites, whose links are followed at the checkout."
        );

    /// <summary>How likely the content's clicks are injected, 0 … 0.89.</summary>
    /// <param name="injected">Orders whose click looks injected.</param>
    /// <param name="orders">All that followed a click on the content within half an hour.</param>
    /// <param name="othersInjected">The same of all other content.</param>
    public static double Likelihood(long injected, long orders, long othersInjected, long othersOrders)
    {
        if (injected < LeastOrders)
        {
            return 0;
        }
        // Laplace's rule of succession.
        double chance = Math.Max(LeastChance, (othersInjected + 1.0) / (othersOrders + 2.0));
        double share = Math.Max(LeastShare, AtLeast(injected, orders, chance));
        // Sellke, Bayarri and Berger (2001), as TimingSignal.
        double factor = share < 1 / Math.E ? 1 / (-Math.E * share * Math.Log(share)) : 1;
        double odds = Prior / (1 - Prior) * factor;
        return factor == 1 ? 0 : odds / (1 + odds);
    }

    /// <summary>The chance that of so many orders at least so many look like that: the tail of a binomial distribution.</summary>
    private static double AtLeast(long hits, long of, double chance)
    {
        if (hits <= of * chance)
        {
            return 1;
        }
        double log = 0;
        for (long i = 1; i <= hits; i++)
        {
            log += Math.Log((of - hits + i) / (double)i * chance);
        }
        double term = Math.Exp(log + ((of - hits) * Math.Log(1 - chance)));
        double sum = 0;
        // Beyond the mean each is smaller than the one before.
        for (long k = hits; k <= of && term > sum * 1e-12; k++)
        {
            sum += term;
            term *= (of - k) / (k + 1.0) * chance / (1 - chance);
        }
        return Math.Min(1, sum);
    }
}
