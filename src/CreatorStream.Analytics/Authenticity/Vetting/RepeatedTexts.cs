using System.Globalization;
using System.Text;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>repeated-text</c>: comments of at least 8 words that 5 actors or more wrote, but for case, marks and names, as the live
/// rule has them (<see cref="RepeatedText"/>), whenever it was. Notable from 5 % of the comments, by the lower end of the
/// interval, in two different texts or more: one text is what a raffle asks for, or a lyric. It may wrong who attracts the
/// spam of strangers: never enough alone. A judgement of ours. Costs a hash of each comment.
/// </summary>
public static class RepeatedTexts
{
    public const int LeastComments = 30;

    private const int LeastTexts = 2;
    private const double LeastShare = 0.05;

    public static VettingSignal Signal { get; } =
        new(
            RepeatedText.Detector.Reason.Code,
            "At least 5 % of the comments say what at least 5 actors say, in 8 words or more, and there are at least two such texts.",
            "Raffles, lyrics that are quoted, and who attracts the spam of strangers.",
            "Did you ask for comments with given words, and are comments part of any service that you pay for?",
            MayBeStrangers: true,
            Judge
        );

    private static VettingAnswer Judge(ProspectSample sample)
    {
        if (sample.Comments.Count < LeastComments)
        {
            return VettingAnswer.Unknown(
                $"too few to say: {sample.Comments.Count} comments with text, {LeastComments} are needed"
            );
        }
        List<SampledEngagement>[] texts =
        [
            .. sample
                .Comments.GroupBy(one => CommentText.Hash(Encoding.UTF8.GetBytes(one.Text!), secret: 0))
                .Where(group => group.Key != 0)
                .Select(group => group.ToList())
                .Where(group =>
                    group.DistinctBy(one => one.Actor, StringComparer.Ordinal).Count() >= RepeatedText.LeastActors
                ),
        ];
        var share = new Proportion(texts.Sum(text => text.Count), sample.Comments.Count);
        return new(
            texts.Length >= LeastTexts && share.Low >= LeastShare ? VettingState.Notable : VettingState.NotFound,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{share.Count} of {share.Of} comments in {texts.Length} texts that several actors wrote"
            ),
            share
        );
    }
}
