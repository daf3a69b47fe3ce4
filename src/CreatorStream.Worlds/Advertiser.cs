using CreatorStream.Worlds.Attacks;

namespace CreatorStream.Worlds;

/// <summary>
/// A simulated advertiser: two campaigns, ten creators, forty posts and everyone who sees them. Everything is
/// determined by seed, start and rate; any second can be made by itself.
/// </summary>
internal sealed class Advertiser
{
    private const double CrawlsPerEvent = .0006;
    private const double BotActionsPerSecond = 1.5;

    private readonly World world;
    private readonly Sessions sessions;
    private readonly double sessionsPerSecond;
    private readonly bool hasAutomata;
    private readonly IReadOnlyList<Attack> attacks;

    /// <param name="seed">Another seed is another world.</param>
    /// <param name="start">Where the live part begins: what is before it is history.</param>
    /// <param name="options">How much happens.</param>
    public Advertiser(ulong seed, DateTimeOffset start, AdvertiserOptions options)
    {
        world = new World(seed, start, options);
        sessions = new Sessions(world);
        hasAutomata = options.HasAutomata;
        sessionsPerSecond = options.Rate / EventsPerSession();
        Catalog = WorldCatalog.Entries(world, ExpectedRevenue);
        attacks = options.Attacks.Make(world, Labels);
    }

    /// <summary>Lines of JSON, <c>{"kind","id",…}</c>: workspace, campaigns, creators, content, links, codes, costs, rates.</summary>
    public IReadOnlyList<string> Catalog { get; }

    /// <summary>Who was part of which attack so far.</summary>
    internal AttackLabels Labels { get; } = new();

    /// <summary>Unix milliseconds.</summary>
    internal long StartMs => world.StartMs;

    internal World World => world;

    /// <summary>Makes all events of the sessions that begin in a second (Unix).</summary>
    internal void Second(long second, IArrivals to)
    {
        var random = new SimulationRandom(SimulationRandom.Mix(world.Seed, (ulong)second));
        double usual = sessionsPerSecond * world.Rhythm(second);
        for (int n = random.Poisson(usual); n > 0; n--)
        {
            Session(second, to, ref random);
        }

        long since = second - world.Start;
        if (Incidents.Spike(since) is var (number, strength))
        {
            Post post = world.Spiking(number);
            double more = usual * world.Share(post.Campaign, second) * Incidents.SpikeHeight * strength;
            for (int n = random.Poisson(more); n > 0; n--)
            {
                sessions.See(to, post, Moment(second, ref random), viral: true, ref random);
            }
        }
        if (hasAutomata)
        {
            Automata(second, since, to, ref random);
        }

        // With chances of their own: what honest people do is the same with them and without.
        foreach (Attack attack in attacks)
        {
            var chances = new SimulationRandom(SimulationRandom.Mix(world.Seed ^ attack.Salt, (ulong)second));
            attack.Second(second, to, ref chances);
        }
    }

    private void Automata(long second, long since, IArrivals to, ref SimulationRandom random)
    {
        if (Incidents.Burst(since) is { } burst)
        {
            Bots(second, burst, to, ref random);
        }

        for (int n = random.Poisson(world.Rate * CrawlsPerEvent); n > 0; n--)
        {
            sessions.Crawl(to, world.Choose(second, ref random), Moment(second, ref random), ref random);
        }
    }

    private void Session(long second, IArrivals to, ref SimulationRandom random)
    {
        long ms = Moment(second, ref random);
        if (random.Chance(Sessions.SiteShare))
        {
            sessions.ComeToShop(to, ms, ref random);
        }
        else
        {
            sessions.See(to, world.Choose(second, ref random), ms, viral: false, ref random);
        }
    }

    /// <summary>A handful of actors, each faster than a person, on the posts of one campaign.</summary>
    private void Bots(long second, int burst, IArrivals to, ref SimulationRandom random)
    {
        int actors = Math.Clamp((int)Math.Round(world.Rate / 8), 3, 60);
        Post post = world.Boosted(burst);
        for (int actor = 0; actor < actors; actor++)
        {
            ulong bot = SimulationRandom.Mix(world.Seed ^ 0xB07, (ulong)(burst + 1000) * 1000 + (ulong)actor);
            for (int n = random.Poisson(BotActionsPerSecond); n > 0; n--)
            {
                sessions.Automate(to, post, Moment(second, ref random), bot, ref random);
            }
        }
    }

    private static long Moment(long second, ref SimulationRandom random) => second * 1000 + random.Below(1000);

    /// <summary>How many events a session makes on average, by trying: chains of chances are easier to run than to sum.</summary>
    private double EventsPerSession()
    {
        const int Trials = 20_000;
        var counter = new Counter();
        var random = new SimulationRandom(SimulationRandom.Mix(world.Seed, 1));
        for (int i = 0; i < Trials; i++)
        {
            Session(world.Start, counter, ref random);
        }

        return (double)counter.Count / Trials;
    }

    /// <summary>A creator's revenue in the history, in units of money: what the fee is made to fit.</summary>
    private double ExpectedRevenue(int creator)
    {
        const double WithoutClick = .12;
        CreatorProfile profile = Cast.Creators[creator];
        double revenue = 0.0;
        for (long second = world.Start - (long)World.History.TotalSeconds; second < world.Start; second += 600)
        {
            double all = world.Posts.Sum(post => World.Interest(post, second));
            double seen = 600 * sessionsPerSecond * world.Rhythm(second) * (1 - Sessions.SiteShare);
            foreach (Post? post in world.Posts.Where(p => p.Creator == creator))
            {
                revenue +=
                    seen
                    * (World.Interest(post, second) / all)
                    * (profile.Clicks * profile.Orders * (1 + WithoutClick))
                    * (Cast.Campaigns[post.Campaign].Cents.Average() / 100);
            }
        }
        return revenue;
    }

    private sealed class Counter : IArrivals
    {
        public int Count { get; private set; }

        public void Arrive(long ms, ReadOnlySpan<byte> line) => Count++;
    }
}
