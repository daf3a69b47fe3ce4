using CreatorStream.Analytics.Kpis;

namespace CreatorStream.Analytics.Alerts;

/// <summary>
/// What alert rules look at: figures by minute, oldest first, the last minute being that of the greatest event time.
/// </summary>
/// <param name="firstMinute">Minutes since 2000 of the first one.</param>
public sealed class MinuteFigures(int firstMinute, int length)
{
    public int FirstMinute => firstMinute;

    public int Length => length;

    /// <summary>All touches.</summary>
    public long[] Events { get; } = new long[length];

    /// <summary>Those of inauthentic actors among them.</summary>
    public long[] Excluded { get; } = new long[length];

    /// <summary>Authentic impressions and views.</summary>
    public long[] Impressions { get; } = new long[length];

    /// <summary>Authentic clicks.</summary>
    public long[] Clicks { get; } = new long[length];

    /// <summary>Authentic likes, comments, shares and saves.</summary>
    public long[] Engagements { get; } = new long[length];

    /// <summary>Adds touches to a minute.</summary>
    /// <param name="counts">Of all groups, as <see cref="KindColumns"/> orders them.</param>
    public void Add(int minute, ReadOnlySpan<long> counts)
    {
        int index = minute - firstMinute;
        for (int column = 0; column < counts.Length; column += KindColumns.Width)
        {
            Events[index] += Sum(counts.Slice(column, KindColumns.Excluded));
            Excluded[index] += Sum(counts.Slice(column + KindColumns.Excluded, KindColumns.Excluded));
        }
        var authentic = new KindCounts(counts, authentic: true);
        Impressions[index] += authentic.Impressions;
        Clicks[index] += authentic.Clicks;
        Engagements[index] += authentic.Engagements;
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            sum += count;
        }
        return sum;
    }
}
