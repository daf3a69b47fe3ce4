using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest;

/// <summary>
/// Texts and their names, from CSV, or from lines with tabs between the fields, which have no quotes: told apart by the first line.
/// All of it is read or none.
/// </summary>
internal static class TextFile
{
    private const int MostRows = 2_000_000;

    /// <param name="name">The column of the names, in any case.</param>
    /// <param name="text">That of the texts.</param>
    /// <exception cref="InputException">What cannot be used, with file, line and what to do.</exception>
    /// <exception cref="IOException">No such file, or it cannot be read.</exception>
    public static List<(string Id, string Text)> Read(string path, string name, string text, CancellationToken ct) =>
        HasTabs(path)
            ? ReadTabs(path, name, text, ct)
            : CsvInput.Read(path, (rows, _) => ReadCsv(rows, name, text, ct));

    /// <summary>Whether the fields of a file's first line have tabs between them.</summary>
    /// <exception cref="InputException">The file is no text.</exception>
    public static bool HasTabs(string path) =>
        Tabs(path, lines => lines.Read() && lines.Line.Span.Contains((byte)'\t'));

    private static List<(string, string)> ReadCsv(CsvRows rows, string name, string text, CancellationToken ct)
    {
        (int id, int content) = (NamedColumn.Bind(rows, name), NamedColumn.Bind(rows, text));
        List<(string, string)> found = [];
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            if (rows.Fault is { } fault)
            {
                throw new InputException(rows.Line, $"{fault}; correct the line or leave it out");
            }
            Add(found, rows.Line, rows.Get(id) ?? "", rows.Get(content) ?? "");
        }
        return found;
    }

    private static List<(string, string)> ReadTabs(string path, string name, string text, CancellationToken ct) =>
        Tabs(
            path,
            lines =>
            {
                lines.Read();
                string[] columns = Fields(lines);
                (int id, int content) = (NamedColumn.Of(columns, name), NamedColumn.Of(columns, text));
                List<(string, string)> found = [];
                while (lines.Read())
                {
                    ct.ThrowIfCancellationRequested();
                    string[] fields = Fields(lines);
                    if (fields.Length != columns.Length)
                    {
                        throw new InputException(
                            lines.Number,
                            $"{fields.Length} fields where there are {columns.Length} columns; correct the line or leave it out"
                        );
                    }
                    Add(found, lines.Number, fields[id], fields[content]);
                }
                return found;
            }
        );

    private static T Tabs<T>(string path, Func<LineReader, T> read)
    {
        try
        {
            using var file = InputFile.Open(path);
            return read(new LineReader(file.Text));
        }
        catch (Exception e) when (e is InputException or InvalidDataException)
        {
            throw new InputException($"{path}: {InputFile.Reason(e)}", e);
        }
    }

    private static string[] Fields(LineReader lines)
    {
        if (lines.Line.Span.Contains((byte)0))
        {
            throw new InputException(lines.Number, "a NUL byte, which no text has; correct the line or leave it out");
        }
        try
        {
            return FieldText.Utf8.GetString(lines.Line.Span).Split('\t');
        }
        catch (ArgumentException e)
        {
            throw new InputException($"line {lines.Number}: {InputFile.BadCharacter}", e);
        }
    }

    private static void Add(List<(string, string)> rows, long line, string id, string text)
    {
        if (rows.Count == MostRows)
        {
            throw new InputException(line, $"more than {MostRows} rows; split the file");
        }
        rows.Add((id, text));
    }
}
