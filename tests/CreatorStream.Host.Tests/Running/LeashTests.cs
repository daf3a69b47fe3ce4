using System.Globalization;

namespace CreatorStream.Host.Tests.Running;

/// <summary>What a process started ends with it, however it ends.</summary>
public class LeashTests
{
    /// <summary>Deaf to what can be refused, with a child of its own that stands still.</summary>
    private const string Stubborn = """
        trap "" HUP INT TERM
        sleep 100000 & kill -STOP $!
        echo "started $$ $!"
        wait
        """;

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task What_a_process_started_goes_with_it(string signal)
    {
        // As `./creatorstream test` does it; the test's own programs go the same way. What was started in the background, as
        // by `nohup … &`, has children that ignore INT and can't trap it, unless they are started with the default again.
        await using var parent = ChildProcess.Start(
            "parent",
            "env",
            "--default-signal=INT",
            "bash",
            "-c",
            "exec 8> >(exec \"$0\" bash -c \"$1\"); trap 'exit 1' INT; wait $!",
            Beside("leash.sh"),
            Stubborn
        );
        string[] started = (await parent.SaysAsync("started ")).Split(' ')[1..];
        Assert.All(started, id => Assert.True(Runs(id)));
        await parent.SignalAsync(signal);
        await Eventually.Holds("they end", () => !started.Any(Runs));
    }

    [Fact]
    public async Task The_exit_code_is_that_of_the_command()
    {
        await using var ended = ChildProcess.Start("ended", "bash", "-c", "exit 7");
        Assert.Equal(7, await ended.ExitAsync());
    }

    [Fact]
    public async Task The_services_of_a_benchmark_end_with_it()
    {
        await using var bench = ChildProcess.Start("bench", "dotnet", Beside("creatorstream.dll"), "bench", "collect");
        string? service = null;
        await Eventually.Holds("it starts a service", () => (service = ChildOf(bench.Id)) != null);
        bench.Kill();
        await Eventually.Holds("the service ends", () => !Runs(service!));
    }

    private static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private static bool Runs(string id) => State(id) is not (null or "Z" or "X");

    /// <summary>In a session of its own, unlike what keeps the parent itself on a leash.</summary>
    private static string? ChildOf(int parent) =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(folder => Path.GetFileName(folder))
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .FirstOrDefault(id => Fields(id) is { } fields && fields[1] == $"{parent}" && fields[3] == id);

    private static string? State(string id) => Fields(id)?[0];

    /// <summary>State, parent and so on; null where there is no such process.</summary>
    private static string[]? Fields(string id)
    {
        try
        {
            string line = File.ReadAllText($"/proc/{id}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It ended.
            return null;
        }
    }
}
