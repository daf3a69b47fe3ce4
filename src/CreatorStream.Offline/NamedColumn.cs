using CreatorStream.Import;

namespace CreatorStream.Offline;

/// <summary>A column of a CSV file by its name, in any case.</summary>
internal static class NamedColumn
{
    /// <exception cref="InputException">It is missing or there twice.</exception>
    public static int Bind(CsvRows rows, string name)
    {
        string[] found = [.. rows.Columns.Where(column => column.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return found.Length > 1
            ? throw new InputException(1, $"two columns are called '{name}'; rename one")
            : rows.Bind(found.FirstOrDefault() ?? name);
    }
}
