namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>
/// The writer presents themselves as somebody who makes things too. A list of ours, after how such comments begin. Cost: as
/// <see cref="PromotionSignals"/>.
/// </summary>
internal static class IntroductionSignals
{
    public static SpamSignal[] All { get; } =
    [
        SpamSignal.Of(
            "maker",
            SpamSignal.Clear,
            "«I make music», «we uploaded a cover», «I started a channel»; not «I made it from your video».",
            "A musician who tells how they came to like the song.",
            comment =>
                comment.Near(WordKinds.Self, WordKinds.Make, 2)
                && comment.Near(WordKinds.Make, WordKinds.Work | WordKinds.Place, 4, WordKinds.You | WordKinds.This)
        ),
        SpamSignal.Of(
            "role",
            SpamSignal.Clear,
            "«I'm a rapper», «we are a band», «i rap»; not «you are the best rapper», «I'm a fan of this band».",
            "As for maker.",
            comment =>
                comment.Near(WordKinds.Am, WordKinds.Role, 5, WordKinds.This)
                || comment.Near(WordKinds.Self, WordKinds.Are, WordKinds.Role, 1, 5)
                || comment.Run(WordKinds.Self, WordKinds.Perform)
        ),
    ];
}
