using System.Globalization;
using CreatorStream.Analytics.Authenticity.Spam;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>spam-text</c>: comments that promote, beg or lead elsewhere, each by <see cref="SpamText"/>. Notable from a quarter of the
/// comments, by the lower end of the interval. Strangers leave it wherever many read: it says what surrounds an
/// advertisement there, and nothing against the creator. English, but for links. Costs 2 µs a comment.
/// </summary>
public static class SpamTexts
{
    public const int LeastComments = 30;

    private const double LeastShare = 0.25;

    public static VettingSignal Signal { get; } =
        new(
            "spam-text",
            "At least a quarter of the comments are spam by what they say.",
            "Who is read by many and does not clean up.",
            "Who looks after the comments, and how often?",
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
        var share = new Proportion(
            Enumerable.Range(0, sample.Comments.Count).Count(sample.IsSpam),
            sample.Comments.Count
        );
        return new(
            share.Low >= LeastShare ? VettingState.Notable : VettingState.NotFound,
            string.Create(CultureInfo.InvariantCulture, $"{share.Count} of {share.Of} comments are spam"),
            share
        );
    }
}
