using System.Diagnostics;
using System.Text;

namespace CreatorStream.Bench.Kafka;

/// <summary>Runs programs one after another, pinned to the same cores where the system can do so.</summary>
internal sealed class BenchProcesses(string cpus, TextWriter progress)
{
    /// <summary>Runs a program that prints what it measured.</summary>
    /// <exception cref="IOException">It failed, or printed no such line.</exception>
    public async Task<BenchLine> Measure(IReadOnlyList<string> command, CancellationToken ct)
    {
        string output = await Run(command, ct);
        return output.Split('\n').Select(BenchLine.Read).LastOrDefault(line => line is not null)
            ?? throw new IOException($"{command[0]} printed no figures");
    }

    /// <returns>All that it printed, errors too.</returns>
    /// <exception cref="IOException">It failed.</exception>
    public async Task<string> Run(IReadOnlyList<string> command, CancellationToken ct)
    {
        ProcessStartInfo start = OwnProgram.StartInfo(
            OperatingSystem.IsLinux() ? ["taskset", "-c", cpus, .. command] : command
        );
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        var output = new StringBuilder();
        void Take(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (output)
            {
                output.AppendLine(line);
            }
        }
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(ct);
        }
        finally
        {
            process.StandardInput.Close();
        }
        if (process.ExitCode == 0)
        {
            return output.ToString();
        }

        await progress.WriteAsync(output.ToString());
        throw new IOException($"{string.Join(' ', command)} ended with exit code {process.ExitCode}");
    }
}
