using System.CommandLine;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest;

/// <summary>What backtests have in common: a file in, a table out, and a line about it.</summary>
internal static class BacktestFiles
{
    /// <summary>For tables of comma-separated fields.</summary>
    public const string Csv = "CSV, with commas or semicolons";

    /// <param name="what">What is in the file, for the help.</param>
    /// <param name="run">Reads the file, and gives what writes its table and a line about what was found.</param>
    /// <param name="more">Options of this backtest alone.</param>
    /// <returns>Exit codes: 0 done, 1 the file cannot be used, 2 wrong usage.</returns>
    public static Command Command(
        string name,
        string about,
        string what,
        Func<ParseResult, string, CancellationToken, (Action<TextWriter> Table, string Summary)> run,
        params ReadOnlySpan<Option> more
    )
    {
        var file = new Argument<string>("FILE") { Description = $"{what}, gzip or not" };
        var output = new Option<string?>("--out")
        {
            Description = "Where the result goes; standard output without it",
            HelpName = "FILE",
        };
        var command = new Command(name, about) { file, output };
        foreach (Option option in more)
        {
            command.Add(option);
        }
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(async () =>
                {
                    string path = parse.GetRequiredValue(file);
                    string? target = parse.GetValue(output);
                    OfflineFiles.Check(path, target);
                    (Action<TextWriter> table, string summary) = run(parse, path, ct);
                    OutputFile.Write(target, table);
                    await Console.Error.WriteLineAsync(summary.AsMemory(), ct);
                    return 0;
                })
        );
        return command;
    }
}
