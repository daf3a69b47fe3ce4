namespace CreatorStream.Worlds;

/// <summary>Who sees a creator's posts. People come back, some follow several creators, and a few see far more than others.</summary>
internal sealed class Audience
{
    // As a whole: impressions of six hours, seen about three times each.
    private const double PeoplePerRate = 6 * 3600 * .8 / 3;
    private const double Common = .25;

    private readonly int[] _sizes;
    private readonly int _common;
    private readonly ulong _seed;

    public Audience(ulong seed, double rate)
    {
        _seed = seed;
        double popularity = Cast.Creators.Sum(c => c.Popularity);
        _sizes = [.. Cast.Creators.Select(c => Size(rate * c.Popularity / popularity))];
        _common = Size(rate * Common);
    }

    /// <summary>Someone of a creator's audience, by number.</summary>
    public ulong Someone(int creator, ref SimulationRandom random)
    {
        bool common = random.Chance(Common);
        int size = common ? _common : _sizes[creator];
        double u = random.Uniform();
        return SimulationRandom.Mix(_seed, ((common ? 99UL : (ulong)creator) << 40) + (ulong)(size * u * Math.Sqrt(u)));
    }

    /// <summary>Someone who has not been here before, as a spike brings them.</summary>
    public static ulong Stranger(ref SimulationRandom random) => random.Next();

    private static int Size(double rate) => Math.Max(400, (int)(rate * PeoplePerRate));
}
