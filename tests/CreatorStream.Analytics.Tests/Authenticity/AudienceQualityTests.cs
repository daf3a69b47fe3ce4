using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Analytics.Comments;

namespace CreatorStream.Analytics.Tests.Authenticity;

/// <summary>Of live figures; of samples it is in <see cref="ProspectVettingTests"/>.</summary>
public sealed class AudienceQualityTests
{
    [Fact]
    public void It_is_the_weighted_mean_of_what_is_known()
    {
        var quality = AudienceQuality.Of(100, 80, Comments(texts: 100, saying: 50));
        // Wilson's limits: .7112 to .8666 of 80 in 100, .4038 to .5962 of 50.
        Assert.Equal(100 * ((3 * 0.8) + 0.5) / 4, quality.Score, 1e-9);
        Assert.Equal(100 * ((3 * 0.7112) + 0.4038) / 6, quality.Low, 0.01);
        Assert.Equal(100 * ((3 * 0.8666) + 0.5962 + 2) / 6, quality.High, 0.01);
        Assert.Equal(4 / 6d, quality.Certainty, 1e-9);
        Assert.Equal(AudienceQuality.PartNames, quality.Parts.Select(part => part.Name));
        Assert.Equal([true, false, true, false], quality.Parts.Select(part => part.IsKnown));
    }

    [Fact]
    public void What_is_of_too_few_makes_it_less_certain_and_not_lower()
    {
        var quality = AudienceQuality.Of(30, 30, Comments(texts: 29, saying: 0));
        Assert.Equal((100, 0.5), (quality.Score, quality.Certainty));
        Assert.Equal(100, quality.High);
        Assert.Equal(double.NaN, AudienceQuality.Of(29, 29, Comments(29, 29)).Score);
    }

    private static CommentSums Comments(long texts, long saying) => new(texts, saying, 0, 0, 0, 0);
}
