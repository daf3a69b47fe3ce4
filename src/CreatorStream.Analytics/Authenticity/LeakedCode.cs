using CreatorStream.Analytics.Authenticity.Groups;

namespace CreatorStream.Analytics.Authenticity;

/// <summary>The orders of a promo code whose buyers had met its creator, and of all others.</summary>
public readonly record struct CodeBuyers(long Met, long Others);

/// <summary>
/// Reason <c>leaked-code</c>: far more of a code's buyers had never met its creator than those of other codes. Its buyers are honest, so
/// nobody is left out by it; but its creator may have earned less than it says. Compared within days, before
/// <see cref="Attribution.CodePattern"/> knows what is usual of the code itself. The rule is a judgement of ours, as
/// <see cref="BoughtEngagement"/>, and never sure: wrongs codes that are heard where nothing is told of who listens. Costs a pass over
/// the codes of a campaign.
/// </summary>
public static class LeakedCode
{
    private const int LeastUnmet = 20;
    private const int LeastOrders = 10;
    private const int LeastOthers = 3;

    public static Reason Reason { get; } =
        new(
            "leaked-code",
            "At least 20 orders by buyers who had never met the code's creator, 3 times as many as by the share at other creators' codes.",
            0.5,
            "Codes that are heard where nothing is told of who listens, such as a podcast that the catalog doesn't know, or that the shop itself sends out."
        );

    /// <param name="others">Codes of other creators.</param>
    /// <returns>How many such orders are expected by the share at others; null: it is not leaked, or nobody can tell.</returns>
    public static double? Expected(CodeBuyers code, IEnumerable<CodeBuyers> others)
    {
        (double Unseen, double All)[] shares =
        [
            .. others
                .Where(of => of.Met + of.Others >= LeastOrders)
                .Select(of => ((double)of.Others, (double)(of.Met + of.Others)))
                .OrderBy(of => of.Item1 / of.Item2),
        ];
        if (shares.Length < LeastOthers || code.Others < LeastUnmet)
        {
            return null;
        }
        double share = Math.Min(.99, UnseenShares.Upper(shares[shares.Length / 2]));
        return BoughtEngagement.IsExcess(code.Others, code.Met, share, out double expected) ? expected : null;
    }
}
