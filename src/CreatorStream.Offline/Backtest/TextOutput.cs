using System.Buffers;

namespace CreatorStream.Offline.Backtest;

/// <summary>Where the rows of a backtest go.</summary>
internal static class TextOutput
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <param name="path">null: standard output.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static StreamWriter Open(string? path) =>
        new(path is null ? Console.OpenStandardOutput() : File.Create(path)) { NewLine = "\n" };

    /// <summary>A field of CSV, quoted where it has to be.</summary>
    public static string Field(string text) =>
        text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
