using System.Globalization;
using CreatorStream.Analytics.Lift;
using CreatorStream.Import;

namespace CreatorStream.Offline.Lift;

/// <summary>The columns of a file: <c>date</c>, <c>y</c>, and every other one a control.</summary>
internal sealed class LiftColumns
{
    /// <summary>The time of a draw goes with the square of the controls that are included.</summary>
    public const int MostControls = 50;

    private readonly CsvRows rows;
    private readonly int date;
    private readonly int[] values;

    /// <exception cref="InputException">A column is missing, is there twice or has no name that can be printed.</exception>
    public LiftColumns(CsvRows rows)
    {
        this.rows = rows;
        int controls = rows.Columns.Count - 2;
        if (controls > MostControls)
        {
            throw new InputException(
                1,
                $"{controls} controls, of which {MostControls} can be used; remove the columns that matter least"
            );
        }

        for (int i = 0; i < rows.Columns.Count; i++)
        {
            string name = rows.Columns[i];
            if (name.Length is 0 or > 200 || name.Any(char.IsControl))
            {
                throw new InputException(
                    1,
                    $"column {i + 1} has no name, a very long one or one with control characters; name it in the header line"
                );
            }
        }

        date = rows.Bind(Find("date"));
        string y = Find("y");
        Names = ["y", .. rows.Columns.Where(name => !Is(name, "date") && !Is(name, "y"))];
        values = [rows.Bind(y), .. Names.Skip(1).Select(rows.Bind)];
    }

    /// <summary>What a column is called, in any case.</summary>
    private string Find(string name)
    {
        string[] found = [.. rows.Columns.Where(column => Is(column, name))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new InputException(
                1,
                $"no column '{name}'; the first line must name the columns, separated by ',' or ';'; there are: {string.Join(", ", rows.Columns)}"
            ),
            _ => throw new InputException(1, $"two columns are called '{name}'; rename or remove one"),
        };
    }

    private static bool Is(string column, string name) => column.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>y, then the controls.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The current row.</summary>
    /// <exception cref="InputException">A field is not what it should be.</exception>
    public LiftRow Read()
    {
        if (rows.Fault is { } fault)
        {
            throw new InputException(rows.Line, $"{fault}; correct the row");
        }

        string? day = rows.Get(date)?.Trim();
        if (!IsoDate.TryParse(day, out DateOnly parsed))
        {
            throw Wrong("date", $"'{FieldText.Shown(day)}' is no date; write it like 2026-03-12");
        }

        return new LiftRow(parsed, rows.Line, [.. values.Select((column, i) => Number(column, Names[i]))]);
    }

    private double Number(int column, string name)
    {
        string? text = rows.Get(column)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return double.NaN;
        }

        if (
            !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            || double.IsNaN(value)
        )
        {
            throw Wrong(
                name,
                $"'{FieldText.Shown(text)}' is no number; write it like 1234.5, or leave it empty where it is not known"
            );
        }

        return Math.Abs(value) <= LiftSeries.Largest
            ? value
            : throw Wrong(name, $"'{FieldText.Shown(text)}' is above 1e15; use a larger unit");
    }

    private InputException Wrong(string column, string what) => new(rows.Line, $"column '{column}': {what}");
}
