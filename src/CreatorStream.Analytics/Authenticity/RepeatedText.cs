namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// Reason <c>repeated-text</c>: one of the actor's comments says the same as those of at least four others within 24 hours, or it
/// wrote the same in five minutes or more of 24 hours. Short
/// texts never count (<c>CommentText</c>). The rule and its numbers are a judgement of ours, after what is known of bought
/// comments: a list of sentences dealt out to many accounts within a day, or one that a program leaves everywhere. By itself never enough to exclude anybody, nor, but for a strict campaign, together
/// with engagement that nothing shows the content was met: people quote songs, and a raffle brings both. Costs a hash for each distinct comment of a batch, and some 160 bytes for
/// each long one, half of them for what its author writes again; of one that very many write, 100 for each of them.
/// </summary>
public static class RepeatedText
{
    public const int LeastActors = 5;

    /// <summary>As many minutes of one actor.</summary>
    public const int LeastCopies = LeastActors;
    public const int WindowHours = 24;

    public static Detector Detector { get; } =
        Detector.Of(
            new Reason(
                "repeated-text",
                "A comment of at least 8 words that at least 5 actors wrote within 24 hours, or one actor in at least 5 minutes of them, but for case, marks and names.",
                0.45,
                "People who quote the same line, such as a lyric, or write what a raffle asks for; a brand that answers all in the same words."
            ),
            Cause.Text,
            evidence => evidence.RepeatsText
        );
}
