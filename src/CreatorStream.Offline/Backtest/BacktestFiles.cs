using System.CommandLine;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest;

/// <summary>What backtests have in common: a file in, a table out, and a line about it.</summary>
internal static class BacktestFiles
{
    /// <param name="run">Reads the file, writes its table, and says in a line what was found.</param>
    /// <returns>Exit codes: 0 done, 1 the file cannot be used, 2 wrong usage.</returns>
    public static Command Command(
        string name,
        string about,
        Func<string, CancellationToken, (Action<TextWriter> Table, string Summary)> run
    )
    {
        var file = new Argument<string>("FILE.csv") { Description = "CSV, with commas or semicolons, gzip or not" };
        var output = new Option<string?>("--out")
        {
            Description = "Where the result goes; standard output without it",
            HelpName = "FILE",
        };
        var command = new Command(name, about) { file, output };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(async () =>
                {
                    string path = parse.GetRequiredValue(file);
                    string? target = parse.GetValue(output);
                    OfflineFiles.Check(path, target);
                    (Action<TextWriter> table, string summary) = run(path, ct);
                    await using (
                        var writer = new StreamWriter(
                            target is null ? Console.OpenStandardOutput() : File.Create(target)
                        )
                    )
                    {
                        table(writer);
                    }
                    await Console.Error.WriteLineAsync(summary.AsMemory(), ct);
                    return 0;
                })
        );
        return command;
    }
}
