using System.Globalization;

namespace CreatorStream.Offline.Backtest.Spikes;

/// <summary>The scores as CSV: the rows that were read, in their order.</summary>
internal static class ScoreTable
{
    /// <param name="path">Its folder is made where it is missing.</param>
    public static void Write(string path, List<ScoredRow> rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        OutputFile.Write(path, writer => Write(writer, rows));
    }

    private static void Write(TextWriter writer, List<ScoredRow> rows)
    {
        writer.Write("timestamp,value,anomaly_score\n");
        foreach (ScoredRow row in rows)
        {
            // A time may have line ends between its parts; a number has nothing to quote.
            string timestamp = FieldText.Quoted(row.Timestamp);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{timestamp},{row.Value},{row.Score}\n"));
        }
    }
}
