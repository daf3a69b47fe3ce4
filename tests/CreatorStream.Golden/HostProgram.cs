using System.Diagnostics;

namespace CreatorStream.Golden;

/// <summary>How one run of the built program ended.</summary>
public sealed record Ended(int Code, string Output, string Errors);

/// <summary>The built executable.</summary>
public static class HostProgram
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static string Executable
    {
        get
        {
            // …/tests/CreatorStream.Golden/bin/<configuration>/net10.0/
            var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name;
            var folder = Path.Combine(Repository.Root, "src", "CreatorStream.Host", "bin", configuration, "net10.0");
            return Path.Combine(folder, "creatorstream");
        }
    }

    public static void SkipUnlessBuilt() =>
        Skip.IfNot(File.Exists(Executable), "The service's executable is not built.");

    public static ProcessStartInfo With(IEnumerable<string> arguments) =>
        new(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>Runs it to its end; when cancelled, it is killed (-9) and what it said so far is lost.</summary>
    public static async Task<Ended> Run(IEnumerable<string> arguments, CancellationToken kill = default)
    {
        SkipUnlessBuilt();
        return await RunToEnd(With(arguments), kill);
    }

    public static async Task<Ended> RunToEnd(ProcessStartInfo start, CancellationToken kill = default)
    {
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(kill);
            var errors = process.StandardError.ReadToEndAsync(kill);
            await process.WaitForExitAsync(kill).WaitAsync(Deadline, kill);
            return new Ended(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
