using CreatorStream.Import;

namespace CreatorStream.Offline;

/// <summary>What a command reads and where it writes, looked at before it begins.</summary>
internal static class OfflineFiles
{
    /// <param name="output">null: standard output.</param>
    /// <exception cref="UsageException">There is nothing to read, or nowhere to write.</exception>
    public static void Check(string input, string? output)
    {
        if (Directory.Exists(input))
        {
            throw new UsageException($"'{input}' is a folder; name a file in it");
        }
        if (!File.Exists(input))
        {
            throw new UsageException($"no file '{input}'");
        }
        if (output is null)
        {
            return;
        }
        if (string.IsNullOrWhiteSpace(output))
        {
            throw new UsageException("--out: no file name");
        }
        if (Directory.Exists(output))
        {
            throw new UsageException($"--out: '{output}' is a folder; name a file in it");
        }
        if (Path.GetDirectoryName(Path.GetFullPath(output)) is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException($"--out: there is no folder '{folder}'; make it first");
        }
        if (File.Exists(output) && RealPath.Of(output) == RealPath.Of(input))
        {
            throw new UsageException($"--out: '{output}' is the file that is read; name another");
        }
    }
}
