using System.Globalization;
using CreatorStream.Analytics.Spikes;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest.Spikes;

/// <summary>A row of the input as it stands there, and what the detector said of it.</summary>
internal readonly record struct ScoredRow(string Timestamp, string Value, double Score);

/// <summary>
/// Reads a series from a CSV file, columns <c>timestamp</c> and <c>value</c>, and scores it row by row. Clocks that are
/// set back, and times that come twice, are usual in such files; rows are taken in the order in which they stand.
/// </summary>
internal static class SeriesFile
{
    private const int MostRows = 10_000_000;

    /// <summary>Sums of squares of greater ones could overflow.</summary>
    private const double GreatestValue = 1e18;

    /// <exception cref="InputException">What is wrong, with file and line, and what to do.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static List<ScoredRow> Score(string path, SpikeDetector detector, CancellationToken ct) =>
        CsvInput.Read(path, (rows, _) => Score(rows, detector, ct));

    private static List<ScoredRow> Score(CsvRows rows, SpikeDetector detector, CancellationToken ct)
    {
        (int timestamp, int value) = (NamedColumn.Bind(rows, "timestamp"), NamedColumn.Bind(rows, "value"));
        var scored = new List<ScoredRow>();
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            if (rows.Fault is { } fault)
            {
                throw new InputException(rows.Line, $"{fault}; correct the line or leave it out");
            }
            if (scored.Count == MostRows)
            {
                throw new InputException(rows.Line, $"more than {MostRows} rows; leave out the oldest");
            }
            string time = rows.Get(timestamp)?.Trim() ?? "";
            string text = rows.Get(value)?.Trim() ?? "";
            SpikeScore found = detector.Next(Seconds(rows, time), Value(rows, text));
            scored.Add(new ScoredRow(time, text, found.Score));
        }
        return scored;
    }

    /// <summary>
    /// Seconds since 1970 of a time as written; one without a zone is taken for UTC. It begins with its date: of a time of
    /// the day alone the day would be today's.
    /// </summary>
    private static long Seconds(CsvRows rows, string text) =>
        text is [_, _, _, _, '-', _, _, '-', _, _, ..]
        && !text.Contains(',')
        && DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time
        )
            ? time.ToUnixTimeSeconds()
            : throw new InputException(
                rows.Line,
                $"timestamp: '{FieldText.Shown(text)}' is no time; write it as 2026-03-12 14:05:00"
            );

    /// <summary>NaN where there is none.</summary>
    private static double Value(CsvRows rows, string text)
    {
        if (text.Length == 0)
        {
            return double.NaN;
        }
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            throw new InputException(
                rows.Line,
                $"value: '{FieldText.Shown(text)}' is no number; write it as 1234.5, or leave it empty where it is missing"
            );
        }
        return double.IsNaN(value) || Math.Abs(value) <= GreatestValue
            ? value
            : throw new InputException(
                rows.Line,
                $"value: {FieldText.Shown(text)} is beyond {GreatestValue}; correct it"
            );
    }
}
