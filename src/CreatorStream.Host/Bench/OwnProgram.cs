using System.Diagnostics;

namespace CreatorStream.Host.Bench;

/// <summary>This program once more, as a process of its own.</summary>
internal static class OwnProgram
{
    /// <summary>How to start it with these arguments.</summary>
    public static IReadOnlyList<string> Command(params IEnumerable<string> arguments)
    {
        List<string> command = [Environment.ProcessPath!];
        // Under `dotnet creatorstream.dll` the program is the first argument of the process.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            command.Add(Path.ChangeExtension(Environment.GetCommandLineArgs()[0], ".dll"));
        return [.. command, .. arguments];
    }

    /// <summary>A process whose output can be read.</summary>
    public static ProcessStartInfo StartInfo(IReadOnlyList<string> command) =>
        new(command[0], command.Skip(1)) { RedirectStandardOutput = true };
}
