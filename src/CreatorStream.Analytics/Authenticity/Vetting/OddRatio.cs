using System.Globalization;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>ratio</c>: likes, comments, views and followers out of proportion for platform and size. Only what is far out: what is
/// usual differs by subject, country and year, and published figures of it disagree by a factor of two. By the median of at
/// least five posts, the greatest reading of each:
/// <list type="bullet">
/// <item>Instagram and TikTok: likes and comments below a fiftieth of what is usual of followers (of accounts up to 10,000, 100,000,
/// 1 million and above: 3, 2.5, 2 and 1.5 % – round figures below those that HypeAuditor gives for Instagram in 2023 and SociaVault
/// for TikTok in 2026).</item>
/// <item>Likes above half of the views (usual: below a tenth). Strong above all of them, on each of five posts: nobody
/// likes what was not shown.</item>
/// <item>Of 20,000 likes and more, less than one comment in 2,000 likes (usual: one in 20 to 200). No comment at all says nothing:
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

    private sealed record PostCounts(long? Views, long? Likes, long? Comments);

    public static VettingSignal Signal { get; } =
        new(
            "ratio",
            "Likes and comments below a fiftieth of what is usual of followers, likes above half of the views, or less than a comment in 2,000 likes: by the median of at least 5 posts. Strong: more likes than views on at least 5 posts.",
            "Who was silent for long, and whose views and likes are counted over different times.",
            "May we see the platform's own statistics of the last posts: reach, and where views and likes came from?",
            MayBeStrangers: false,
            Judge
        );

    private static VettingAnswer Judge(ProspectSample sample)
    {
        List<VettingAnswer> answers =
        [
            .. sample
                .Counters.Where(reading => reading.Content is not null)
                .GroupBy(reading => reading.Platform, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .SelectMany(group => Judge(sample, group.Key, Posts(group))),
        ];
        return answers.Count == 0
            ? VettingAnswer.Unknown($"too few to say: counters of {LeastPosts} posts are needed, and followers")
            : answers.MaxBy(answer => answer.State)!;
    }

    private static List<PostCounts> Posts(IEnumerable<CounterReading> readings) =>
        [
            .. readings
                .GroupBy(reading => reading.Content, StringComparer.Ordinal)
                .Select(post => new PostCounts(
                    post.Max(reading => reading.Views),
                    post.Max(reading => reading.Likes),
                    post.Max(reading => reading.Comments)
                )),
        ];

    private static IEnumerable<VettingAnswer> Judge(ProspectSample sample, string platform, List<PostCounts> posts)
    {
        long? followers =
            sample
                .Counters.LastOrDefault(one =>
                    one is { Content: null, Followers: not null } && one.Platform == platform
                )
                ?.Followers
            ?? sample.Prospect.Profiles.FirstOrDefault(one => one.Platform == platform)?.Followers;
        double[] engaged =
        [
            .. posts
                .Where(post => post is { Likes: not null, Comments: not null })
                .Select(post => (double)(post.Likes!.Value + post.Comments!.Value)),
        ];
        if (followers > 0 && platform is "instagram" or "tiktok" && engaged.Length >= LeastPosts)
        {
            double rate = Medians.Of(engaged) / followers.Value;
            yield return new(
                rate < Usual(followers.Value) / FarOut ? VettingState.Notable : VettingState.NotFound,
                Invariant(
                    $"likes and comments of {engaged.Length} posts, by the median: {rate:P3} of {followers:N0} followers"
                )
            );
        }

        double[] ofViews =
        [
            .. posts
                .Where(post => post is { Views: >= LeastViews, Likes: not null })
                .Select(post => post.Likes!.Value / (double)post.Views!.Value),
        ];
        if (ofViews.Length >= LeastPosts)
        {
            double median = Medians.Of(ofViews);
            int above = ofViews.Count(share => share > 1);
            yield return new(
                above >= LeastPosts ? VettingState.Strong
                    : median > MostLikesOfViews ? VettingState.Notable
                    : VettingState.NotFound,
                Invariant(
                    $"likes of {ofViews.Length} posts, by the median: {median:P1} of views; more than views on {above} posts"
                )
            );
        }

        PostCounts[] talked = [.. posts.Where(post => post is { Likes: not null, Comments: > 0 })];
        var comments = new Proportion(
            talked.Sum(post => Math.Min(post.Comments!.Value, post.Likes!.Value)),
            talked.Sum(post => post.Likes!.Value)
        );
        if (talked.Length >= LeastPosts && comments.Of >= LeastLikes)
        {
            yield return new(
                comments.High < LeastCommentsOfLikes ? VettingState.Notable : VettingState.NotFound,
                Invariant($"{comments.Count:N0} comments with {comments.Of:N0} likes of {talked.Length} posts")
            );
        }
    }

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
