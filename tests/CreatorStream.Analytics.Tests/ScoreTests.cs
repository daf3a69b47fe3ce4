using CreatorStream.Analytics.Authenticity;

namespace CreatorStream.Analytics.Tests;

public sealed class ScoreTests
{
    [Theory]
    [InlineData(Signs.None, false, 0, VerdictLevel.Clear)]
    [InlineData(Signs.None, true, .45, VerdictLevel.Suspect)]
    [InlineData(Signs.SpamText, true, .45, VerdictLevel.Suspect)]
    [InlineData(Signs.InhumanRate, false, .95, VerdictLevel.Inauthentic)]
    [InlineData(Signs.KnownBot, false, .99, VerdictLevel.Inauthentic)]
    [InlineData(Signs.InhumanRate | Signs.KnownBot, false, .9995, VerdictLevel.Inauthentic)]
    public void An_actor_is_as_suspect_as_its_signs_together(
        Signs signs,
        bool sharesText,
        double score,
        VerdictLevel level
    )
    {
        double found = Score.Of(new ActorEvidence(signs, sharesText));
        Assert.Equal(score, found, 9);
        Assert.Equal(level, Strength.Moderate.Judge(found));
    }

    /// <summary>A raffle brings both: everybody writes what is asked for, and an app tells no displays.</summary>
    [Fact]
    public void Texts_and_unseen_engagement_together_leave_nobody_out()
    {
        var evidence = new ActorEvidence(Signs.SpamText, RepeatsText: true, new GroupEvidence(BoughtBurst: .8, 0, 0));
        Assert.Equal(VerdictLevel.Suspect, Strength.Moderate.Judge(Score.Of(evidence)));
    }

    /// <summary>Strangers may have made it up, in the name of somebody against whom something else speaks.</summary>
    [Fact]
    public void A_flood_that_is_not_sure_makes_nothing_else_surer()
    {
        var group = new GroupEvidence(BoughtBurst: .8, 0, 0);
        Assert.Equal(.6, Score.Of(new ActorEvidence(Signs.LikelyClickFlood, RepeatsText: false)), 9);
        Assert.Equal(.8, Score.Of(new ActorEvidence(Signs.LikelyClickFlood, RepeatsText: false, group)), 9);
        Assert.Equal(
            .98,
            Score.Of(new ActorEvidence(Signs.LikelyClickFlood | Signs.ClickFlood, RepeatsText: false, group)),
            9
        );
    }

    [Theory]
    [InlineData(.2999, VerdictLevel.Clear)]
    [InlineData(.3, VerdictLevel.Suspect)]
    [InlineData(.8999, VerdictLevel.Suspect)]
    [InlineData(.9, VerdictLevel.Inauthentic)]
    public void A_verdict_follows_from_the_score(double score, VerdictLevel level) =>
        Assert.Equal(level, Strength.Moderate.Judge(score));

    [Theory]
    [InlineData("relaxed", .9699, VerdictLevel.Suspect)]
    [InlineData("relaxed", .97, VerdictLevel.Inauthentic)]
    [InlineData("strict", .6999, VerdictLevel.Suspect)]
    [InlineData("strict", .7, VerdictLevel.Inauthentic)]
    [InlineData("strict", .2999, VerdictLevel.Clear)]
    [InlineData("no such", .9, VerdictLevel.Inauthentic)]
    public void A_campaign_chooses_how_sure_it_wants_to_be(string strength, double score, VerdictLevel level) =>
        Assert.Equal(level, Strength.Named(strength).Judge(score));

    [Fact]
    public void A_detector_says_whom_it_may_wrong_and_speaks_only_where_it_has_evidence() =>
        Assert.All(
            Detectors.All,
            detector =>
            {
                Assert.NotEmpty(detector.Reason.FalsePositives);
                Assert.Equal(0, detector.Likelihood(default));
            }
        );
}
