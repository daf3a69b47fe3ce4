using System.Runtime.CompilerServices;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Overlap;

/// <summary>Columns of <see cref="MetCounts"/>: all people, then the inauthentic actors among them.</summary>
public static class MetColumns
{
    public const int People = 0;

    /// <summary>Those who met no other of the group; of a whole group, those who met one alone.</summary>
    public const int Alone = 1;

    /// <summary>Of a whole group, those who met too many for pairs.</summary>
    public const int Many = 2;

    /// <summary>Add to a column for the inauthentic one.</summary>
    public const int Excluded = 3;

    public const int Count = 6;
}

/// <summary>How many people met a creator or platform, or any of a group.</summary>
[InlineArray(MetColumns.Count)]
public struct MetCounts : ISums<MetCounts>
{
    private int first;

    public readonly bool IsZero => !((ReadOnlySpan<int>)this).ContainsAnyExcept(0);

    /// <summary>A column, of all people or of authentic ones.</summary>
    public readonly long Of(int column, bool authentic) =>
        this[column] - (authentic ? this[column + MetColumns.Excluded] : 0);

    public static MetCounts operator +(MetCounts a, MetCounts b) => Sum(a, b, 1);

    public static MetCounts operator -(MetCounts a, MetCounts b) => Sum(a, b, -1);

    private static MetCounts Sum(MetCounts a, in MetCounts b, int sign)
    {
        for (int column = 0; column < MetColumns.Count; column++)
        {
            a[column] += sign * b[column];
        }
        return a;
    }
}
