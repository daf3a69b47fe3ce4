using System.CommandLine;
using System.Globalization;
using System.Text;
using CreatorStream.Analytics.Authenticity.Agents;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest.Agents;

/// <summary><c>backtest agents FILE [--out FILE]</c></summary>
internal static class AgentsCommand
{
    private const string About = """
        Which user agents are programs rather than people's browsers

        FILE has a user agent a line. Written is a line score, then one for each line that was read, in the same order: how
        likely it is automated, from 0 to 1, from 0.5 on it is called so. An empty line says nothing. By the list of known
        crawlers, and by a rule for those that it doesn't know.

        Example: ./creatorstream backtest agents agents.txt --out scores.csv
        """;

    /// <returns>Exit codes: 0 done, 1 the file cannot be used, 2 wrong usage.</returns>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "User agents: one a line, gzip or not" };
        var output = new Option<string?>("--out")
        {
            Description = "Where the result goes; standard output without it",
            HelpName = "FILE",
        };
        var command = new Command("agents", About) { file, output };
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
        var counts = new SortedDictionary<AgentSign, int>();
        try
        {
            using var file = InputFile.Open(path);
            var lines = new LineReader(file.Text);
            using StreamWriter rows = TextOutput.Open(to);
            rows.WriteLine("score");
            while (lines.Read())
            {
                ct.ThrowIfCancellationRequested();
                // Agents come in any bytes; what is no UTF-8 becomes a sign of replacement.
                AgentSign sign = AutomatedAgents.Judge(Encoding.UTF8.GetString(lines.Line.Span));
                counts[sign] = counts.GetValueOrDefault(sign) + 1;
                rows.WriteLine(AutomatedAgents.Likelihood(sign).ToString("0.0#", CultureInfo.InvariantCulture));
            }
        }
        catch (Exception e) when (e is InputException or InvalidDataException)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
        string by = string.Join(", ", counts.Select(count => $"{Text(count.Key)} {count.Value}"));
        Console.Error.WriteLine($"{counts.Values.Sum()} agents: {by}");
    }

    private static string Text(AgentSign sign) =>
        sign switch
        {
            AgentSign.None => "ordinary",
            AgentSign.KnownCrawler => "on the list",
            AgentSign.Word => "by a word",
            AgentSign.Address => "by an address",
            AgentSign.Form => "no browser's form",
            AgentSign.Platform => "no browser's platform",
            _ => "no browser's product",
        };
}
