using CreatorStream.Analytics.Authenticity.Groups;

namespace CreatorStream.Analytics.Tests.Authenticity;

public sealed class UnseenSharesTests
{
    /// <summary>Of five creators 0, 10, 20, 30 and 40 of 100 are unseen: of whoever is judged, the middle of the four others.</summary>
    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 30)]
    [InlineData(2, 30)]
    [InlineData(3, 20)]
    [InlineData(4, 20)]
    [InlineData(9, 20)]
    public void What_is_usual_is_that_of_the_other_in_the_middle(int creator, int unseen)
    {
        UnseenShares shares = Shares(creators: 5, hour: 30);
        double expected = UnseenShares.Upper((unseen, 100));
        Assert.Equal(expected, shares.OfOthers(creator, platform: 0));
        Assert.Equal(expected, shares.OfOthers(creator, platform: 0, day: 1));
        Assert.Null(shares.OfOthers(creator, platform: 0, day: 0));
        Assert.Null(shares.OfOthers(creator, platform: 1));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(9, true)]
    public void Of_fewer_than_three_others_nobody_can_tell(int creator, bool isKnown) =>
        Assert.Equal(isKnown, Shares(creators: 3, hour: 0).OfOthers(creator, platform: 0) != null);

    private static UnseenShares Shares(int creators, int hour)
    {
        ContentPlace[] content = [.. Enumerable.Range(0, creators).Select(of => new ContentPlace(of, 0))];
        var cells = Enumerable
            .Range(0, creators)
            .ToDictionary(of => (of, hour), of => new UnseenCell(10 * of, 100 - (10 * of)));
        return new UnseenShares(new EngagementSample(0, [], content, []), cells);
    }
}
