using CreatorStream.Analytics.Authenticity.Spam;

namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// Reason <c>spam-text</c>: an actor wrote two different comments, in words and event, that are very probably spam (<see cref="SpamText"/>). Never enough to
/// exclude anybody, nor together with engagement that nothing shows the content was met: people beg for subscribers, too. Depends on the texts alone. Costs 2 µs a comment.
/// </summary>
public static class SpamComments
{
    /// <summary>From where on a comment is called spam: on published comments under videos 550 of 551 were.</summary>
    public const double LeastScore = 0.9;

    public static Detector Detector { get; } =
        Detector.Of(
            new Reason(
                "spam-text",
                "Two different comments that advertise, beg or link as spam does.",
                0.45,
                "Fans and small creators who ask for subscribers and likes. English only."
            ),
            Cause.Text,
            evidence => (evidence.Signs & Signs.SpamText) != 0
        );
}
