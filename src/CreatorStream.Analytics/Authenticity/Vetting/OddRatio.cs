using System.Globalization;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>ratio</c>: likes, comments, views and followers out of proportion for platform and size. Only what is far out: what is
/// usual differs by subject, country and year, and published figures of it disagree by a factor of two. By the median of at
/// least five posts, the newest reading of each, of counters that are at most a day older than the item's newest:
/// <list type="bullet">
/// <item>Instagram and TikTok: likes and comments below a fiftieth of what is usual of followers (of accounts up to 10,000, 100,000,
/// 1 million and above: 3, 2.5, 2 and 1.5 % – round figures below those that HypeAuditor gives for Instagram in 2023 and SociaVault
/// for TikTok in 2026). Of posts that are two days old; without any at all, as of stories, the platform tells nothing.</item>
/// <item>Likes above half of the views (usual: below a tenth). Strong above all of them, on each of five posts: nobody
/// likes what was not shown.</item>
/// <item>Of 20,000 likes and more, less than one comment in 2,000 likes, of all together and by the median (usual: one in 20 to 200). No comment at all says nothing:
/// they may be turned off.</item>
/// </list>
/// Limits are judgements of ours. It may wrong who has long been silent, and whose views and likes are counted over different times.
/// Costs a pass over the readings.
/// </summary>
public static class OddRatio
{
    public const int LeastPosts = 5;

    private const double FarOut = 50;
    private const double MostLikesOfViews = 0.5;
    private const int LeastViews = 1_000;
    private const int LeastLikes = 20_000;
    private const double LeastCommentsOfLikes = 1.0 / 2_000;

    // Of what is usual by published figures, the ends at which hardly anybody is accused.
    private const double UsualLikesOfViews = 0.1;
    private const double UsualCommentsOfLikes = 1.0 / 200;
    private const double NotableLikelihood = 0.5;
    private const double StrongLikelihood = 0.9;

    public static VettingSignal Signal { get; } =
        new(
            "ratio",
            "Likes and comments below a fiftieth of what is usual of followers, likes above half of the views, or less than a comment in 2,000 likes: by the median of at least 5 posts. Strong: more likes than views on at least 5 posts.",
            "Who was silent for long, and whose views and likes are counted over different times.",
            "May we see the platform's own statistics of the last posts: reach, and where views and likes came from?",
            MayBeStrangers: false,
            Judge
        );

    /// <summary>As live cases show it.</summary>
    public static Reason Reason { get; } = new(Signal.Code, Signal.Rule, StrongLikelihood, Signal.FalsePositives);

    /// <summary>How likely what is out of proportion was bought: 0 … 1, by judgement.</summary>
    public static double Likelihood(VettingState state) =>
        state == VettingState.Strong ? StrongLikelihood : NotableLikelihood;

    private static VettingAnswer Judge(ProspectSample sample)
    {
        List<VettingAnswer> answers =
        [
            .. sample
                .Counters.Where(reading => reading.Content is not null)
                .GroupBy(reading => reading.Platform, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .SelectMany(group => Find(group.Key, Followers(sample, group.Key), Posts(sample, group)))
                .Select(found => new VettingAnswer(found.State, found.Why)),
        ];
        return answers.Count == 0
            ? VettingAnswer.Unknown($"too few to say: counters of {LeastPosts} posts are needed, and followers")
            : answers.MaxBy(answer => answer.State)!;
    }

    private static List<PostCounts> Posts(ProspectSample sample, IEnumerable<CounterReading> readings) =>
        [
            .. readings
                .GroupBy(reading => reading.Content, StringComparer.Ordinal)
                .Select(post => Newest(sample, post.Key!, [.. post])),
        ];

    /// <param name="readings">By time.</param>
    private static PostCounts Newest(ProspectSample sample, string content, CounterReading[] readings)
    {
        long? published = sample.Published.TryGetValue((readings[0].Platform, content), out long at) ? at : null;
        return PostCounts.Of(
            content,
            Last(reading => reading.Views),
            Last(reading => reading.Likes),
            Last(reading => reading.Comments),
            published
        );

        (long, long)? Last(Func<CounterReading, long?> counter) =>
            Array.FindLast(readings, reading => counter(reading) is not null) is { } last
                ? (last.TimeSeconds, counter(last)!.Value)
                : null;
    }

    private static long? Followers(ProspectSample sample, string platform) =>
        sample
            .Counters.LastOrDefault(one => one is { Content: null, Followers: not null } && one.Platform == platform)
            ?.Followers
        ?? sample.Prospect.Profiles.FirstOrDefault(one => one.Platform == platform)?.Followers;

    /// <summary>Each proportion that there is enough to judge by, once.</summary>
    /// <param name="platform">Lower case.</param>
    /// <param name="followers">Of the account; null: not known.</param>
    /// <param name="posts">All of one creator on the platform, each once.</param>
    public static IEnumerable<RatioFinding> Find(string platform, long? followers, IReadOnlyList<PostCounts> posts)
    {
        double[] engaged =
        [
            .. posts
                .Where(post => post is { Likes: not null, Comments: not null, IsSettled: true })
                .Select(post => (double)(post.Likes!.Value + post.Comments!.Value))
                .Where(engagements => engagements > 0),
        ];
        if (followers > 0 && platform is "instagram" or "tiktok" && engaged.Length >= LeastPosts)
        {
            yield return OfFollowers(followers.Value, engaged);
        }

        PostCounts[] seen = [.. posts.Where(post => post is { Views: >= LeastViews, Likes: not null })];
        if (seen.Length >= LeastPosts)
        {
            yield return OfViews(seen);
        }

        PostCounts[] talked = [.. posts.Where(post => post is { Likes: not null, Comments: > 0 })];
        var comments = new Proportion(
            CounterSum.Of(talked.Select(post => Math.Min(post.Comments!.Value, post.Likes!.Value))),
            CounterSum.Of(talked.Select(post => post.Likes!.Value))
        );
        if (talked.Length >= LeastPosts && comments.Of >= LeastLikes)
        {
            yield return OfLikes(talked, comments);
        }
    }

    private static RatioFinding OfFollowers(long followers, double[] engaged)
    {
        double median = Medians.Of(engaged);
        double rate = median / followers;
        double usual = Usual(followers);
        bool isOdd = rate < usual / FarOut;
        return new(
            RatioKind.EngagementsOfFollowers,
            isOdd ? VettingState.Notable : VettingState.NotFound,
            Invariant(
                $"likes and comments of {engaged.Length} posts, by the median: {rate:P3} of {followers:N0} followers"
            ),
            rate,
            usual,
            isOdd
                ?
                [
                    (
                        null,
                        // At least those beyond whom even so little engagement would be odd, at most all.
                        BoughtCount.Of(
                            followers - (median / usual),
                            followers - (median * FarOut / usual),
                            followers,
                            followers
                        )
                    ),
                ]
                : []
        );
    }

    private static RatioFinding OfViews(PostCounts[] posts)
    {
        double median = Medians.Of(posts.Select(post => post.Likes!.Value / (double)post.Views!.Value));
        int above = posts.Count(post => post.Likes > post.Views);
        VettingState state =
            above >= LeastPosts ? VettingState.Strong
            : median > MostLikesOfViews ? VettingState.Notable
            : VettingState.NotFound;
        double limit = state == VettingState.Strong ? 1 : MostLikesOfViews;
        return new(
            RatioKind.LikesOfViews,
            state,
            Invariant(
                $"likes of {posts.Length} posts, by the median: {median:P1} of views; more than views on {above} posts"
            ),
            median,
            UsualLikesOfViews,
            state == VettingState.NotFound
                ? []
                :
                [
                    .. posts
                        .Where(post => post.Likes > limit * post.Views)
                        .Select(post =>
                            (
                                (string?)post.Content,
                                Beyond(post, post.Views!.Value * UsualLikesOfViews, post.Views.Value * limit)
                            )
                        ),
                ]
        );
    }

    private static RatioFinding OfLikes(PostCounts[] posts, Proportion comments)
    {
        // Also by the median: one item that went round must not speak for all.
        double median = Medians.Of(posts.Select(post => post.Comments!.Value / (double)Math.Max(1, post.Likes!.Value)));
        bool isOdd = comments.High < LeastCommentsOfLikes && median < LeastCommentsOfLikes;
        return new(
            RatioKind.CommentsOfLikes,
            isOdd ? VettingState.Notable : VettingState.NotFound,
            Invariant($"{comments.Count:N0} comments with {comments.Of:N0} likes of {posts.Length} posts"),
            comments.Value,
            UsualCommentsOfLikes,
            isOdd
                ?
                [
                    .. posts
                        .Where(post => post.Comments < LeastCommentsOfLikes * post.Likes)
                        .Select(post =>
                            (
                                (string?)post.Content,
                                Beyond(
                                    post,
                                    post.Comments!.Value / UsualCommentsOfLikes,
                                    post.Comments.Value / LeastCommentsOfLikes
                                )
                            )
                        ),
                ]
                : []
        );
    }

    /// <summary>The likes of a post beyond the usual ones: at least those beyond the limit of the rule, at most all.</summary>
    private static BoughtCount Beyond(PostCounts post, double usual, double limit) =>
        BoughtCount.Of(post.Likes!.Value - usual, post.Likes.Value - limit, post.Likes.Value, post.Likes.Value);

    private static double Usual(long followers) =>
        followers switch
        {
            < 10_000 => 0.03,
            < 100_000 => 0.025,
            < 1_000_000 => 0.02,
            _ => 0.015,
        };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
