namespace CreatorStream.Analytics.Tests.Authenticity;

/// <summary>Times of made-up actors, in seconds; by seed.</summary>
internal static class SimulatedActors
{
    private const long Start = 1_767_225_600;
    private const int Minute = 60;
    private const int Hour = 3600;
    private const int Day = 24 * Hour;

    /// <summary>Sleeps at night, somewhere on earth; sits down now and then, reads, writes, reads on.</summary>
    public static List<long> Person(int seed)
    {
        var random = new Random(seed);
        long zone = random.Next(24) * Hour;
        double sittings = 0.5 + 3 * random.NextDouble();
        double reading = Minute * (2 + 6 * random.NextDouble());
        List<long> times = [];
        for (int day = 0; times.Count < 1000; day++)
        {
            long wakes = Start + zone + (long)day * Day + random.Next(Hour);
            IEnumerable<int> sits = Enumerable
                .Range(0, Poisson(random, sittings))
                .Select(_ => random.Next(14 * Hour))
                .Order();
            foreach (int sit in sits)
            {
                double time = wakes + sit;
                do
                {
                    times.Add((long)time);
                    time += 15 + reading * Math.Exp(1.2 * Normal(random));
                } while (random.NextDouble() < 0.7);
            }
        }
        times.Sort();
        return times;
    }

    /// <summary>Looks for work every so many seconds, and takes so long for it.</summary>
    public static List<long> Timer(int every, int seed, int actions = 1000)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, actions).Select(i => Start + (long)i * every + random.Next(3))];
    }

    /// <summary>Acts by chance, day and night.</summary>
    public static List<long> Chance(double meanGap, int seed, int actions = 1000)
    {
        var random = new Random(seed);
        double time = Start;
        List<long> times = [];
        for (int i = 0; i < actions; i++)
        {
            times.Add((long)time);
            time -= meanGap * Math.Log(1 - random.NextDouble());
        }
        return times;
    }

    /// <summary>Wakes up with people, and does a lot in a few seconds then.</summary>
    public static List<long> Spammer(int seed)
    {
        var random = new Random(seed);
        return
        [
            .. from day in Enumerable.Range(0, 50)
            let start = Start + (long)day * Day + random.Next(10 * Hour)
            from i in Enumerable.Range(0, 20)
            select start + 4 * i,
        ];
    }

    private static int Poisson(Random random, double mean)
    {
        int count = 0;
        for (double left = random.NextDouble(); left > Math.Exp(-mean); left *= random.NextDouble())
        {
            count++;
        }
        return count;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
