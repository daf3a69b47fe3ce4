using CreatorStream.Analytics.Authenticity.Profiles;
using CreatorStream.Analytics.Authenticity.Vetting;

namespace CreatorStream.Analytics.Tests.Authenticity;

/// <summary>
/// Two months of a made-up creator, by seed: posts now and then, of which one may go round; eager fans with notifications, visitors
/// from several countries who sleep at night, raffles with given words, items that are shared abroad for days, and some spam.
/// </summary>
internal sealed class MadeUpProspect
{
    public const long Start = 1_767_225_600;
    public const int Days = 60;
    public const int Hour = 3_600;
    public const int Day = 24 * Hour;

    private static readonly long[] Sizes = [3_000, 40_000, 300_000, 2_000_000];
    private static readonly (string Country, int Zone, double Share)[] Countries =
    [
        ("DE", 1, 0.6),
        ("AT", 1, 0.15),
        ("US", -6, 0.12),
        ("BR", -3, 0.06),
        ("IN", 5, 0.07),
    ];
    private static readonly string[] Words =
    [
        .. "colour,jacket,light,recipe,music,dog,garden,camera,sister,summer,street,coffee,bread,train,paint,river,shoes,table,window,story".Split(
            ','
        ),
    ];

    private readonly Random random;

    /// <param name="size">0 … 3: thousands to millions of followers.</param>
    public MadeUpProspect(int seed, int size)
    {
        random = new Random(seed * 4 + size);
        Followers = Sizes[size];
        Platform = (seed % 3) switch
        {
            0 => "instagram",
            1 => "tiktok",
            _ => "youtube",
        };
        Publish();
        Engage(samples: 300 + random.Next(1_200));
        Profiles.Add(new(Platform, Followers, 300, 200, "DE"));
    }

    public Random Random => random;
    public long Followers { get; }
    public string Platform { get; }
    public List<ProspectProfile> Profiles { get; } = [];
    public List<CounterReading> Counters { get; } = [];
    public List<Publication> Posts { get; } = [];
    public List<SampledEngagement> Engagements { get; } = [];

    public Prospect Prospect => new("made up", Profiles, Counters, Posts, Engagements);

    public void Add(
        string actor,
        long? time,
        string? content,
        string? country = "DE",
        string? text = null,
        ProfileFacts? profile = null,
        string? agent = null
    ) =>
        Engagements.Add(
            new(Platform, actor, time, text is null ? "like" : "comment", content, country, text, agent, profile)
        );

    public string Sentence(int words) =>
        $"I think the {string.Join(" and the ", Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]))} is lovely";

    public ProfileFacts Person() =>
        new(
            50 + random.Next(900),
            100 + random.Next(600),
            5 + random.Next(200),
            true,
            0.1 * random.NextDouble(),
            random.Next(80),
            random.Next(4) == 0
        );

    public ProfileFacts Fake() =>
        new(random.Next(20), 500 + random.Next(3_000), random.Next(2), random.Next(3) == 0, 0.4, 0, false);

    /// <summary>Seldom at night, by the clock of the zone.</summary>
    public long Awake(Func<double> time, int zone)
    {
        while (true)
        {
            long at = (long)time();
            long hour = (at + zone * Hour) / Hour % 24;
            if (hour is >= 7 and <= 22 || random.NextDouble() < 0.05)
            {
                return at;
            }
        }
    }

    private void Publish()
    {
        double reach = (0.05 + 0.3 * random.NextDouble()) * Followers;
        double growth = (0.0002 + 0.002 * random.NextDouble()) * Followers;
        int viral = random.Next(2) == 0 ? random.Next(20) : -1;
        double[] come = new double[Days];
        for (double day = random.NextDouble(); day < Days; day += 1 + 3 * random.NextDouble())
        {
            int index = Posts.Count;
            string content = $"post {index}";
            long published = Start + (long)(day * Day);
            Posts.Add(new(Platform, content, published));
            double views = reach * Math.Exp(0.6 * Normal()) * (index == viral ? 20 : 1) + 50;
            double likes = views * (0.02 + 0.08 * random.NextDouble());
            double comments = likes * (0.01 + 0.04 * random.NextDouble());
            for (int now = (int)day + 1; now <= Days; now++)
            {
                double seen = 1 - Math.Exp(-(now - day) / 1.5);
                Counters.Add(
                    new(
                        Platform,
                        content,
                        Start + (long)now * Day,
                        null,
                        (long)(views * seen),
                        (long)(likes * seen),
                        (long)(comments * seen)
                    )
                );
                if (index == viral && now <= day + 4)
                {
                    come[Math.Min(now, Days - 1)] += 0.08 * Followers / 4;
                }
            }
        }
        double followers = Followers;
        for (int day = 0; day < Days; day++)
        {
            followers += growth * Math.Exp(0.8 * Normal()) - growth * 0.5 + come[day];
            Counters.Add(new(Platform, null, Start + (long)day * Day, (long)followers, null, null, null));
        }
    }

    private void Engage(int samples)
    {
        int fans = 20 + random.Next(30);
        foreach (Publication post in Posts)
        {
            for (int fan = 0; fan < fans; fan++)
            {
                if (random.NextDouble() < 0.5)
                {
                    // By a notification: within minutes, each fan with a habit of its own.
                    double delay = 60 * (1 + fan % 7) * Math.Exp(Normal());
                    Visit($"fan {fan}", post.Content, post.TimeSeconds + (long)delay, "DE");
                }
            }
        }
        for (int i = 0; i < samples; i++)
        {
            Publication post = Posts[random.Next(Posts.Count)];
            (string country, int zone) = AnyCountry();
            long time = Awake(() => post.TimeSeconds - 1.5 * Day * Math.Log(1 - random.NextDouble()), zone);
            Visit($"visitor {random.Next(5 * samples)}", post.Content, time, country);
        }
        if (random.Next(3) == 0)
        {
            Publication raffle = Posts[random.Next(Posts.Count)];
            for (int i = 0; i < 30; i++)
            {
                Add(
                    $"player {i}",
                    raffle.TimeSeconds + random.Next(2 * Day),
                    raffle.Content,
                    text: "I follow and want to win this great big prize today"
                );
            }
        }
        if (random.Next(3) == 0)
        {
            Publication shared = Posts[random.Next(Posts.Count)];
            long since = shared.TimeSeconds + 2 * Day;
            for (int i = 0; i < 120; i++)
            {
                long time = Awake(() => since - 0.5 * Day * Math.Log(1 - random.NextDouble()), 9);
                Visit($"abroad {i}", shared.Content, time, "JP");
            }
        }
    }

    private void Visit(string actor, string content, long time, string country)
    {
        string? text = random.Next(10) switch
        {
            0 => "love it 😍",
            1 => Sentence(1 + random.Next(4)),
            2 when random.Next(5) == 0 => "check out my channel please",
            _ => null,
        };
        ProfileFacts? profile =
            random.Next(3) > 0 ? null
            : random.Next(15) == 0 ? Fake()
            : Person();
        Add(actor, time, content, country, text, profile);
    }

    private (string Country, int Zone) AnyCountry()
    {
        double left = random.NextDouble();
        foreach ((string country, int zone, double share) in Countries)
        {
            if ((left -= share) < 0)
            {
                return (country, zone);
            }
        }
        return ("DE", 1);
    }

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
