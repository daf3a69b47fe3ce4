namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>Money, prizes, free things, and where to get them. A list of ours. Cost: as <see cref="PromotionSignals"/>.</summary>
internal static class MoneySignals
{
    private const int MostWords = 3;

    public static SpamSignal[] All { get; } =
    [
        new(
            "money",
            SpamSignal.Weak,
            "Words of money; each adds, up to three. Those of offers (code, sale, free, giveaway) are one together.",
            "Who says what the artist earns.",
            // Who asks about a code asks with several of these words: «does the code give a discount on sale items?»
            comment => Math.Min(MostWords, comment.CountOf(WordKinds.Money) + (comment.Has(WordKinds.Offer) ? 1 : 0))
        ),
        SpamSignal.Of(
            "sign-up",
            SpamSignal.Clear,
            "«click», «join», «register», «sign up», «download»; not «how to join».",
            "Who asks where the song can be downloaded.",
            comment => comment.Has(WordKinds.SignUp) || comment.Run(WordKinds.Sign, WordKinds.Up)
        ),
    ];
}
