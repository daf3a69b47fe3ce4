using System.Globalization;

namespace CreatorStream.Host.Running;

/// <summary>The descriptors that the system lets this process have.</summary>
internal static class OpenFiles
{
    /// <summary>What most systems allow where nobody set anything.</summary>
    private const int Usual = 1_024;

    /// <summary><c>ulimit -n</c>, as far as the runtime could raise it.</summary>
    public static int Most { get; } = Read("/proc/self/limits");

    /// <param name="path">A file as Linux has it of each process.</param>
    public static int Read(string path)
    {
        const string Name = "Max open files";
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                if (!line.StartsWith(Name, StringComparison.Ordinal))
                {
                    continue;
                }
                string soft = line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
                return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out int most)
                    ? most
                    : int.MaxValue; // unlimited
            }
        }
        catch (IOException)
        {
            // Not on Linux.
        }
        return Usual;
    }
}
