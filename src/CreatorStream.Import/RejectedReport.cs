using System.Globalization;
using CreatorStream.Events;

namespace CreatorStream.Import;

/// <summary>
/// A CSV file of what was not taken: <c>file,line,field,reason</c>. Made with the first entry; one of an earlier import
/// is removed, so that it can't be taken for this one's. Texts that a spreadsheet would run as formulas are escaped.
/// </summary>
internal sealed class RejectedReport : IDisposable
{
    private readonly Lock gate = new();
    private StreamWriter? csv;

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
            csv.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ReportText.Field(file)},{line},{ReportText.Field(field)},{ReportText.Field(reason)}\n"
                )
            );
            Count++;
        }
    }

    public void Dispose() => csv?.Dispose();

    private StreamWriter Create()
    {
        var csv = new StreamWriter(Path);
        csv.Write("file,line,field,reason\n");
        return csv;
    }
}
