using CreatorStream.Events;

namespace CreatorStream.Analytics.Kpis;

/// <summary>
/// What touches count for: all of them, or the authentic ones, which are all without those of actors held to be no people.
/// </summary>
/// <param name="counts">As <see cref="KindColumns"/> orders them, of all groups.</param>
public readonly ref struct KindCounts(ReadOnlySpan<long> counts, bool authentic)
{
    private readonly ReadOnlySpan<long> counts = counts;

    public long this[EventType kind]
    {
        get
        {
            int column = (KindColumns.GroupOf(kind) * KindColumns.Width) + KindColumns.ColumnOf(kind);
            return counts[column] - (authentic ? counts[column + KindColumns.Excluded] : 0);
        }
    }

    /// <summary>Displays, and plays by the platform's own rule.</summary>
    public long Impressions => Sum(EventClass.Impression);

    public long Clicks => Sum(EventClass.Click);

    /// <summary>Pages of the site, of whatever kind.</summary>
    public long Visits => Sum(EventClass.Visit);

    /// <summary>Likes, comments, shares and saves; follows and mentions are their own.</summary>
    public long Engagements => Sum(EventClass.Engagement);

    private long Sum(EventClass of)
    {
        long sum = 0;
        foreach (EventType kind in EventTypes.TouchesOf(of))
        {
            sum += this[kind];
        }
        return sum;
    }
}
