using System.Globalization;
using System.Text;

namespace CreatorStream.Golden;

/// <summary>Compares figures by path and says in words where they differ.</summary>
public static class FigureDiff
{
    /// <summary>Counts and money are exact well within this; a ratio may differ in its last bits.</summary>
    private const double Tolerance = 1e-13;

    /// <summary>What a model gives is found by other ways here, and then rounded to millionths of a conversion.</summary>
    private const double ModelTolerance = 1e-6;
    private const int Shown = 25;

    /// <summary>
    /// Empty when equal. A row that one side lacks must be all zero on the other: nothing says whether a creator
    /// without any activity has a row.
    /// </summary>
    public static string Describe(
        IReadOnlyDictionary<string, double?> expected,
        IReadOnlyDictionary<string, double?> actual
    )
    {
        var lines = expected
            .Keys.Union(actual.Keys)
            .Where(path => !Equal(expected, actual, path))
            .Order(StringComparer.Ordinal)
            .Select(path => $"  {path}: expected {Show(expected, path)}, got {Show(actual, path)}")
            .ToList();
        StringBuilder text = new StringBuilder().AppendJoin('\n', lines.Take(Shown));
        if (lines.Count > Shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  … and {lines.Count - Shown} more");
        }

        return text.ToString();
    }

    private static bool Equal(
        IReadOnlyDictionary<string, double?> expected,
        IReadOnlyDictionary<string, double?> actual,
        string path
    )
    {
        bool hasExpected = expected.TryGetValue(path, out double? e);
        bool hasActual = actual.TryGetValue(path, out double? a);
        if (hasExpected != hasActual)
        {
            return (e ?? 0) == 0 && (a ?? 0) == 0;
        }

        return e is { } x && a is { } y
            ? Math.Abs(x - y) <= (IsOfModel(path) ? ModelTolerance : Tolerance) * Math.Max(1, Math.Abs(x))
            : e is null && a is null;
    }

    private static bool IsOfModel(string path) => path.StartsWith("attribution/", StringComparison.Ordinal);

    private static string Show(IReadOnlyDictionary<string, double?> figures, string path) =>
        !figures.TryGetValue(path, out double? value) ? "nothing"
        : value is { } number ? number.ToString("R", CultureInfo.InvariantCulture)
        : "null";
}
