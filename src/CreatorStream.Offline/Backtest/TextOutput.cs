namespace CreatorStream.Offline.Backtest;

/// <summary>Where the rows of a backtest go.</summary>
internal static class TextOutput
{
    /// <param name="path">null: standard output.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static StreamWriter Open(string? path) =>
        new(path is null ? Console.OpenStandardOutput() : File.Create(path)) { NewLine = "\n" };
}
