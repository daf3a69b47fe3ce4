using CreatorStream.Analytics.Authenticity.Clicks;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest.Clicks;

/// <summary>
/// Reads a click a row: the columns ip, app, device and channel, in any order and case; others, such as what came of the click,
/// are ignored. Names are taken as they are. All of it is read or none.
/// </summary>
internal static class ClickFile
{
    private const int MostClicks = 20_000_000;
    private const int LongestName = 200;

    /// <exception cref="InputException">Something cannot be used; says file, line, column and what to do.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static List<Click> Read(string path, CancellationToken ct) =>
        CsvInput.Read(path, (rows, _) => Read(rows, ct));

    private static List<Click> Read(CsvRows rows, CancellationToken ct)
    {
        Func<int> address = Numbered("ip");
        Func<int> app = Numbered("app");
        Func<int> channel = Numbered("channel");
        Func<int> device = Numbered("device");
        List<Click> clicks = [];
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            rows.RequireNoGap();
            if (rows.Fault is { } fault)
            {
                throw new InputException(rows.Line, $"{fault}; correct the line or leave it out");
            }

            if (clicks.Count == MostClicks)
            {
                throw new InputException(rows.Line, $"more than {MostClicks} clicks; split the file by time");
            }

            clicks.Add(new Click(address(), app(), channel(), device()));
        }
        return clicks;

        Func<int> Numbered(string column)
        {
            int at = NamedColumn.Bind(rows, column);
            Dictionary<string, int> numbers = new(StringComparer.Ordinal);
            return () => Number(numbers, column, rows.Get(at)?.Trim() ?? "");
        }

        int Number(Dictionary<string, int> numbers, string column, string name)
        {
            if (name.Length is 0 or > LongestName)
            {
                throw new InputException(
                    rows.Line,
                    name.Length == 0
                        ? $"{column}: is empty; give a value, or leave the click out"
                        : $"{column}: is longer than {LongestName} characters; is this the right column?"
                );
            }

            if (!numbers.TryGetValue(name, out int number))
            {
                number = numbers.Count;
                numbers.Add(name, number);
            }
            return number;
        }
    }
}
