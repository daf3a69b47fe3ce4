using CreatorStream.Analytics.Comments;
using CreatorStream.Pipeline.Views.Shapes;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What comments say, as it is shown.</summary>
internal static class CommentShapes
{
    public const string About = "of authentic actors, of all time";

    public const string RawAbout = "of all actors, of all time";

    public static Record<CommentSums> Comments { get; } =
        new Record<CommentSums>(
            "Comments",
            "What comments that came with their texts say; by strangers' calls none. Null: there are none to say it of."
        )
            .With("texts", Values.Count, (in of) => of.Texts, "comments with a text")
            .With("saying", Values.Count, (in of) => of.Saying, "those that say something")
            .With("quality", Values.Ratio, (in of) => of.Quality, "share of comments that say something, 0 to 1")
            .With("scored", Values.Count, (in of) => of.Scored, "those that VADER scored: in English")
            .With("unscored", Values.Count, (in of) => of.Unscored, "the others, which are not guessed")
            .With("positive", Values.Ratio, (in of) => of.PositiveShare, "share of those scored, compound from .05 on")
            .With("negative", Values.Ratio, (in of) => of.NegativeShare, "the same, down from -.05")
            .With("sentiment", Values.Ratio, (in of) => of.Sentiment, "mean compound of those scored, -1 to 1");
}
