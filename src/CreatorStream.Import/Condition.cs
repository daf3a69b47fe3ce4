using System.Text.RegularExpressions;

namespace CreatorStream.Import;

/// <summary>A test of one column of a row. An empty column is the empty text.</summary>
internal sealed class Condition(string column, Func<string, bool> test)
{
    private int at;

    public void Bind(RowReader rows) => at = rows.Bind(column);

    public bool Holds(RowReader row) => test(row.Get(at) ?? "");

    public static bool AllHold(Condition[] conditions, RowReader row)
    {
        foreach (Condition condition in conditions)
        {
            if (!condition.Holds(row))
            {
                return false;
            }
        }

        return true;
    }

    public static Func<string, bool> Is(string value) => text => text == value;

    public static Func<string, bool> Not(string value) => text => text != value;

    public static Func<string, bool> In(IEnumerable<string> values)
    {
        var set = values.ToHashSet(StringComparer.Ordinal);
        return set.Contains;
    }

    public static Func<string, bool> Empty(bool wanted) => text => (text.Length == 0) == wanted;

    /// <exception cref="ArgumentException">No regular expression.</exception>
    public static Func<string, bool> Matches(string pattern)
    {
        // Linear time, whatever the pattern: a mapping may come from someone else.
        var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return regex.IsMatch;
    }
}
