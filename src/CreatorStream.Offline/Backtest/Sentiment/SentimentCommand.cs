using System.CommandLine;
using System.Globalization;
using CreatorStream.Analytics.Sentiment;

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

    public static Command Create()
    {
        var anyLanguage = new Option<bool>("--any-language")
        {
            Description = "Scores every text as if it were English, to compare with another VADER",
        };
        return BacktestFiles.Command(
            "sentiment",
            About,
            "Texts: CSV, or fields with tabs between them",
            (parse, path, ct) => Run(path, parse.GetValue(anyLanguage), ct),
            anyLanguage
        );
    }

    private static (Action<TextWriter> Table, string Summary) Run(string path, bool anyLanguage, CancellationToken ct)
    {
        List<(string Id, string Text)> texts = TextFile.Read(path, "id", "text", ct);
        bool hasTabs = TextFile.HasTabs(path);
        var scores = new SentimentScore?[texts.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            ct.ThrowIfCancellationRequested();
            string text = texts[i].Text;
            scores[i] = anyLanguage || TextLanguage.IsScorable(text) ? Vader.Score(text) : null;
        }
        return (
            output => Write(output, texts, scores, hasTabs),
            $"{texts.Count} texts, {scores.Count(score => score == null)} unscored"
        );
    }

    private static void Write(
        TextWriter output,
        List<(string Id, string Text)> texts,
        SentimentScore?[] scores,
        bool hasTabs
    )
    {
        output.WriteLine(Row(["id", "neg", "neu", "pos", "compound", "unscored"], hasTabs));
        for (int i = 0; i < scores.Length; i++)
        {
            (string id, string text) = texts[i];
            string[] figures = scores[i] is { } score
                ? [Figure(score.Negative), Figure(score.Neutral), Figure(score.Positive), Figure(score.Compound), ""]
                : ["", "", "", "", string.IsNullOrWhiteSpace(text) ? "empty" : "other language"];
            output.WriteLine(Row([hasTabs ? id : FieldText.Quoted(id), .. figures], hasTabs));
        }
    }

    private static string Row(string[] fields, bool hasTabs) => string.Join(hasTabs ? '\t' : ',', fields);

    private static string Figure(double value) => value.ToString("0.0###", CultureInfo.InvariantCulture);
}
