using System.Diagnostics;

namespace CreatorStream.Bench;

/// <summary>This program once more, as a process of its own that ends with this one.</summary>
internal static class OwnProgram
{
    /// <summary>The script that ends a process with its parent, also after a kill -9.</summary>
    internal static string Leash { get; } = Path.Combine(AppContext.BaseDirectory, "leash.sh");

    /// <summary>How to start it with these arguments.</summary>
    public static IReadOnlyList<string> Command(params IEnumerable<string> arguments)
    {
        List<string> command = [Environment.ProcessPath!];
        // Under `dotnet creatorstream.dll` the program is the first argument of the process.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            command.Add(Path.ChangeExtension(Environment.GetCommandLineArgs()[0], ".dll"));
        }

        return [.. command, .. arguments];
    }

    /// <summary>A process whose output can be read. It ends when its input is closed.</summary>
    public static ProcessStartInfo StartInfo(IReadOnlyList<string> command) =>
        new("bash", [Leash, .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true };
}
