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
    /// <exception cref="InputException">A folder can't be read; says why and what to do.</exception>
    public static IReadOnlyList<SeriesPath> Of(string input, string output)
    {
        if (string.IsNullOrWhiteSpace(output) || File.Exists(output))
        {
            throw new UsageException($"--out: '{output}' is no folder; name one for the scores");
        }
        if (File.Exists(input))
        {
            var only = new SeriesPath(input, Path.Combine(output, Unpacked(Path.GetFileName(input))));
            return RealPath.Of(only.Output) != RealPath.Of(input)
                ? [only]
                : throw new UsageException($"--out: '{output}' holds the file that is read; name another folder");
        }
        if (!Directory.Exists(input))
        {
            throw new UsageException($"no file or folder '{input}'");
        }
        // Else a second run would take the first one's scores for series.
        if (IsWithin(RealPath.Of(output), RealPath.Of(input)))
        {
            throw new UsageException($"--out: '{output}' is in the folder that is read; name another");
        }
        SeriesPath[] all =
        [
            .. Files(input)
                .Order(StringComparer.Ordinal)
                .Select(file => new SeriesPath(
                    file,
                    Path.Combine(output, Unpacked(Path.GetRelativePath(input, file)))
                )),
        ];
        if (all.Length == 0)
        {
            throw new UsageException($"no file *.csv or *.csv.gz in '{input}' or the folders in it");
        }
        CheckOutputs(all);
        return all;
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

    /// <summary>No two series are written to one file, and none over what is read: links may lead there.</summary>
    private static void CheckOutputs(SeriesPath[] all)
    {
        HashSet<string> inputs = [.. all.Select(one => RealPath.Of(one.Input))];
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (SeriesPath one in all)
        {
            string real = RealPath.Of(one.Output);
            if (inputs.Contains(real))
            {
                throw new UsageException($"--out: '{one.Output}' is a file that is read; name another folder");
            }
            if (!outputs.TryAdd(real, one.Input))
            {
                throw new UsageException(
                    $"'{outputs[real]}' and '{one.Input}' would both be written to '{one.Output}'; rename or remove one"
                );
            }
        }
    }

    /// <summary>What is written is not packed.</summary>
    private static string Unpacked(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;

    private static bool IsWithin(string path, string folder)
    {
        string relative = Path.GetRelativePath(folder, path);
        return !Path.IsPathRooted(relative) && relative.Split(Path.DirectorySeparatorChar)[0] != "..";
    }

    private static List<string> Files(string folder)
    {
        try
        {
            return [.. Entries(folder)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{folder}: not all folders in it can be read; make them readable, or move them away ({e.Message})",
                e
            );
        }
    }

    // A link to a folder may lead into a circle, or to the same files again.
    private static FileSystemEnumerable<string> Entries(string folder) =>
        new(
            folder,
            (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(),
            new EnumerationOptions
            {
                RecurseSubdirectories = true,
                MaxRecursionDepth = DeepestFolder,
                IgnoreInaccessible = false,
            }
        )
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory
                && (
                    entry.FileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                    || entry.FileName.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase)
                ),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
}
