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
            "Words of money, prizes and free things; each adds, up to three.",
            "Who says what the artist earns.",
            comment => Math.Min(comment.CountOf(WordKinds.Money), MostWords)
        ),
        SpamSignal.Of(
            "sign-up",
            SpamSignal.Clear,
            "«click», «join», «register», «sign up», «download».",
            "Who asks where the song can be downloaded.",
            comment => comment.Has(WordKinds.SignUp) || comment.Run(WordKinds.Sign, WordKinds.Up)
        ),
    ];
}
