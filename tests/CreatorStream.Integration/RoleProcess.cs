using CreatorStream.Golden;

namespace CreatorStream.Integration;

/// <summary>One process of the program on a free port, which can be stopped, killed and waited for.</summary>
internal sealed class RoleProcess : IAsyncDisposable
{
    private const string Listens = "listens on ";

    private readonly ChildProcess process;

    /// <summary>Starts it.</summary>
    /// <param name="isNext">Of the program's next version.</param>
    public RoleProcess(string name, bool isNext, IEnumerable<string> arguments)
    {
        string[] all = [.. arguments, "--port", "0"];
        process = isNext ? HostProgram.StartNext(name, all) : HostProgram.Start(name, all);
    }

    public string Name => process.Name;

    /// <summary>Once it listens.</summary>
    public HttpClient Http { get; private set; } = new();

    public string Output => process.Output;

    public async Task ListensAsync()
    {
        string said = await process.SaysAsync(Listens);
        string address = said[(said.IndexOf(Listens, StringComparison.Ordinal) + Listens.Length)..].Split(' ')[0];
        Http = new HttpClient { BaseAddress = new Uri(address), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public Task ReadyAsync() =>
        Eventually.Holds(
            $"{Name} is ready (log: {process.Log})",
            async () =>
            {
                AssertRuns();
                using HttpResponseMessage response = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                string answer = await response.Content.ReadAsStringAsync();
                return answer == "ready" ? null : answer;
            }
        );

    public void AssertRuns() => process.AssertRuns();

    /// <summary>Kill -9.</summary>
    public void Kill() => process.Kill();

    /// <summary>Its exit code, once it has ended.</summary>
    public Task<int> ExitAsync() => process.ExitAsync();

    /// <summary>STOP, CONT, TERM …</summary>
    public Task SignalAsync(string signal) => process.SignalAsync(signal);

    /// <summary>Ends it in order.</summary>
    public async Task EndAsync()
    {
        await SignalAsync("TERM");
        Assert.Equal(0, await ExitAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await process.DisposeAsync();
    }
}
