using CreatorStream.Analytics.Authenticity.Profiles;

namespace CreatorStream.Analytics.Tests.Authenticity;

public sealed class AccountPriorTests
{
    private static readonly ProfileFacts Person = new(400, 350, 60, true, 0, 40, false);
    private static readonly ProfileFacts Fake = new(15, 800, 0, false, 0.4, 0, false);

    [Fact]
    public void A_usual_profile_is_believed_and_an_empty_one_is_not()
    {
        Assert.InRange(AccountPrior.Of(Person), 0, 0.1);
        Assert.InRange(AccountPrior.Of(Fake), 0.9, 1);
    }

    [Fact]
    public void Each_feature_works_in_the_direction_that_it_has_a_reason_for()
    {
        double before = AccountPrior.Of(Fake);
        Assert.True(AccountPrior.Of(Fake with { Followers = 16 }) < before);
        Assert.True(AccountPrior.Of(Fake with { Follows = 801 }) > before);
        Assert.True(AccountPrior.Of(Fake with { Posts = 1 }) < before);
        Assert.True(AccountPrior.Of(Fake with { HasPicture = true }) < before);
        Assert.True(AccountPrior.Of(Fake with { DigitShare = 0.45 }) > before);
        Assert.True(AccountPrior.Of(Fake with { BioLength = 1 }) < before);
        Assert.True(AccountPrior.Of(Fake with { HasUrl = true }) < before);
    }

    [Fact]
    public void A_name_of_digits_only_says_no_more_than_one_of_half() =>
        Assert.Equal(AccountPrior.Of(Fake with { DigitShare = 0.5 }), AccountPrior.Of(Fake with { DigitShare = 1 }));

    [Fact]
    public void Extremes_stay_within_bounds()
    {
        Assert.InRange(AccountPrior.Of(default), 0, 1);
        Assert.InRange(AccountPrior.Of(new ProfileFacts(1e12, 1e12, 1e12, true, 1, 1e12, true)), 0, 1);
    }
}
