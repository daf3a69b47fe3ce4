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
    public const long SettledSeconds = 2 * 86_400;
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
