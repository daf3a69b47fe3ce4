using CreatorStream.Events;

namespace CreatorStream.Analytics.Kpis;

/// <summary>
/// What touches count for: all of them, or the authentic ones, which are all without those of actors held to be no people.
/// </summary>
/// <param name="counts">By kind, all; behind them by kind those of inauthentic actors.</param>
public readonly ref struct KindCounts(ReadOnlySpan<long> counts, bool authentic)
{
    private readonly ReadOnlySpan<long> counts = counts;

    public long this[EventType kind]
    {
        get
        {
            int column = (int)kind - 1;
            return counts[column] - (authentic ? counts[EventTypes.TouchCount + column] : 0);
        }
    }

    /// <summary>Displays, and plays by the platform's own rule.</summary>
    public long Impressions => this[EventType.Impression] + this[EventType.View];

    /// <summary>Likes, comments, shares and saves; follows and mentions are their own.</summary>
    public long Engagements =>
        this[EventType.Like] + this[EventType.Comment] + this[EventType.Share] + this[EventType.Save];
}
