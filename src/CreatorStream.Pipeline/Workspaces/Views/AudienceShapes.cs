using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Visitors.Comments;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>A creator's audience.</summary>
/// <param name="Engagers">Who engaged, of all time.</param>
internal sealed record Audience(PeopleCounts Engagers, AudienceQuality Quality)
{
    public long Authentic => Engagers.All - Engagers.Excluded;

    public static Audience Of(EntityFigures? figures)
    {
        IReadOnlyDictionary<int, PeopleCounts> engagers = figures?.Engagers ?? new Dictionary<int, PeopleCounts>();
        CommentCounts comments = figures?.Comments ?? default;
        return new Audience(
            engagers.Values.Aggregate(default(PeopleCounts), (sum, of) => sum + of),
            AudienceQuality.Of(
                engagers.Select(of => (of.Key, (long)of.Value.All, (long)of.Value.Excluded)),
                comments.Sums(authentic: true)
            )
        );
    }
}

/// <summary>How good a creator's audience is, as it is shown.</summary>
internal static class AudienceShapes
{
    private static readonly Record<QualityPart> Part = new Record<QualityPart>(
        "QualityPart",
        "One part of the audience's quality: a share with its 95 % interval. Of none: not known, then the interval is 0 to 1."
    )
        .With("part", Values.Word([.. AudienceQuality.PartNames]), (in of) => of.Name)
        .With("weight", Values.Count, (in of) => of.Weight, "against the other parts'")
        .With("count", Values.Count, (in of) => of.Share.Count)
        .With("of", Values.Count, (in of) => of.Share.Of)
        .With("share", Values.Ratio, (in of) => of.IsKnown ? of.Share.Value : null)
        .With("low", Values.Number, (in of) => of.Share.Low)
        .With("high", Values.Number, (in of) => of.Share.High)
        .With("why", Values.Text, (in of) => of.Why, "what it is the share of, or why it isn't known");

    public static Record<Audience> Audience { get; } =
        new Record<Audience>(
            "AudienceQuality",
            "How good a creator's audience is: the weighted mean of the parts that are known. What isn't makes the interval wider, and the score no lower."
        )
            .With("engagers", Values.Count, (in of) => of.Engagers.All, "visitors who engaged, of all actors")
            .With("authentic", Values.Count, (in of) => of.Authentic, "those of them who are authentic")
            .With("score", Values.Ratio, (in of) => Known(of.Quality.Score), "0 to 100; null: no part is known")
            .With("low", Values.Number, (in of) => of.Quality.Low, "of the parts' 95 % intervals together")
            .With("high", Values.Number, (in of) => of.Quality.High)
            .With("certainty", Values.Number, (in of) => of.Quality.Certainty, "which part by weight is known, 0 to 1")
            .With("parts", Lists.Of(Part), (in of) => of.Quality.Parts);

    private static double? Known(double score) => double.IsNaN(score) ? null : score;
}
