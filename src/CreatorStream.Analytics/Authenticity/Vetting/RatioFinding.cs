namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>The counters of a content item; null: not known.</summary>
/// <param name="IsSettled">It was read two days after its publication, when most of its engagement has come; or nobody says how old it is.</param>
public readonly record struct PostCounts(
    string Content,
    long? Views,
    long? Likes,
    long? Comments,
    bool IsSettled = true
)
{
    private const long DaySeconds = 86_400;
    private const long SettledSeconds = 2 * DaySeconds;

    /// <summary>Counters that are further apart are not compared.</summary>
    public const long FreshSeconds = DaySeconds;

    /// <summary>
    /// By the newest reading of each counter, null where there is none: those of about the same time. What is older than the newest of
    /// them is not known any more.
    /// </summary>
    /// <param name="sinceSeconds">When the item was published, as far as it is known.</param>
    public static PostCounts Of(
        string content,
        (long Seconds, long Value)? views,
        (long Seconds, long Value)? likes,
        (long Seconds, long Value)? comments,
        long? sinceSeconds
    )
    {
        long newest = Math.Max(views?.Seconds ?? 0, Math.Max(likes?.Seconds ?? 0, comments?.Seconds ?? 0));
        bool isSettled = sinceSeconds is not { } since || newest >= since + SettledSeconds;
        return new PostCounts(content, Fresh(views), Fresh(likes), Fresh(comments), isSettled);

        long? Fresh((long Seconds, long Value)? reading) =>
            reading?.Seconds >= newest - FreshSeconds ? reading.Value.Value : null;
    }
}

public enum RatioKind
{
    EngagementsOfFollowers,
    LikesOfViews,
    CommentsOfLikes,
}

/// <summary>A proportion of counters, and whether it is usual.</summary>
/// <param name="Observed">The proportion itself.</param>
/// <param name="Usual">What it usually is, at the end at which fewest are accused.</param>
/// <param name="Bought">
/// Where it is out of proportion, how much of which counter would be bought: of a content item its likes, of the account (null) its
/// followers. The count is what is beyond the usual, the interval goes from what is beyond the limit of the rule to all.
/// </param>
public sealed record RatioFinding(
    RatioKind Kind,
    VettingState State,
    string Why,
    double Observed,
    double Usual,
    IReadOnlyList<(string? Content, BoughtCount Count)> Bought
);
