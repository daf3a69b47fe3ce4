using System.Globalization;
using CreatorStream.Analytics.Authenticity.Profiles;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>account-prior</c>: how many of the engagers have a profile like that of a fake (<see cref="AccountPrior"/> from 0.9
/// on). Notable from a fifth of them, by the lower end of the interval. Never enough alone: newcomers, children and people
/// who only read look so, too. Costs a handful of logarithms for each.
/// </summary>
public static class DoubtfulProfiles
{
    public const int LeastProfiles = 50;

    /// <summary>From here on a profile is doubted.</summary>
    public const double Doubtful = 0.9;

    private const double LeastShare = 0.2;

    public static VettingSignal Signal { get; } =
        new(
            AccountPrior.Code,
            "At least a fifth of the engagers have profiles like those of fakes. Never enough alone.",
            "Newcomers, children, and people who only read.",
            "Which audience do you write for, and since when?",
            MayBeStrangers: true,
            Judge
        );

    private static VettingAnswer Judge(ProspectSample sample)
    {
        ProfileFacts[] known = [.. sample.Actors.Select(actor => actor.Profile).OfType<ProfileFacts>()];
        if (known.Length < LeastProfiles)
        {
            return VettingAnswer.Unknown(
                $"too few to say: {known.Length} engagers with a whole profile, {LeastProfiles} are needed"
            );
        }
        var share = new Proportion(known.Count(profile => AccountPrior.Of(profile) >= Doubtful), known.Length);
        return new(
            share.Low >= LeastShare ? VettingState.Notable : VettingState.NotFound,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{share.Count} of {share.Of} profiles of engagers are doubtful"
            ),
            share
        );
    }
}
