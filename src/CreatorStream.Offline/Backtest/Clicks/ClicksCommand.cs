using System.CommandLine;
using System.Globalization;
using CreatorStream.Analytics.Authenticity.Clicks;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest.Clicks;

/// <summary><c>backtest clicks FILE.csv [--out FILE]</c></summary>
public static class ClicksCommand
{
    private const string About = """
        How likely each click leads to an install, by the clicks alone

        FILE.csv has the columns ip, app, device and channel, in any order; what else is there is ignored, also what came
        of a click. Written are row,score, in the order of the file: the higher, the likelier. Scores compare the clicks of
        one file, so they want many: thousands at least.

        Example: ./creatorstream backtest clicks clicks.csv --out scores.csv
        """;

    public static Command Create() => BacktestFiles.Command("clicks", About, BacktestFiles.Csv, Run);

    private static (Action<TextWriter> Table, string Summary) Run(ParseResult _, string path, CancellationToken ct)
    {
        List<Click> clicks = ClickFile.Read(path, ct);
        if (clicks.Count == 0)
        {
            throw new InputException($"{path}: no click; nothing can be said");
        }

        double[] scores = ClickScore.Of(clicks);
        return (
            output => Write(output, scores),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{clicks.Count:N0} clicks of {clicks.Max(click => click.App) + 1:N0} apps, {clicks.Max(click => click.Channel) + 1:N0} channels and {clicks.Max(click => click.Address) + 1:N0} addresses"
            )
        );
    }

    private static void Write(TextWriter output, double[] scores)
    {
        output.Write("row,score\n");
        for (int i = 0; i < scores.Length; i++)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{i + 1},{scores[i]:F6}\n"));
        }
    }
}
