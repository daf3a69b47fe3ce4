using System.CommandLine;
using System.Globalization;
using CreatorStream.Analytics.Spikes;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest.Spikes;

/// <summary><c>backtest spikes FILE.csv|DIR --out DIR [--without ELEMENT]</c></summary>
internal static class SpikesCommand
{
    private static readonly string About = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Score how unusual each value of a series is, from the values before it alone

        A file has the columns timestamp (2026-03-12 14:05:00) and value, in the order of time; an empty value is a
        missing one. Of a folder all files *.csv and *.csv.gz are taken, also of folders in it; links to folders are not
        followed. Files at fault are named at the end, and the others are scored. Written is a file of the same relative
        path with timestamp,value,anomaly_score. From {SpikeDetector.Threshold} on a score is an alert.

        Example: ./creatorstream backtest spikes series.csv --out scores
        """
    );

    /// <param name="time">Measures progress.</param>
    /// <returns>Exit codes: 0 done, 1 a file cannot be used, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        var input = new Argument<string>("FILE.csv|DIR")
        {
            Description = "CSV, with commas or semicolons, or a folder",
        };
        var output = new Option<string>("--out")
        {
            Description = "The folder for the scores; made where it is missing",
            HelpName = "DIR",
            Required = true,
        };
        var without = new Option<string?>("--without")
        {
            Description = "An element of the detector to leave out, to see what it is worth",
            HelpName = "ELEMENT",
        };
        without.AcceptOnlyFromAmong([
            .. Enum.GetNames<SpikeElements>().Except([nameof(SpikeElements.None), nameof(SpikeElements.All)]),
        ]);
        var command = new Command("spikes", About) { input, output, without };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(async () =>
                {
                    IReadOnlyList<SeriesPath> files = SeriesPath.Of(
                        parse.GetRequiredValue(input),
                        parse.GetRequiredValue(output)
                    );
                    SpikeElements elements = parse.GetValue(without) is { } name
                        ? SpikeElements.All & ~Enum.Parse<SpikeElements>(name)
                        : SpikeElements.All;
                    (long rows, long alerts, List<string> faults) = await Meter.Run(
                        CommandErrors.Console,
                        time,
                        "backtest spikes",
                        meter => Task.FromResult(Run(files, elements, meter, ct)),
                        "rows"
                    );
                    foreach (string fault in faults)
                    {
                        await Console.Error.WriteLineAsync($"creatorstream: {fault}");
                    }
                    string notScored = faults.Count == 0 ? "" : $"; not scored: {Files(faults.Count)}";
                    await Console.Error.WriteLineAsync(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{Files(files.Count - faults.Count)}, {rows:N0} values, {alerts:N0} alerts (scores from {SpikeDetector.Threshold} on){notScored}"
                        )
                    );
                    return faults.Count == 0 ? 0 : 1;
                })
        );
        return command;
    }

    private static string Files(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "file" : "files")}");

    /// <returns>Faults name their file: one of many at fault keeps the others from nothing.</returns>
    private static (long Rows, long Alerts, List<string> Faults) Run(
        IReadOnlyList<SeriesPath> files,
        SpikeElements elements,
        Meter meter,
        CancellationToken ct
    )
    {
        // What can't be read is said before anything is written.
        foreach (SeriesPath file in files)
        {
            file.Check();
        }
        (long rows, long alerts) = (0, 0);
        List<string> faults = [];
        for (int i = 0; i < files.Count; i++)
        {
            meter.Fraction = (double)i / files.Count;
            List<ScoredRow> scored;
            try
            {
                scored = SeriesFile.Score(files[i].Input, new SpikeDetector(elements), ct);
            }
            catch (InputException fault)
            {
                faults.Add(fault.Message);
                continue;
            }
            ScoreTable.Write(files[i].Output, scored);
            meter.Add(scored.Count);
            rows += scored.Count;
            alerts += scored.Count(row => row.Score >= SpikeDetector.Threshold);
        }
        return (rows, alerts, faults);
    }
}
