using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>How one run of the built program ended.</summary>
public sealed record Ended(int Code, string Output, string Errors);

/// <summary>The built executable.</summary>
internal static class HostProgram
{
    /// <summary>It lives for seconds: to compile its busy methods once more takes longer than that gives.</summary>
    private static readonly Dictionary<string, string> CompileOnce = new() { ["DOTNET_TC_CallCounting"] = "0" };

    private static string Executable
    {
        get
        {
            // …/tests/CreatorStream.Golden/bin/<configuration>/net10.0/
            string configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name;
            string folder = Path.Combine(Repository.Root, "src", "CreatorStream.Host", "bin", configuration, "net10.0");
            return Path.Combine(folder, "creatorstream");
        }
    }

    public static void SkipUnlessBuilt() =>
        Skip.IfNot(File.Exists(Executable), "The service's executable is not built.");

    /// <param name="name">Of its log.</param>
    /// <param name="arguments">Its command first.</param>
    public static ChildProcess Start(string name, params IEnumerable<string> arguments) =>
        ChildProcess.Start(name, CompileOnce, Executable, arguments);

    /// <summary>Starts it with the runtime option by which it speaks as its next version.</summary>
    public static ChildProcess StartNext(string name, params IEnumerable<string> arguments)
    {
        string folder = Path.GetDirectoryName(Executable)!;
        string settings = Path.Combine(AppContext.BaseDirectory, "next.runtimeconfig.json");
        JsonNode config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "creatorstream.runtimeconfig.json")))!;
        config["runtimeOptions"]!["configProperties"]!["CreatorStream.SpeaksNextVersion"] = true;
        File.WriteAllText(settings, config.ToJsonString());
        string[] exec = ["exec", "--runtimeconfig", settings, Path.Combine(folder, "creatorstream.dll")];
        return ChildProcess.Start(name, CompileOnce, "dotnet", [.. exec, .. arguments]);
    }

    /// <summary>Runs it to its end; when cancelled, it is killed (-9) and what it said so far is lost.</summary>
    public static async Task<Ended> Run(IReadOnlyList<string> arguments, CancellationToken kill = default)
    {
        SkipUnlessBuilt();
        return await ToEnd(Start(arguments[0], arguments), kill);
    }

    public static async Task<Ended> ToEnd(ChildProcess process, CancellationToken kill = default)
    {
        await using (process)
        {
            int code = await process.ExitAsync(kill);
            return new Ended(code, process.StandardOutput, process.StandardError);
        }
    }
}
