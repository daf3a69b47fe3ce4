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

    public static Command Create() => BacktestFiles.Command("agents", About, "User agents, one a line", Run);

    private static (Action<TextWriter> Table, string Summary) Run(ParseResult _, string path, CancellationToken ct)
    {
        List<AgentSign> signs = Read(path, ct);
        IEnumerable<string> counts = signs
            .CountBy(sign => sign)
            .OrderBy(of => of.Key)
            .Select(of => $"{Text(of.Key)} {of.Value}");
        return (
            output =>
            {
                output.WriteLine("score");
                foreach (AgentSign sign in signs)
                {
                    output.WriteLine(AutomatedAgents.Likelihood(sign).ToString("0.0#", CultureInfo.InvariantCulture));
                }
            },
            $"{signs.Count} agents: {string.Join(", ", counts)}"
        );
    }

    private static List<AgentSign> Read(string path, CancellationToken ct)
    {
        try
        {
            using var file = InputFile.Open(path);
            var lines = new LineReader(file.Text);
            List<AgentSign> signs = [];
            while (lines.Read())
            {
                ct.ThrowIfCancellationRequested();
                if (lines.Line.Span.Contains((byte)'\r'))
                {
                    throw new InputException(
                        lines.Number,
                        "a carriage return within it; end each line by a line feed, alone or behind one"
                    );
                }
                // Agents come in any bytes; what is no UTF-8 becomes a sign of replacement.
                signs.Add(AutomatedAgents.Judge(Encoding.UTF8.GetString(lines.Line.Span)));
            }
            return signs;
        }
        catch (Exception e) when (e is InputException or InvalidDataException)
        {
            throw new InputException($"{path}: {InputFile.Reason(e)}", e);
        }
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
