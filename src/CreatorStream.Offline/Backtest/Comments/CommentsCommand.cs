using System.CommandLine;
using System.Globalization;
using CreatorStream.Analytics.Authenticity.Spam;

namespace CreatorStream.Offline.Backtest.Comments;

/// <summary><c>backtest comments FILE.csv [--out FILE]</c></summary>
internal static class CommentsCommand
{
    private const string About = """
        Which comments are spam

        FILE.csv has the columns COMMENT_ID and CONTENT, in any order and case; what else is there is ignored, a label, too.
        Comments that repeat each other are looked for in the whole file. Written are COMMENT_ID,score,reasons in the same
        order: the probability of spam, from 0.5 on it is called so, and then why: the codes spam-text (with the signs that
        were found) and repeated-text.

        Example: ./creatorstream backtest comments comments.csv --out scores.csv
        """;

    public static Command Create() => BacktestFiles.Command("comments", About, BacktestFiles.Csv, Run);

    private static (Action<TextWriter> Table, string Summary) Run(ParseResult _, string path, CancellationToken ct)
    {
        List<(string Id, string Text)> comments = TextFile.Read(path, "COMMENT_ID", "CONTENT", ct);
        bool[] repeated = RepeatedComments.Find([.. comments.Select(comment => comment.Text)]);
        var scores = new (double Score, string Reasons)[comments.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            ct.ThrowIfCancellationRequested();
            List<string> signs = [];
            double score = SpamText.Score(comments[i].Text, repeated[i], signs);
            scores[i] = (score, score >= SpamText.Threshold ? Reasons(signs, repeated[i]) : "");
        }
        return (
            output => Write(output, comments, scores),
            $"{comments.Count} comments, {scores.Count(of => of.Score >= SpamText.Threshold)} called spam, {repeated.Count(one => one)} repeat others"
        );
    }

    private static void Write(
        TextWriter output,
        List<(string Id, string Text)> comments,
        (double Score, string Reasons)[] scores
    )
    {
        output.WriteLine("COMMENT_ID,score,reasons");
        for (int i = 0; i < scores.Length; i++)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{FieldText.Quoted(comments[i].Id)},{scores[i].Score:F6},{scores[i].Reasons}"
                )
            );
        }
    }

    private static string Reasons(List<string> signs, bool isRepeated)
    {
        string text = signs.Count > 0 ? $"spam-text ({string.Join(' ', signs)})" : "";
        return !isRepeated ? text
            : text.Length > 0 ? $"{text}; repeated-text"
            : "repeated-text";
    }
}
