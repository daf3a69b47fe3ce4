namespace CreatorStream.Worlds.Attacks;

/// <summary>
/// <c>pods</c>: people who agreed to like and comment each other's posts at once. Every twelve minutes another post of one of three
/// creators is called out. Stronger pods are larger, more punctual and more loyal: weak 12 members of whom 40 % come within ten
/// minutes, medium 20, 70 % within four, strong 40, 90 % within 90 seconds. Between that they look at posts as others do.
/// </summary>
internal sealed class PodAttack(AttackEvents events, AttackStrength strength) : Attack(events)
{
    private const int Begin = 240;
    private const int Every = 720;
    private const int Creators = 3;
    private const double SeenPerHour = 2;

    private static readonly byte[][] Praise =
    [
        .. new[]
        {
            "So good!!",
            "Love this!",
            "Amazing content",
            "You are killing it",
            "Wow, stunning",
            "Great shot!",
            "Obsessed",
            "Goals",
        }.Select(Cast.Utf8),
    ];

    private readonly double loyalty = By(strength, .4, .7, .9);
    private readonly int spreadSeconds = By(strength, 600, 240, 90);
    private readonly int members = By(strength, 12, 20, 40);

    public override void Second(long second, IArrivals to, ref SimulationRandom random)
    {
        for (int member = 0; member < members; member++)
        {
            if (random.Chance(SeenPerHour / 3600))
            {
                Post seen = World.Choose(second, ref random);
                Events.Act(
                    to,
                    seen.IsVideo ? "view"u8 : "impression"u8,
                    Moment(second, ref random),
                    Events.Account((ulong)member),
                    seen,
                    default,
                    default,
                    ref random
                );
            }
        }
        if (TurnOf(second, Begin, Every) is not { } turn || CalledOut(turn, second) is not { } post)
        {
            return;
        }
        for (int member = 0; member < members; member++)
        {
            if (!random.Chance(loyalty))
            {
                continue;
            }
            ulong account = Events.Account((ulong)member);
            long ms = (second * 1000) + random.Below(spreadSeconds * 1000);
            Events.Act(to, "like"u8, ms, account, post, default, default, ref random);
            if (random.Chance(.6))
            {
                byte[] text = Praise[random.Below(Praise.Length)];
                Events.Act(
                    to,
                    "comment"u8,
                    ms + random.Between(2_000, 20_000),
                    account,
                    post,
                    default,
                    text,
                    ref random
                );
            }
        }
    }

    /// <summary>
    /// Creators of the pod take turns, each with one post after the other, by seed from another one on; null: this one has none yet.
    /// </summary>
    private Post? CalledOut(long turn, long second)
    {
        int creator = InTurn(turn, Creators);
        Post[] posts = PostsOf(creator * 3, second);
        return posts.Length == 0 ? null : posts[InTurn(((turn - creator) / Creators) + (byte)World.Seed, posts.Length)];
    }

    /// <summary>Turns of history are below 0.</summary>
    private static int InTurn(long turn, int of) => (int)(((turn % of) + of) % of);
}
