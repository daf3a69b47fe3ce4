namespace CreatorStream.Analytics.Authenticity.Profiles;

/// <summary>
/// Reason <c>account-prior</c>: how probably a profile is a fake, by what it shows. A logistic regression with seven features,
/// each in the direction that its comment gives the reason of; weights are rounded to halves, since the few hundred
/// labelled profiles that they come from say no more. The features are those of fake accounts in the literature (Cresci et al.,
/// <i>Fame for sale: efficient detection of fake Twitter followers</i>, Decision Support Systems 80, 2015). Whether the account
/// is private is left out: to guard one's privacy is no sign of anything.
/// It may wrong newcomers, children and people who only read: few followers, no posts, no picture. So it is never enough alone.
/// Costs a handful of logarithms.
/// </summary>
public static class AccountPrior
{
    public const string Code = "account-prior";

    private const double Intercept = 6;

    // Followers are what a fake finds hardest to get. By powers of ten, as all counts here: they are spread so.
    private const double PerFollowers = -2.5;

    // Who follows many and is followed by few is what fakes are made for.
    private const double PerFollows = 1;

    // Posts cost time, and a fake is one of thousands.
    private const double PerPosts = -1;

    private const double WithPicture = -2.5;

    // Names made by a program are words with numbers. Beyond half of the name more digits say no more.
    private const double PerDigitShare = 3.5;
    private const double MostDigitShare = 0.5;

    // A bio, and an address in it, are what a person is at pains about.
    private const double PerBioLength = -0.5;
    private const double WithUrl = -1;

    /// <summary>0 … 1, where as many profiles are fake as are not.</summary>
    public static double Of(ProfileFacts profile)
    {
        double logOdds =
            Intercept
            + PerFollowers * Math.Log10(1 + profile.Followers)
            + PerFollows * Math.Log10(1 + profile.Follows)
            + PerPosts * Math.Log10(1 + profile.Posts)
            + (profile.HasPicture ? WithPicture : 0)
            + PerDigitShare * Math.Min(profile.DigitShare, MostDigitShare)
            + PerBioLength * Math.Log10(1 + profile.BioLength)
            + (profile.HasUrl ? WithUrl : 0);
        return 1 / (1 + Math.Exp(-logOdds));
    }
}
