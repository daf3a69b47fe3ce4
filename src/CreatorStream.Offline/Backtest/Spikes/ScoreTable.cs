using System.Globalization;

namespace CreatorStream.Offline.Backtest.Spikes;

/// <summary>The scores as CSV: the rows that were read, in their order.</summary>
internal static class ScoreTable
{
    /// <param name="path">Its folder is made where it is missing.</param>
    public static void Write(string path, List<ScoredRow> rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var writer = new StreamWriter(path);
        writer.Write("timestamp,value,anomaly_score\n");
        foreach (ScoredRow row in rows)
        {
            // Both texts were parsed, and neither a time nor a number has anything to quote.
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{row.Timestamp},{row.Value},{row.Score}\n"));
        }
    }
}
