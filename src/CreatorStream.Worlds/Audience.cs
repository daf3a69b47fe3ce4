namespace CreatorStream.Worlds;

/// <summary>Who sees a creator's posts. People come back, some follow several creators, and a few see far more than others.</summary>
internal sealed class Audience
{
    // As a whole: impressions of six hours, seen about three times each.
    private const double PeoplePerRate = 6 * 3600 * .8 / 3;
    private const double Common = .25;

    private readonly int[] sizes;
    private readonly int common;
    private readonly ulong seed;

    public Audience(ulong seed, double rate)
    {
        this.seed = seed;
        double popularity = Cast.Creators.Sum(c => c.Popularity);
        sizes = [.. Cast.Creators.Select(c => Size(rate * c.Popularity / popularity))];
        common = Size(rate * Common);
    }

    /// <summary>Someone of a creator's audience, by number.</summary>
    public ulong Someone(int creator, ref SimulationRandom random)
    {
        bool common = random.Chance(Common);
        int size = common ? this.common : sizes[creator];
        double u = random.Uniform();
        return SimulationRandom.Mix(seed, ((common ? 99UL : (ulong)creator) << 40) + (ulong)(size * u * Math.Sqrt(u)));
    }

    /// <summary>Someone who has not been here before, as a spike brings them.</summary>
    public static ulong Stranger(ref SimulationRandom random) => random.Next();

    private static int Size(double rate) => Math.Max(400, (int)(rate * PeoplePerRate));
}
