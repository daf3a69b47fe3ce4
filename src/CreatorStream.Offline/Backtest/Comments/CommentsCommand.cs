using System.CommandLine;
using System.Globalization;
using CreatorStream.Analytics.Authenticity.Spam;
using CreatorStream.Import;

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

    /// <returns>Exit codes: 0 done, 1 the file cannot be used, 2 wrong usage.</returns>
    public static Command Create()
    {
        var file = new Argument<string>("FILE.csv") { Description = "Comments: CSV, with commas or semicolons" };
        var output = new Option<string?>("--out")
        {
            Description = "Where the result goes; standard output without it",
            HelpName = "FILE",
        };
        var command = new Command("comments", About) { file, output };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(() =>
                {
                    OfflineFiles.Check(parse.GetRequiredValue(file), parse.GetValue(output));
                    Run(parse.GetRequiredValue(file), parse.GetValue(output), ct);
                    return Task.FromResult(0);
                })
        );
        return command;
    }

    private static void Run(string path, string? to, CancellationToken ct)
    {
        List<(string Id, string Text)> comments = TextFile.Read(path, "COMMENT_ID", "CONTENT", ct);
        bool[] repeated = RepeatedComments.Find([.. comments.Select(comment => comment.Text)]);
        int spam = 0;
        using (StreamWriter rows = TextOutput.Open(to))
        {
            rows.WriteLine("COMMENT_ID,score,reasons");
            for (int i = 0; i < comments.Count; i++)
            {
                ct.ThrowIfCancellationRequested();
                List<string> signs = [];
                double score = SpamText.Score(comments[i].Text, repeated[i], signs);
                bool isSpam = score >= SpamText.Threshold;
                spam += isSpam ? 1 : 0;
                string reasons = isSpam ? Reasons(signs, repeated[i]) : "";
                rows.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{FieldText.Quoted(comments[i].Id)},{score:F6},{reasons}"
                    )
                );
            }
        }
        Console.Error.WriteLine(
            $"{comments.Count} comments, {spam} called spam, {repeated.Count(one => one)} repeat others"
        );
    }

    private static string Reasons(List<string> signs, bool isRepeated)
    {
        string text = signs.Count > 0 ? $"spam-text ({string.Join(' ', signs)})" : "";
        return !isRepeated ? text
            : text.Length > 0 ? $"{text}; repeated-text"
            : "repeated-text";
    }
}
