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
    /// <summary>Of whom fewer people are known to have met, nothing is told of who listens: that a buyer is a stranger says nothing.</summary>
    public const int LeastPeople = 100;

    private const int LeastUnmet = 12;
    private const int LeastOthers = 3;

    /// <summary>A code that is used more counts as if it were used so often: what is usual is told by many, not by the largest.</summary>
    private const int MostOfOne = 30;

    /// <summary>A workspace has thousands of codes at most, and nobody is left out by one.</summary>
    private const double MostChance = 1e-6;

    public static Reason Reason { get; } =
        new(
            "leaked-code",
            "At least 12 orders by buyers who had never met the code's creator, 3 times as many as by the share at other creators' codes.",
            0.5,
            "Codes that are heard where nothing is told of who listens, such as a podcast that the catalog doesn't know, or that the shop itself sends out."
        );

    /// <summary>What a code is held against. One for all codes of a workspace: weighing them once is enough.</summary>
    public sealed class Shares
    {
        /// <summary>Those with most strangers first, in an order of their own: sums must not depend on that of the catalog.</summary>
        private readonly (string Creator, double Met, double Others)[] used;

        public Shares(IEnumerable<(string Creator, CodeBuyers Buyers)> codes) =>
            used = [
                .. codes
                    .Where(of => of.Buyers.Met + of.Buyers.Others > 0)
                    .Select(of => Weighed(of.Creator, of.Buyers))
                    .OrderByDescending(of => of.Others)
                    .ThenBy(of => of.Met),
            ];

        /// <param name="creator">Whose the code is: with the creator's other codes it isn't compared.</param>
        /// <returns>How many orders by strangers are expected by the share at others; null: it is not leaked, or nobody can tell.</returns>
        public double? Expected(string creator, CodeBuyers code)
        {
            if (code.Others < LeastUnmet)
            {
                return null;
            }
            (double met, double unmet, int others) = (0.0, 0.0, 0);
            foreach ((string other, double ofMet, double ofOthers) in used)
            {
                // Without the one with most strangers, which may have leaked too.
                if (other != creator && others++ > 0)
                {
                    (met, unmet) = (met + ofMet, unmet + ofOthers);
                }
            }
            if (others < LeastOthers)
            {
                return null;
            }
            double share = UnseenShares.Upper((unmet, met + unmet));
            return BoughtEngagement.IsExcess(code.Others, code.Met, share, MostChance, out double expected)
                ? expected
                : null;
        }

        private static (string Creator, double Met, double Others) Weighed(string creator, CodeBuyers buyers)
        {
            double weight = Math.Min(1, MostOfOne / (double)(buyers.Met + buyers.Others));
            return (creator, buyers.Met * weight, buyers.Others * weight);
        }
    }
}
