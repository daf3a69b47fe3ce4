namespace CreatorStream.Offline.Tests.Backtest;

/// <summary>Labelled public data; beside the repository, if they are there.</summary>
internal static class SharedFile
{
    /// <summary>The path of a file among them; skips the test where it is missing.</summary>
    public static string Path(params string[] names)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "CreatorStream.sln")))
        {
            folder = folder.Parent;
        }
        string[] parts = [folder?.FullName ?? "", "..", "shared", "data", .. names];
        string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(parts));
        Skip.IfNot(File.Exists(path), $"There is no {names[^1]} beside the repository.");
        return path;
    }

    /// <summary>The values of some columns of a CSV file without quotes, row by row.</summary>
    public static IEnumerable<string[]> Columns(string path, params string[] columns)
    {
        using Stream file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(text);
        string[] header = reader.ReadLine()!.Split(',');
        int[] at = [.. columns.Select(column => Array.IndexOf(header, column))];
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            yield return [.. at.Select(column => fields[column])];
        }
    }
}
