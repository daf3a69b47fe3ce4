namespace CreatorStream.Worlds.Attacks;

/// <summary>
/// <c>bought-likes</c>: every two hours a creator buys likes for a post. They come from accounts that do nothing before or
/// after, mostly from far away, without having been shown the post. Stronger ones are more in less time: weak 60 within 40
/// minutes, half of them after an impression; medium 250 within 20; strong 1,000 within 10.
/// </summary>
internal sealed class BoughtLikesAttack(AttackEvents events, AttackStrength strength) : Attack(events)
{
    private const int Begin = 600;
    private const int Every = 7_200;

    /// <summary>Who buys: one who is much liked and sells little.</summary>
    private const int Creator = 7;

    private readonly int likes = By(strength, 60, 250, 1_000);
    private readonly int spreadSeconds = By(strength, 2_400, 1_200, 600);
    private readonly double shown = By(strength, .5, 0, 0);

    public override void Second(long second, IArrivals to, ref SimulationRandom random)
    {
        if (TurnOf(second, Begin, Every) is not { } turn || PostOf(Creator, second, ref random) is not { } post)
        {
            return;
        }
        int count = Scaled(likes);
        for (int like = 0; like < count; like++)
        {
            ulong account = Events.Account((ulong)((turn * 1_000_000) + like));
            byte[] country = AttackEvents.FarCountry(account);
            long ms = (second * 1000) + random.Below(spreadSeconds * 1000);
            if (random.Chance(shown))
            {
                Events.Act(
                    to,
                    post.IsVideo ? "view"u8 : "impression"u8,
                    ms - random.Between(1_500, 9_000),
                    account,
                    post,
                    country,
                    default,
                    ref random
                );
            }
            Events.Act(to, "like"u8, ms, account, post, country, default, ref random);
        }
    }
}
