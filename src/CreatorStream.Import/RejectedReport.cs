using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace CreatorStream.Import;

/// <summary>
/// A CSV file of what was not taken: <c>file,line,field,reason</c>. Made with the first entry; one of an earlier import
/// is removed, so that it can't be taken for this one's. Texts that a spreadsheet would run as formulas are escaped.
/// </summary>
internal sealed class RejectedReport : IDisposable
{
    private readonly Lock gate = new();
    private CsvWriter? csv;

    /// <exception cref="IOException">An old report can't be removed.</exception>
    public RejectedReport(string path)
    {
        Path = path;
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    public string Path { get; }
    public long Count { get; private set; }

    /// <summary>Any thread. Line 0: not known.</summary>
    public void Add(string file, long line, string field, string reason)
    {
        lock (gate)
        {
            csv ??= Create();
            csv.WriteField(file);
            csv.WriteField(line);
            csv.WriteField(field);
            csv.WriteField(reason);
            csv.NextRecord();
            Count++;
        }
    }

    public void Dispose() => csv?.Dispose();

    private CsvWriter Create()
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            InjectionOptions = InjectionOptions.Escape,
            NewLine = "\n",
        };
        var csv = new CsvWriter(new StreamWriter(Path), configuration);
        foreach (string name in (string[])["file", "line", "field", "reason"])
        {
            csv.WriteField(name);
        }

        csv.NextRecord();
        return csv;
    }
}
