using CreatorStream.Import;

namespace CreatorStream.Offline.Lift;

/// <summary>How far apart the dates of a series are: always as many days, or always as many months.</summary>
internal static class DateSpacing
{
    private const int ShortestMonth = 28;

    /// <summary>In words, such as <c>7 days</c>.</summary>
    /// <param name="rows">By date, each date once; two or more.</param>
    /// <exception cref="InputException">A gap unlike the others.</exception>
    public static string Of(IReadOnlyList<LiftRow> rows)
    {
        int days = rows.Zip(rows.Skip(1), (a, b) => b.Date.DayNumber - a.Date.DayNumber).Min();
        bool monthly =
            days >= ShortestMonth
            && (
                rows.All(row => row.Date.Day == rows[0].Date.Day)
                || rows.All(row => row.Date.Day == DateTime.DaysInMonth(row.Date.Year, row.Date.Month))
            );
        int step = monthly ? rows.Zip(rows.Skip(1), (a, b) => Months(b) - Months(a)).Min() : days;
        for (int i = 1; i < rows.Count; i++)
        {
            (LiftRow before, LiftRow row) = (rows[i - 1], rows[i]);
            int gap = monthly ? Months(row) - Months(before) : row.Date.DayNumber - before.Date.DayNumber;
            if (gap != step)
            {
                throw new InputException(
                    row.Line,
                    $"column 'date': {IsoDate.Text(row.Date)} comes {Words(gap, monthly)} after "
                        + $"{IsoDate.Text(before.Date)}, other dates {Words(step, monthly)} after the one before; add the rows "
                        + "that are missing (y may be empty before the intervention), or sum up to weeks or months"
                );
            }
        }

        return Words(step, monthly);
    }

    private static int Months(LiftRow row) => row.Date.Year * 12 + row.Date.Month;

    private static string Words(int count, bool months) =>
        $"{count} {(months ? "month" : "day")}{(count == 1 ? "" : "s")}";
}
