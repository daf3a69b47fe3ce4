using CreatorStream.Analytics.Attribution.Counted;
using CreatorStream.Import;

namespace CreatorStream.Offline.Attribute;

/// <summary>
/// Reads counted paths from a CSV file: <c>path</c> (<c>A &gt; B &gt; C</c>), <c>total_conversions</c> and, where there
/// are any, <c>total_conversion_value</c> and <c>total_null</c>, also called <c>total_non_conversions</c>.
/// </summary>
internal sealed class PathFile
{
    /// <summary>Models take time by the square of a path's length.</summary>
    public const int LongestPath = 10_000;

    /// <summary>Steps of all different paths together: some 400 MB.</summary>
    private const long MostSteps = 50_000_000;

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> channels = [];
    private readonly Dictionary<int[], int> places = new(SameNumbers.Comparer);
    private readonly List<CountedPath> paths = [];
    private readonly List<int> steps = [];
    private long length;
    private double unattributed;
    private double unattributedValue;

    private PathFile() { }

    /// <param name="meter">Told of rows and how much of the file is read.</param>
    /// <exception cref="InputException">What is wrong, with file and line, and what to do.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static PathTable Read(string path, Meter? meter, CancellationToken ct) =>
        CsvInput.Read(path, (rows, file) => new PathFile().Read(rows, file, meter, ct));

    private PathTable Read(CsvRows rows, InputFile file, Meter? meter, CancellationToken ct)
    {
        var columns = new PathColumns(rows);
        int read = 0;
        while (rows.Read())
        {
            Add(rows, columns);
            if (++read % 1024 == 0 && meter is not null)
            {
                ct.ThrowIfCancellationRequested();
                meter.Add(1024);
                meter.Fraction = file.Fraction;
            }
        }
        return read > 0
            ? new PathTable(channels, paths, unattributed, unattributedValue)
            : throw new InputException("the file has no rows, only a header line");
    }

    private void Add(CsvRows rows, PathColumns columns)
    {
        if (rows.Fault is { } fault)
        {
            throw new InputException(rows.Line, $"{fault}; correct the row");
        }
        var path = new CountedPath(default, columns.Conversions, columns.Value, columns.Nulls);
        if (path.Value > 0 && path.Conversions == 0)
        {
            throw columns.ValueError("a value without conversions; enter how many conversions it is of, or 0");
        }
        Split(columns);
        if (steps.Count == 0)
        {
            unattributed += path.Conversions;
            unattributedValue += path.Value;
            return;
        }
        int[] key = [.. steps];
        if (places.TryGetValue(key, out int place))
        {
            CountedPath so = paths[place];
            paths[place] = so with
            {
                Conversions = so.Conversions + path.Conversions,
                Value = so.Value + path.Value,
                Nulls = so.Nulls + path.Nulls,
            };
            return;
        }
        length += key.Length;
        if (length > MostSteps)
        {
            throw new InputException(rows.Line, $"more than {MostSteps:N0} steps in all; leave out the rarest paths");
        }
        places.Add(key, paths.Count);
        paths.Add(path with { Steps = key });
    }

    /// <summary>The channels of the current row's path, as numbers.</summary>
    private void Split(PathColumns columns)
    {
        steps.Clear();
        ReadOnlySpan<char> path = columns.Path;
        if (path.IsWhiteSpace())
        {
            return;
        }
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> known = numbers.GetAlternateLookup<
            ReadOnlySpan<char>
        >();
        foreach (Range part in path.Split('>'))
        {
            ReadOnlySpan<char> name = path[part].Trim();
            if (name.IsEmpty)
            {
                throw columns.PathError(
                    "nothing before, between or after '>'; name the channel there, or remove the '>'"
                );
            }
            if (steps.Count == LongestPath)
            {
                throw columns.PathError($"more than {LongestPath:N0} steps; cut the path");
            }
            if (!known.TryGetValue(name, out int number))
            {
                number = channels.Count;
                channels.Add(name.ToString());
                numbers.Add(channels[number], number);
            }
            steps.Add(number);
        }
    }
}
