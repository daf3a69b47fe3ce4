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
            "«like this comment», «share this page», «give it a like»; not «I like this post».",
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
            "«help me», «help our»; not «help me choose», «will it help my skin».",
            "Whom the song helped: «it helps me» is not meant, «help me» may be.",
            comment =>
                comment.Near(
                    WordKinds.Help,
                    WordKinds.Me | WordKinds.Own,
                    1,
                    notBefore: WordKinds.Solve | WordKinds.Private
                )
        ),
        SpamSignal.Of(
            "share",
            SpamSignal.Weak,
            "«share»; not «share the code».",
            "Fans.",
            comment => comment.HasWithout(WordKinds.Share, WordKinds.Asked)
        ),
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
            "«tell me what you think», «hit me up», «talk to me»; not «let me know if it is back».",
            "Who asks a question.",
            comment =>
                comment.Near(WordKinds.Tell, WordKinds.Me, WordKinds.Think, 1, 4)
                || comment.Near(WordKinds.Hit, WordKinds.Me, 1, notBefore: WordKinds.Asked)
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
