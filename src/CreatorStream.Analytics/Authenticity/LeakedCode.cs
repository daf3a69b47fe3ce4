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

    /// <summary>What a code is held against. One for all codes of a workspace: sorting them once is enough.</summary>
    public sealed class Shares
    {
        private readonly (string Creator, CodeBuyers Buyers)[] sorted;

        public Shares(IEnumerable<(string Creator, CodeBuyers Buyers)> codes) =>
            sorted = [
                .. codes
                    .Where(of => of.Buyers.Met + of.Buyers.Others >= LeastOrders)
                    .OrderBy(of => (double)of.Buyers.Others / (of.Buyers.Met + of.Buyers.Others))
                    .ThenBy(of => of.Buyers.Others),
            ];

        /// <param name="creator">Whose the code is: with the creator's other codes it isn't compared.</param>
        /// <returns>How many orders by strangers are expected by the share at others; null: it is not leaked, or nobody can tell.</returns>
        public double? Expected(string creator, CodeBuyers code)
        {
            if (code.Others < LeastUnmet)
            {
                return null;
            }
            CodeBuyers[] others = [.. sorted.Where(of => of.Creator != creator).Select(of => of.Buyers)];
            if (others.Length < LeastOthers)
            {
                return null;
            }
            CodeBuyers middle = others[others.Length / 2];
            double share = Math.Min(.99, UnseenShares.Upper((middle.Others, middle.Met + middle.Others)));
            return BoughtEngagement.IsExcess(code.Others, code.Met, share, out double expected) ? expected : null;
        }
    }
}
