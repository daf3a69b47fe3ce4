using System.IO.Enumeration;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest.Spikes;

/// <summary>A series, and where its scores go.</summary>
internal readonly record struct SeriesPath(string Input, string Output)
{
    private const int DeepestFolder = 32;

    /// <summary>A file, or all of a folder by name.</summary>
    /// <param name="output">A folder; made where it is missing.</param>
    /// <exception cref="UsageException">There is nothing to read, or nowhere to write.</exception>
    public static IReadOnlyList<SeriesPath> Of(string input, string output)
    {
        if (string.IsNullOrWhiteSpace(output) || File.Exists(output))
        {
            throw new UsageException($"--out: '{output}' is no folder; name one for the scores");
        }
        if (File.Exists(input))
        {
            // What is written is not packed.
            string name = Path.GetFileName(input);
            string only = Path.Combine(
                output,
                name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name
            );
            return Path.GetFullPath(only) != Path.GetFullPath(input)
                ? [new SeriesPath(input, only)]
                : throw new UsageException($"--out: '{output}' holds the file that is read; name another folder");
        }
        if (!Directory.Exists(input))
        {
            throw new UsageException($"no file or folder '{input}'");
        }
        // Else a second run would take the first one's scores for series.
        if (
            !Path.GetRelativePath(input, output).StartsWith("..", StringComparison.Ordinal)
            && !Path.IsPathRooted(Path.GetRelativePath(input, output))
        )
        {
            throw new UsageException($"--out: '{output}' is in the folder that is read; name another");
        }
        string[] files = [.. Files(input).Order(StringComparer.Ordinal)];
        return files.Length > 0
            ? [.. files.Select(file => new SeriesPath(file, Path.Combine(output, Path.GetRelativePath(input, file))))]
            : throw new UsageException($"no file *.csv in '{input}' or the folders in it");
    }

    /// <exception cref="InputException">It can't be read; says why and what to do.</exception>
    public void Check()
    {
        try
        {
            using FileStream file = File.OpenRead(Input);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{Input}: is a link to no file; mend it, or remove it", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Input}: can't be opened; make it readable, or remove it ({e.Message})", e);
        }
    }

    // A link to a folder may lead into a circle, or to the same files again.
    private static FileSystemEnumerable<string> Files(string folder) =>
        new(
            folder,
            (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DeepestFolder }
        )
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && entry.FileName.EndsWith(".csv", StringComparison.Ordinal),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
}
