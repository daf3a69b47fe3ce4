using System.Diagnostics;
using System.Text;
using CreatorStream.Golden;

namespace CreatorStream.Integration;

/// <summary>One process of the program, which can be stopped, killed and waited for.</summary>
internal sealed class RoleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RoleProcess(string name, IEnumerable<string> arguments)
    {
        Name = name;
        process = new Process { StartInfo = HostProgram.With(arguments), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += (_, _) => address.TrySetException(new IOException($"{name} ended.\n{Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    /// <summary>Once it listens.</summary>
    public HttpClient Http { get; private set; } = new();

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    public static async Task<RoleProcess> StartAsync(string name, params IEnumerable<string> arguments)
    {
        var started = new RoleProcess(name, [.. arguments, "--port", "0"]);
        started.Http = new HttpClient { BaseAddress = await started.address.Task.WaitAsync(Deadline) };
        return started;
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public Task ReadyAsync() =>
        Eventually.Holds(
            $"{Name} is ready",
            async () =>
            {
                AssertRuns();
                using HttpResponseMessage response = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                string answer = await response.Content.ReadAsStringAsync();
                return answer == "ready" ? null : $"{answer}\n{Output}";
            },
            Deadline
        );

    public void AssertRuns() => Assert.False(process.HasExited, $"{Name} ended.\n{Output}");

    /// <summary>Kill -9.</summary>
    public void Kill() => process.Kill();

    /// <summary>STOP, CONT, TERM …</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
        }
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line == null)
        {
            return;
        }
        lock (output)
        {
            output.AppendLine(line);
        }
        int at = line.IndexOf("listens on ", StringComparison.Ordinal);
        if (at >= 0)
        {
            address.TrySetResult(new Uri(line[(at + 11)..].Split(' ')[0]));
        }
    }
}
