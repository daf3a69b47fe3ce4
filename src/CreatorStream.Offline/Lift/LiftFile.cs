using CreatorStream.Analytics.Lift;
using CreatorStream.Import;

namespace CreatorStream.Offline.Lift;

/// <summary>Reads a series with its controls from a CSV file, separated by commas or semicolons.</summary>
internal static class LiftFile
{
    /// <summary>Draws of all points after the intervention are kept: 160 MB for so many.</summary>
    public const int MostPoints = 2_000;

    /// <param name="from">The first date of the effect.</param>
    /// <param name="to">The last one; null for that of the file. Later rows are left out.</param>
    /// <exception cref="InputException">What is wrong, with file, line and column, and what to do.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static LiftTable Read(string path, DateOnly from, DateOnly? to) =>
        CsvInput.Read(
            path,
            (rows, _) =>
            {
                var columns = new LiftColumns(rows);
                List<LiftRow> read = ReadRows(rows, columns);
                read.RemoveAll(row => row.Date > to);
                return Table(read, columns.Names, from);
            }
        );

    /// <summary>By date.</summary>
    private static List<LiftRow> ReadRows(CsvRows rows, LiftColumns columns)
    {
        var read = new List<LiftRow>();
        while (rows.Read())
        {
            if (read.Count == MostPoints)
            {
                throw new InputException(
                    rows.Line,
                    $"more than {MostPoints} dates; leave out the oldest, or sum up to weeks"
                );
            }

            read.Add(columns.Read());
        }
        read.Sort((a, b) => (a.Date, a.Line).CompareTo((b.Date, b.Line)));
        for (int i = 1; i < read.Count; i++)
        {
            if (read[i].Date == read[i - 1].Date)
            {
                throw new InputException(
                    read[i].Line,
                    $"column 'date': {IsoDate.Text(read[i].Date)} is in line {read[i - 1].Line} already; keep one of them"
                );
            }
        }

        return read;
    }

    private static LiftTable Table(List<LiftRow> rows, IReadOnlyList<string> names, DateOnly from)
    {
        int before = rows.Count(row => row.Date < from);
        if (before == rows.Count)
        {
            throw new InputException(
                $"no date from {IsoDate.Text(from)} on"
                    + (rows.Count > 0 ? $"; the last is {IsoDate.Text(rows[^1].Date)}" : "")
            );
        }

        for (int t = 0; t < rows.Count; t++)
        {
            for (int i = t < before ? 1 : 0; i < names.Count; i++)
            {
                if (double.IsNaN(rows[t].Values[i]))
                {
                    throw new InputException(
                        rows[t].Line,
                        i == 0
                            ? "column 'y' is empty, which it may be before the intervention only; fill it in, or end before it with --to"
                            : $"column '{names[i]}' is empty; fill it in, or remove the column: a control has no gaps"
                    );
                }
            }
        }

        var series = new LiftSeries(
            Column(rows, 0),
            before,
            [.. Enumerable.Range(1, names.Count - 1).Select(i => Column(rows, i))]
        );
        int known = series.KnownBefore.Count();
        if (known < LiftSeries.LeastBefore)
        {
            throw new InputException(
                $"{known} dates before {IsoDate.Text(from)} have a y, and {LiftSeries.LeastBefore} are the least; add earlier ones"
            );
        }

        if (series.IsConstantBefore(series.Y))
        {
            throw new InputException(
                $"column 'y' is the same on all dates before {IsoDate.Text(from)}: how much it varies can't be told, so neither can an effect; take a longer or finer series"
            );
        }

        string spacing = DateSpacing.Of(rows);
        return new LiftTable([.. rows.Select(row => row.Date)], spacing, [.. names.Skip(1)], series);
    }

    private static double[] Column(List<LiftRow> rows, int column) => [.. rows.Select(row => row.Values[column])];
}
