using CreatorStream.Import;

namespace CreatorStream.Offline;

/// <summary>A column of a file by its name, in any case.</summary>
internal static class NamedColumn
{
    /// <exception cref="InputException">It is missing or there twice.</exception>
    public static int Bind(CsvRows rows, string name) => rows.Bind(rows.Columns[Of(rows.Columns, name)]);

    /// <returns>Which of the columns it is.</returns>
    /// <exception cref="InputException">It is missing or there twice.</exception>
    public static int Of(IReadOnlyList<string> columns, string name)
    {
        int[] found =
        [
            .. Enumerable
                .Range(0, columns.Count)
                .Where(i => columns[i].Equals(name, StringComparison.OrdinalIgnoreCase)),
        ];
        return found switch
        {
            [var one] => one,
            [] => throw new InputException(
                $"no column '{name}'; there are: {string.Join(", ", columns.Select(FieldText.Shown))}"
            ),
            _ => throw new InputException(1, $"two columns are called '{name}'; rename one"),
        };
    }
}
