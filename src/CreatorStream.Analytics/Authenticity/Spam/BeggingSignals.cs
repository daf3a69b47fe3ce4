namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>
/// Asking for likes, votes, help and attention, and the ways in which a crowd is addressed. A list of ours. Cost: as
/// <see cref="PromotionSignals"/>.
/// </summary>
internal static class BeggingSignals
{
    public static SpamSignal[] All { get; } =
    [
        SpamSignal.Of(
            "like-this",
            SpamSignal.Strong,
            "«like this comment», «share this page», «give it a like»; not «I give it a thumbs up».",
            "Who makes a joke of it, or asks people not to.",
            comment =>
                comment.Run(WordKinds.Like | WordKinds.Share, WordKinds.This, WordKinds.Post)
                || comment.Near(WordKinds.Give, WordKinds.A, WordKinds.Like, 3, 1, notAfter: WordKinds.Self)
                || comment.Near(WordKinds.Give, WordKinds.A, WordKinds.Thumb, 3, 2, notAfter: WordKinds.Self)
        ),
        SpamSignal.Of(
            "thumbs",
            SpamSignal.Weak,
            "«thumbs up».",
            "Who agrees.",
            comment => comment.Run(WordKinds.Thumb, WordKinds.Up)
        ),
        SpamSignal.Of(
            "vote",
            SpamSignal.Clear,
            "Votes, donations, petitions.",
            "Fans who vote for the artist.",
            comment => comment.Has(WordKinds.Vote)
        ),
        SpamSignal.Of(
            "help-me",
            SpamSignal.Clear,
            "«help me», «help our».",
            "Whom the song helped: «it helps me» is not meant, «help me» may be.",
            comment => comment.Run(WordKinds.Help, WordKinds.Me | WordKinds.Own)
        ),
        SpamSignal.Of("share", SpamSignal.Weak, "«share».", "Fans.", comment => comment.Has(WordKinds.Share)),
        SpamSignal.Of(
            "please",
            SpamSignal.Weak,
            "«please», however it is spelt.",
            "The polite.",
            comment => comment.Has(WordKinds.Please)
        ),
        SpamSignal.Of(
            "crowd",
            SpamSignal.Weak,
            "«hey guys», «hi everyone».",
            "Who greets other fans.",
            comment => comment.Near(WordKinds.Greeting, WordKinds.Audience, 2)
        ),
        SpamSignal.Of(
            "answer-me",
            SpamSignal.Weak,
            "«tell me what», «let me know», «hit me up», «talk to me».",
            "Who asks a question.",
            comment =>
                comment.Run(WordKinds.Tell, WordKinds.Me, WordKinds.Know)
                || comment.Run(WordKinds.Hit, WordKinds.Me)
                || comment.Near(WordKinds.Talk, WordKinds.Me, 2)
        ),
        new(
            "long",
            SpamSignal.Weak,
            "More than 20 words; all of the weight at 60.",
            "Who has much to say.",
            comment => Math.Clamp((comment.Count - 20) / 40.0, 0, 1)
        ),
    ];
}
