namespace CreatorStream.Offline.Tests.Backtest;

/// <summary>The published series of the Numenta Anomaly Benchmark and its scoring, beside the repository, if they are there.</summary>
internal static class SharedSeries
{
    /// <summary>The path of something there; skips the test where it is missing.</summary>
    public static string Of(params string[] names)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CreatorStream.sln")))
        {
            folder = folder.Parent;
        }
        string path = Path.GetFullPath(Path.Combine([folder?.FullName ?? "", "..", "shared", .. names]));
        Skip.IfNot(Path.Exists(path), "The series of the benchmark are not beside the repository.");
        return path;
    }
}
