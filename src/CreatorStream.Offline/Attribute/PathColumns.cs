using System.Globalization;
using CreatorStream.Import;

namespace CreatorStream.Offline.Attribute;

/// <summary>Where in a file of paths stands what. Names count in any case.</summary>
internal sealed class PathColumns
{
    // Above it not every whole number is a double.
    private const double Most = 1e15;

    private static readonly string[] Known =
    [
        "path",
        "total_conversions",
        "total_conversion_value",
        "total_null",
        "total_non_conversions",
    ];

    private readonly CsvRows rows;
    private readonly int path;
    private readonly int conversions;
    private readonly int value;
    private readonly int nulls;

    /// <exception cref="InputException">A column is called total… and unknown, twice there or missing.</exception>
    public PathColumns(CsvRows rows)
    {
        this.rows = rows;
        int[] at = [.. Known.Select(_ => -1)];
        for (int column = 0; column < rows.Columns.Count; column++)
        {
            string name = rows.Columns[column];
            int known = Array.FindIndex(Known, one => one.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (known < 0 && !name.StartsWith("total", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            if (known < 0)
            {
                // Most likely a known one that is misspelt: models without it are others.
                throw new InputException(
                    rows.Line,
                    $"column {column + 1}, '{FieldText.Shown(name)}', is unknown; known are {string.Join(", ", Known)}: remove or rename it"
                );
            }
            if (at[known] >= 0)
            {
                throw new InputException(rows.Line, $"two columns are called '{Known[known]}'; remove one");
            }
            at[known] = column;
        }
        if (at[3] >= 0 && at[4] >= 0)
        {
            throw new InputException(rows.Line, $"'{Known[3]}' and '{Known[4]}' mean the same; remove one");
        }
        foreach (int needed in (int[])[0, 1])
        {
            if (at[needed] < 0)
            {
                throw new InputException(
                    rows.Line,
                    $"no column '{Known[needed]}'; the first line must name the columns, separated by ',' or ';'"
                );
            }
        }
        (path, conversions, value, nulls) = (at[0], at[1], at[2], Math.Max(at[3], at[4]));
    }

    /// <summary>Of the current row; "" for nobody.</summary>
    public string Path => rows.Get(path) ?? "";

    /// <exception cref="InputException">No number, or one that is negative or too large.</exception>
    public double Conversions =>
        rows.Get(conversions) is null
            ? throw Error(conversions, "is empty; write 0 where a path led to none")
            : Number(conversions);

    /// <inheritdoc cref="Conversions"/>
    public double Value => Number(value);

    /// <inheritdoc cref="Conversions"/>
    public double Nulls => Number(nulls);

    /// <summary>A fault of the path of the current row.</summary>
    public InputException PathError(string what) => Error(path, what);

    /// <summary>A fault of the value of the current row.</summary>
    public InputException ValueError(string what) => Error(value, what);

    private double Number(int column)
    {
        if (column < 0 || rows.Get(column) is not { } text)
        {
            return 0;
        }
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign
            | NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowExponent
            | NumberStyles.AllowLeadingWhite
            | NumberStyles.AllowTrailingWhite;
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out double number) || double.IsNaN(number))
        {
            throw Error(column, $"'{FieldText.Shown(text)}' is no number; write it like 1200 or 0.5");
        }
        if (number < 0)
        {
            throw Error(column, $"{FieldText.Shown(text)} is negative; counts and values are at least 0");
        }
        if (number > Most)
        {
            throw Error(column, $"{FieldText.Shown(text)} is above 1e15, the most that is possible; is it a count?");
        }
        // Without the sign of a negative zero.
        return number + 0.0;
    }

    private InputException Error(int column, string what) =>
        new(rows.Line, $"column '{FieldText.Shown(rows.Columns[column])}': {what}");
}
