using System.CommandLine;
using System.Globalization;
using CreatorStream.Analytics.Sentiment;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest.Sentiment;

/// <summary><c>backtest sentiment FILE [--any-language] [--out FILE]</c></summary>
internal static class SentimentCommand
{
    private const string About = """
        The sentiment of English texts by VADER

        FILE has the columns id and text, in any order and case; what else is there is ignored. CSV, or tabs between fields
        without quotes. Written are id,neg,neu,pos,compound,unscored in the same order and with the same separator. Texts in
        another language and empty ones have no figures, and unscored says why.

        Example: ./creatorstream backtest sentiment texts.csv --out sentiment.csv
        """;

    /// <returns>Exit codes: 0 done, 1 the file cannot be used, 2 wrong usage.</returns>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Texts: CSV, or fields with tabs between them" };
        var anyLanguage = new Option<bool>("--any-language")
        {
            Description = "Scores every text as if it were English, to compare with another VADER",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Where the result goes; standard output without it",
            HelpName = "FILE",
        };
        var command = new Command("sentiment", About) { file, anyLanguage, output };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(() =>
                {
                    OfflineFiles.Check(parse.GetRequiredValue(file), parse.GetValue(output));
                    Run(parse.GetRequiredValue(file), parse.GetValue(anyLanguage), parse.GetValue(output), ct);
                    return Task.FromResult(0);
                })
        );
        return command;
    }

    private static void Run(string path, bool anyLanguage, string? to, CancellationToken ct)
    {
        List<(string Id, string Text)> texts = TextFile.Read(path, "id", "text", ct);
        bool hasTabs = TextFile.HasTabs(path);
        int unscored = 0;
        using (StreamWriter rows = TextOutput.Open(to))
        {
            rows.WriteLine(Row(["id", "neg", "neu", "pos", "compound", "unscored"], hasTabs));
            foreach ((string id, string text) in texts)
            {
                ct.ThrowIfCancellationRequested();
                string name = hasTabs ? id : FieldText.Quoted(id);
                if (anyLanguage || TextLanguage.IsScorable(text))
                {
                    SentimentScore score = Vader.Score(text);
                    rows.WriteLine(
                        Row(
                            [
                                name,
                                Figure(score.Negative),
                                Figure(score.Neutral),
                                Figure(score.Positive),
                                Figure(score.Compound),
                                "",
                            ],
                            hasTabs
                        )
                    );
                    continue;
                }
                unscored++;
                string why = string.IsNullOrWhiteSpace(text) ? "empty" : "other language";
                rows.WriteLine(Row([name, "", "", "", "", why], hasTabs));
            }
        }
        Console.Error.WriteLine($"{texts.Count} texts, {unscored} unscored");
    }

    private static string Row(string[] fields, bool hasTabs) => string.Join(hasTabs ? '\t' : ',', fields);

    private static string Figure(double value) => value.ToString("0.0###", CultureInfo.InvariantCulture);
}
