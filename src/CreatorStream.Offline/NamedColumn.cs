using CreatorStream.Import;

namespace CreatorStream.Offline;

/// <summary>A column of a file by its name, in any case.</summary>
internal static class NamedColumn
{
    private const int MostShown = 50;

    /// <exception cref="InputException">It is missing or there twice.</exception>
    public static int Bind(CsvRows rows, string name) => rows.Bind(rows.Columns[Of(rows.Columns, name)]);

    /// <returns>Which of the columns it is.</returns>
    /// <exception cref="InputException">It is missing or there twice.</exception>
    public static int Of(IReadOnlyList<string> columns, string name) =>
        Find(columns, name)
        ?? throw new InputException(
            $"no column '{name}'; there are: {string.Join(", ", columns.Take(MostShown).Select(FieldText.Shown))}"
                + (columns.Count == 1 ? "; save the file as CSV, with , or ; between its columns" : "")
        );

    /// <returns>Which of the columns it is; null: there is none.</returns>
    /// <exception cref="InputException">It is there twice.</exception>
    public static int? Find(IReadOnlyList<string> columns, string name)
    {
        int[] found =
        [
            .. Enumerable
                .Range(0, columns.Count)
                .Where(i => columns[i].Equals(name, StringComparison.OrdinalIgnoreCase)),
        ];
        return found.Length > 1 ? throw new InputException(1, $"two columns are called '{name}'; rename one")
            : found is [var one] ? one
            : null;
    }
}
