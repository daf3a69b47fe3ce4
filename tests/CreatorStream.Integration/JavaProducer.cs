using System.Runtime.CompilerServices;

namespace CreatorStream.Integration;

/// <summary>Events that Java's producer, with its own partitioner, writes into the topics: ../shared/peers.</summary>
internal static class JavaProducer
{
    private static readonly string Script = Path.Combine(Root(), "..", "shared", "peers", "peers.sh");

    /// <summary>Makes the four topics of visitors anew, with one replica, and fills them.</summary>
    public static Task FillAsync(string servers, int events, int seed, int partitions) =>
        RunAsync("generate", servers, $"{events}", $"{seed}", $"{partitions}");

    /// <summary>The same events as lines of JSON.</summary>
    public static Task WriteAsync(string file, int events, int seed) =>
        RunAsync("generate", file, $"{events}", $"{seed}");

    private static async Task RunAsync(params string[] arguments)
    {
        Skip.IfNot(File.Exists(Script), "no generator of events beside the repository (../shared/peers)");
        await using var process = ChildProcess.Start("java-producer", "bash", [Script, .. arguments]);
        Assert.True(await process.ExitAsync() == 0, process.Output);
    }

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
