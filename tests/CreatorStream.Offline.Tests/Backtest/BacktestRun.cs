using CreatorStream.Offline.Backtest;

namespace CreatorStream.Offline.Tests.Backtest;

/// <summary>What a backtest wrote and answered.</summary>
internal sealed record BacktestRun(int ExitCode, string[] Lines, string Errors)
{
    /// <param name="text">What is in the file.</param>
    public static async Task<BacktestRun> Of(string what, string text)
    {
        using var scratch = new Scratch();
        string path = scratch.Write("in.csv", text);
        BacktestRun run = await OfFile(what, path);
        return run with { Errors = run.Errors.Replace(path, "FILE", StringComparison.Ordinal) };
    }

    /// <summary>Only in tests of the collection <c>Console</c>: what is written is caught for the whole process.</summary>
    public static async Task<BacktestRun> OfFile(string what, string path)
    {
        using var scratch = new Scratch();
        string output = scratch.Path("out.csv");
        TextWriter before = Console.Error;
        using var errors = new StringWriter();
        Console.SetError(errors);
        try
        {
            int code = await BacktestCommand
                .Create(TimeProvider.System)
                .Parse([what, path, "--out", output])
                .InvokeAsync();
            return new BacktestRun(
                code,
                File.Exists(output) ? await File.ReadAllLinesAsync(output) : [],
                errors.ToString()
            );
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
