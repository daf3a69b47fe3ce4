namespace CreatorStream.Worlds.Attacks;

/// <summary>
/// <c>leaked-code</c>: ten minutes after the start a creator's code stands on a coupon site. Buyers who never met the creator
/// come from there, suddenly and in numbers. Stronger leaks are more orders: weak 6 an hour, medium 30, strong 120. The label
/// is the code's: its buyers are honest.
/// </summary>
internal sealed class LeakedCodeAttack(AttackEvents events, AttackStrength strength) : Attack(events)
{
    private const int Begin = 600;
    private const int Creator = 4;

    private readonly double perHour = By(strength, 6.0, 30, 120);

    public override void Second(long second, IArrivals to, ref SimulationRandom random)
    {
        if (second < World.Start + Begin)
        {
            return;
        }
        for (int n = random.Poisson(perHour * World.Rate / 25 / 3600); n > 0; n--)
        {
            Post post = World.Posts.First(of => of.Creator == Creator);
            ulong buyer = random.Next();
            long ms = Moment(second, ref random);
            Events.Visit(to, "visit"u8, ms, buyer, random.Between(10, 60), "affiliate"u8, null, ref random);
            long arrives = Events.Buy(
                to,
                ms + random.Between(90_000, 400_000),
                buyer,
                post.Campaign,
                Events.Of(post).Code,
                ref random
            );
            Events.LabelCode(post, ms, arrives);
        }
    }
}
