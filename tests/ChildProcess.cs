using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CreatorStream.Tests;

/// <summary>
/// A program that a test started. It goes with the test's own process, however that ends, and takes with it what it
/// started itself (build/script/leash.sh). What it says is kept under .stamps/logs.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly string Root = FindRoot();
    private static readonly string Leash = Path.Combine(Root, "build", "script", "leash.sh");

    /// <summary>Where the logs of this run are.</summary>
    private static readonly string Logs = Directory
        .CreateDirectory(Path.Combine(Root, ".stamps", "logs", typeof(ChildProcess).Assembly.GetName().Name!))
        .FullName;

    private static int started;

    private readonly Process process;
    private readonly StreamWriter log;
    private readonly List<(bool IsError, string Line)> lines = [];
    private TaskCompletionSource said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int openStreams = 2;

    private ChildProcess(string name, ProcessStartInfo start)
    {
        Name = name;
        Log = Path.Combine(Logs, $"{Interlocked.Increment(ref started):000}-{name}.log");
        log = new StreamWriter(Log) { AutoFlush = true };
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(false, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(true, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    /// <summary>The file with all that it said.</summary>
    public string Log { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>All that it said so far.</summary>
    public string Output => Text(_ => true);

    public string StandardOutput => Text(isError => !isError);

    public string StandardError => Text(isError => isError);

    public static ChildProcess Start(string name, string program, params IEnumerable<string> arguments) =>
        Start(name, new Dictionary<string, string>(), program, arguments);

    public static ChildProcess Start(
        string name,
        IReadOnlyDictionary<string, string> environment,
        string program,
        params IEnumerable<string> arguments
    )
    {
        var start = new ProcessStartInfo(Leash, [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string variable, string value) in environment)
        {
            start.Environment[variable] = value;
        }
        return new ChildProcess(name, start);
    }

    public static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>The first line with this in it, once it was said.</summary>
    /// <exception cref="IOException">It ended without having said it.</exception>
    public async Task<string> SaysAsync(string part)
    {
        for (int looked = 0; ; )
        {
            Task more;
            lock (lines)
            {
                for (; looked < lines.Count; looked++)
                {
                    if (lines[looked].Line.Contains(part, StringComparison.Ordinal))
                    {
                        return lines[looked].Line;
                    }
                }
                if (openStreams == 0)
                {
                    throw new IOException($"{Name} ended before it said \"{part}\". {End()}");
                }
                more = said.Task;
            }
            await Eventually.Done(more, $"{Name} says \"{part}\" (log: {Log})");
        }
    }

    public void AssertRuns() => Assert.False(HasExited, $"{Name} ended. {End()}");

    /// <summary>Kill -9.</summary>
    public void Kill() => process.Kill();

    /// <summary>STOP, CONT, TERM …</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> ExitAsync(CancellationToken cancel = default)
    {
        await Eventually.Done(process.WaitForExitAsync(cancel), $"{Name} ends", LastLines);
        return process.ExitCode;
    }

    /// <summary>Ends it, if it runs, and all that it started.</summary>
    public async ValueTask DisposeAsync()
    {
        process.Kill();
        process.StandardInput.Close();
        await Eventually.Done(process.WaitForExitAsync(), $"{Name}, killed, ends", LastLines);
        process.Dispose();
        await log.DisposeAsync();
    }

    private void Keep(bool isError, string? line)
    {
        lock (lines)
        {
            if (line == null)
            {
                openStreams--;
            }
            else
            {
                lines.Add((isError, line));
                log.WriteLine(line);
            }
            said.SetResult();
            said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private string Text(Func<bool, bool> isWanted)
    {
        lock (lines)
        {
            return string.Concat(lines.Where(of => isWanted(of.IsError)).Select(of => of.Line + "\n"));
        }
    }

    /// <summary>Whether it runs, its last lines, and where the others are.</summary>
    private string LastLines() => $"It {(HasExited ? "has ended, with its output open" : "runs")}. {End()}";

    /// <summary>The last lines, and where the others are.</summary>
    private string End()
    {
        lock (lines)
        {
            return $"Log: {Log}\n{string.Join('\n', lines.TakeLast(20).Select(of => of.Line))}";
        }
    }

    private static string FindRoot([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, ".."));
}
