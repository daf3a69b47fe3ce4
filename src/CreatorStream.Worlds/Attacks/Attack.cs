namespace CreatorStream.Worlds.Attacks;

/// <summary>
/// A simulated attacker: a file each, which says what it does, for what, and what its strengths mean. What it does in a second
/// follows from seed and second alone, as all of the simulation.
/// </summary>
internal abstract class Attack(AttackEvents events)
{
    protected AttackEvents Events => events;

    protected World World => events.World;

    /// <summary>Tells its chances from those of all else in the same second.</summary>
    public ulong Salt => events.Salt;

    /// <summary>Makes what the attack begins in a second.</summary>
    /// <param name="second">Unix.</param>
    public abstract void Second(long second, IArrivals to, ref SimulationRandom random);

    protected static long Moment(long second, ref SimulationRandom random) => (second * 1000) + random.Below(1000);

    /// <summary>What is done again and again, from the beginning of history on.</summary>
    /// <param name="begin">Seconds after the start, of turn 0.</param>
    /// <param name="every">Seconds.</param>
    /// <returns>The turn that a second begins, below 0 in history; null: none.</returns>
    protected long? TurnOf(long second, int begin, int every)
    {
        long since = second - World.Start - begin;
        return since >= -(long)World.History.TotalSeconds && since % every == 0 ? since / every : null;
    }

    /// <summary>A number by strength.</summary>
    protected static T By<T>(AttackStrength strength, T weak, T medium, T strong) =>
        strength switch
        {
            AttackStrength.Weak => weak,
            AttackStrength.Medium => medium,
            _ => strong,
        };

    /// <summary>How many take part where so many do at 25 events a second.</summary>
    protected int Scaled(int count) => Math.Max(3, (int)Math.Round(count * World.Rate / 25));

    /// <summary>A post of a creator that is out by then; null: none is.</summary>
    protected Post? PostOf(int creator, long second, ref SimulationRandom random)
    {
        Post[] known = PostsOf(creator, second);
        return known.Length == 0 ? null : known[random.Below(known.Length)];
    }

    /// <summary>A creator's posts that are out by then.</summary>
    protected Post[] PostsOf(int creator, long second) =>
        [.. World.Posts.Where(post => post.Creator == creator && post.Published <= second)];
}
