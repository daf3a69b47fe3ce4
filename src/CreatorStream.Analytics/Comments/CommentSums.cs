namespace CreatorStream.Analytics.Comments;

/// <summary>What comments with texts came to.</summary>
/// <param name="Texts">All of them.</param>
/// <param name="Saying">Those that say something.</param>
/// <param name="Scored">Those that VADER scored: in English, with something to score.</param>
/// <param name="Compound">Of those that were scored, added up, in ten-thousandths.</param>
public readonly record struct CommentSums(
    long Texts,
    long Saying,
    long Scored,
    long Positive,
    long Negative,
    long Compound
)
{
    private const double Scale = 10_000;

    public long Unscored => Texts - Scored;

    /// <summary>Share of comments that say something, 0 … 1; null: there are none.</summary>
    public double? Quality => Share(Saying, Texts);

    /// <summary>Of those that were scored, 0 … 1.</summary>
    public double? PositiveShare => Share(Positive, Scored);

    /// <inheritdoc cref="PositiveShare"/>
    public double? NegativeShare => Share(Negative, Scored);

    /// <summary>The mean compound of those that were scored, −1 … 1.</summary>
    public double? Sentiment => Share(Compound, Scored) / Scale;

    private static double? Share(long part, long of) => of == 0 ? null : (double)part / of;
}
