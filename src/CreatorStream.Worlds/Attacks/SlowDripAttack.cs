namespace CreatorStream.Worlds.Attacks;

/// <summary>
/// <c>slow-drip</c>: bought engagement that is spread out to stay unseen: a low constant rate of likes and follows from far
/// away, day and night, for all posts of a creator, by accounts that come back a few times. Stronger ones are more: weak 0.5 %
/// of the advertiser's events at the start, medium 2 %, strong 5 %.
/// </summary>
internal sealed class SlowDripAttack(AttackEvents events, AttackStrength strength) : Attack(events)
{
    private const int Creator = 1;

    /// <summary>So many accounts for each event a second, each of which comes every few hours.</summary>
    private const int AccountsPerRate = 10_000;

    private readonly double share = By(strength, .005, .02, .05);

    public override void Second(long second, IArrivals to, ref SimulationRandom random)
    {
        double rate = World.Rate * share;
        int accounts = Math.Max(20, (int)(rate * AccountsPerRate));
        for (int n = random.Poisson(rate); n > 0; n--)
        {
            if (PostOf(Creator, second, ref random) is not { } post)
            {
                return;
            }
            ulong account = Events.Account((ulong)random.Below(accounts));
            Events.Act(
                to,
                random.Chance(.8) ? "like"u8 : "follow"u8,
                Moment(second, ref random),
                account,
                post,
                AttackEvents.FarCountry(account),
                default,
                ref random
            );
        }
    }
}
