using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Analytics.Comments;

namespace CreatorStream.Analytics.Tests.Authenticity;

/// <summary>Of live figures; of samples it is in <see cref="ProspectVettingTests"/>.</summary>
public sealed class AudienceQualityTests
{
    [Fact]
    public void It_is_the_weighted_mean_of_what_is_known()
    {
        // 4 with 20 engagements, 6 of 8 with 10, and so 140 of 250 by the ten most active.
        var quality = AudienceQuality.Of(
            [(20, 4, 4), (10, 8, 0), (2, 2, 0), (1, 86, 16)],
            Comments(texts: 100, saying: 50)
        );
        // Wilson's limits: .7112 to .8666 of 80 in 100, .4038 to .5962 of 50, .3799 to .5020 of 110 in 250.
        Assert.Equal(100 * ((3 * 0.8) + 0.5 + 0.44) / 5, quality.Score, 1e-9);
        Assert.Equal(100 * ((3 * 0.7112) + 0.4038 + 0.3799) / 6, quality.Low, 0.01);
        Assert.Equal(100 * ((3 * 0.8666) + 0.5962 + 0.5020 + 1) / 6, quality.High, 0.01);
        Assert.Equal(5 / 6d, quality.Certainty, 1e-9);
        Assert.Equal(AudienceQuality.PartNames, quality.Parts.Select(part => part.Name));
        Assert.Equal([true, false, true, true], quality.Parts.Select(part => part.IsKnown));
    }

    [Fact]
    public void What_is_of_too_few_makes_it_less_certain_and_not_lower()
    {
        var quality = AudienceQuality.Of([(3, 30, 0)], Comments(texts: 29, saying: 0));
        Assert.Equal((100, 0.5), (quality.Score, quality.Certainty));
        Assert.Equal(100, quality.High);
        Assert.Equal(double.NaN, AudienceQuality.Of([(3, 29, 0)], Comments(29, 29)).Score);
    }

    private static CommentSums Comments(long texts, long saying) => new(texts, saying, 0, 0, 0, 0);
}
