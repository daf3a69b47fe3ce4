using System.Globalization;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest.Actors;

/// <summary>Reads the columns actor and unix_time, in any order and case; others are ignored. All of it is read or none.</summary>
internal static class ActionFile
{
    private const int MostActions = 20_000_000;
    private const int MostActors = 2_000_000;
    private const int LongestName = 200;

    /// <exception cref="InputException">Something cannot be used; says file, line, column and what to do.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static ActionLog Read(string path, CancellationToken ct) => CsvInput.Read(path, (rows, _) => Read(rows, ct));

    private static ActionLog Read(CsvRows rows, CancellationToken ct)
    {
        (int actor, int time) = (NamedColumn.Bind(rows, "actor"), NamedColumn.Bind(rows, "unix_time"));
        var log = new ActionLog();
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            if (rows.Fault is { } fault)
            {
                throw new InputException(rows.Line, $"{fault}; correct the line or leave it out");
            }

            log.Add(Actor(rows, actor), Time(rows, time));
            if (log.Actions > MostActions)
            {
                throw new InputException(rows.Line, $"more than {MostActions} actions; split the file by actor");
            }

            if (log.Actors > MostActors)
            {
                throw new InputException(rows.Line, $"more than {MostActors} actors; split the file by actor");
            }
        }
        return log;
    }

    private static string Actor(CsvRows rows, int column) =>
        rows.Get(column)?.Trim() switch
        {
            null or "" => throw new InputException(
                rows.Line,
                "actor: is empty; give the actor's id, or leave the action out"
            ),
            { Length: > LongestName } => throw new InputException(
                rows.Line,
                $"actor: is longer than {LongestName} characters; is this the right column?"
            ),
            { } name => name,
        };

    private static long Time(CsvRows rows, int column)
    {
        string text = rows.Get(column)?.Trim() ?? "";
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out decimal time))
        {
            throw new InputException(
                rows.Line,
                $"unix_time: '{FieldText.Shown(text)}' is no number; give seconds since 1970 UTC, such as 1790000000"
            );
        }

        return time switch
        {
            < 0 => throw new InputException(
                rows.Line,
                $"unix_time: {FieldText.Shown(text)} is before 1970; give seconds since 1970 UTC"
            ),
            > ActionLog.MostSeconds => throw new InputException(
                rows.Line,
                $"unix_time: {FieldText.Shown(text)} is beyond the year 3000; is it in milliseconds? Give seconds"
            ),
            _ => (long)time,
        };
    }
}
