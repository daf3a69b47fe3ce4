using CreatorStream.Worlds.Attacks;
using NodaTime;

namespace CreatorStream.Worlds;

/// <summary>How much the simulated advertiser's audience does.</summary>
internal sealed record AdvertiserOptions
{
    /// <summary>Events a second at the start, spikes and bots aside.</summary>
    public double Rate { get; init; } = 25;

    /// <summary>Bursts of bots and crawlers now and then, as any site has them: nobody labels those.</summary>
    public bool HasAutomata { get; init; } = true;

    public AttackPlan Attacks { get; init; } = AttackPlan.None;
}

/// <summary>A simulated post.</summary>
/// <param name="Index">In the world's list.</param>
/// <param name="Id">In the catalog.</param>
/// <param name="Creator">Index of its creator.</param>
/// <param name="Campaign">Index of its campaign.</param>
/// <param name="Platform">Where it is.</param>
/// <param name="Published">Unix seconds, a full minute.</param>
/// <param name="Decay">Seconds after which interest falls to a third.</param>
/// <param name="Appeal">Relative to the creator's other posts.</param>
internal sealed record Post(
    int Index,
    string Id,
    int Creator,
    int Campaign,
    string Platform,
    long Published,
    double Decay,
    double Appeal
)
{
    /// <summary>A play is a view, a display an impression.</summary>
    public bool IsVideo => Platform is "youtube" or "tiktok" or "podcast";
}

/// <summary>
/// The simulated advertiser's campaigns and posts, and how much each of them is looked at when: functions of seed,
/// start and rate only.
/// </summary>
internal sealed class World
{
    /// <summary>Posts of the past are spread for a history of this length, whether it is generated or not.</summary>
    public static readonly TimeSpan History = TimeSpan.FromHours(6);

    public const string Zone = "Europe/Berlin";
    private const int PostsPerCreator = 4;

    private long minute = long.MinValue;
    private readonly double[] cumulated;
    private readonly double[] shares = new double[Cast.Campaigns.Length];
    private readonly Dictionary<long, Post> favourites = [];

    public World(ulong seed, DateTimeOffset start, AdvertiserOptions options)
    {
        Start = start.ToUnixTimeSeconds();
        StartMs = Start * 1000;
        Seed = SimulationRandom.Mix(seed, (ulong)Start);
        Rate = options.Rate;
        var random = new SimulationRandom(Seed);
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[Zone];
        LocalDate begin = Instant.FromDateTimeOffset(start - History).InZone(zone).Date.PlusDays(-1);
        From = begin.ToDateOnly();
        To = From.AddDays(27);
        FromSecond = begin.AtStartOfDayInZone(zone).ToInstant().ToUnixTimeSeconds();
        Posts = [.. MakePosts(random)];
        cumulated = new double[Posts.Length];
    }

    public ulong Seed { get; }
    public long StartMs { get; }

    /// <summary>Unix seconds.</summary>
    public long Start { get; }
    public double Rate { get; }

    /// <summary>First and last day of the campaigns, in their zone.</summary>
    public DateOnly From { get; }
    public DateOnly To { get; }

    /// <summary>When the first day begins, Unix seconds.</summary>
    public long FromSecond { get; }
    public Post[] Posts { get; }

    /// <summary>Activity by the hour of the day, relative to that at the start: low at night, highest in the evening.</summary>
    public double Rhythm(long second) => Rhythm(second, Start);

    /// <summary>The same for a world that starts at <paramref name="start"/>.</summary>
    public static double Rhythm(long second, long start) => DayCurve(second) / DayCurve(start);

    /// <summary>How interesting a post is at a time; 0 before it is published.</summary>
    public static double Interest(Post post, long second)
    {
        long age = second - post.Published;
        if (age < 0)
        {
            return 0;
        }

        double rise = Math.Min(1, (age + 60) / 1200.0);
        return Cast.Creators[post.Creator].Popularity * post.Appeal * rise * (.06 + Math.Exp(-age / post.Decay));
    }

    /// <summary>A post, chosen in proportion to the interest in it.</summary>
    public Post Choose(long second, ref SimulationRandom random)
    {
        Prepare(second);
        int at = Array.BinarySearch(cumulated, random.Uniform() * cumulated[^1]);
        return Posts[Math.Min(at < 0 ? ~at : at + 1, Posts.Length - 1)];
    }

    /// <summary>A campaign's share of all interest, 0 to 1.</summary>
    public double Share(int campaign, long second)
    {
        Prepare(second);
        return shares[campaign];
    }

    /// <summary>The post that a spike is about: one that people like.</summary>
    public Post Spiking(int number) =>
        Favourite(number, Incidents.SpikeStart(number), post => Cast.Creators[post.Creator].Engagement);

    /// <summary>The post that a burst of bots is about: one whose creator can't sell, in the campaign without the spike.</summary>
    public Post Boosted(int number) =>
        Favourite(number + 1, Incidents.BurstStart(number), post => 1 / Cast.Creators[post.Creator].Orders);

    private Post Favourite(int number, long since, Func<Post, double> charm)
    {
        long second = Start + since;
        if (favourites.TryGetValue(second, out Post? post))
        {
            return post;
        }
        // Campaigns take turns; the post has been out for a while.
        post = Posts
            .Where(p => p.Campaign == Math.Abs(number % 2) && p.Published < second - 1800)
            .OrderByDescending(p => Interest(p, second) * charm(p))
            .ThenBy(p => p.Index)
            .First();
        return favourites[second] = post;
    }

    private static double DayCurve(long second)
    {
        double hour = second % 86_400 / 3600.0;
        return 1 + .5 * Math.Cos((hour - 18.5) * Math.PI / 12) + .12 * Math.Cos((hour - 11) * Math.PI / 6);
    }

    private void Prepare(long second)
    {
        long minute = second / 60;
        if (minute == this.minute)
        {
            return;
        }

        this.minute = minute;
        Array.Clear(shares);
        double sum = 0.0;
        for (int i = 0; i < Posts.Length; i++)
        {
            double interest = Interest(Posts[i], minute * 60);
            shares[Posts[i].Campaign] += interest;
            cumulated[i] = sum += interest;
        }
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }
    }

    private IEnumerable<Post> MakePosts(SimulationRandom random)
    {
        long begin = Start - (long)History.TotalSeconds;
        for (int creator = 0; creator < Cast.Creators.Length; creator++)
        {
            for (int n = 0; n < PostsPerCreator; n++)
            {
                // Two before the history begins, one within it, and one within it or still to come.
                long published = n switch
                {
                    0 => FromSecond + (long)(random.Uniform() * .5 * (begin - FromSecond)),
                    1 => begin - random.Between(600, 5 * 3600),
                    2 => begin + random.Between(0, 4 * 3600),
                    _ => Start + random.Between(-3 * 3600, 2 * 3600),
                };
                CreatorProfile profile = Cast.Creators[creator];
                string platform = profile.Platforms[n];
                // The two in the middle work for both campaigns.
                int campaign = creator is 4 or 5 ? n % 2 : creator / 5;
                yield return new Post(
                    creator * PostsPerCreator + n,
                    $"{profile.Id}-{platform}-{n + 1}",
                    creator,
                    campaign,
                    platform,
                    published / 60 * 60,
                    3600 * random.Between(4, 13),
                    .7 + .6 * random.Uniform()
                );
            }
        }
    }
}
