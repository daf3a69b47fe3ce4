namespace CreatorStream.Worlds.Attacks;

/// <summary>
/// <c>injected-clicks</c>: malware on the devices of honest buyers, who came by search, reports a click on a creator's link
/// when they are about to pay, so that the creator is credited. Stronger ones are more, and closer to the order: weak 2 orders
/// an hour, up to 90 s before; medium 10, up to 30 s; strong 40, up to 9 s. The label is the click's, and the content's that it
/// names: the buyer is honest.
/// </summary>
internal sealed class InjectedClicksAttack(AttackEvents events, AttackStrength strength) : Attack(events)
{
    private const int Creator = 1;

    private readonly double perHour = By(strength, 2.0, 10, 40);
    private readonly int latestMs = By(strength, 90_000, 30_000, 9_000);

    public override void Second(long second, IArrivals to, ref SimulationRandom random)
    {
        for (int n = random.Poisson(perHour * World.Rate / 25 / 3600); n > 0; n--)
        {
            if (PostOf(Creator, second, ref random) is not { } post)
            {
                return;
            }
            ulong buyer = random.Next();
            long ms = Moment(second, ref random);
            Events.Visit(to, "visit"u8, ms, buyer, random.Between(10, 60), "search"u8, null, ref random);
            Events.Visit(
                to,
                "product_page"u8,
                ms + 61_000,
                buyer,
                random.Between(20, 110),
                "search"u8,
                null,
                ref random
            );
            long paid = ms + random.Between(200_000, 500_000);
            long clicked = paid - random.Between(2_000, latestMs);
            (string click, long clickArrives) = Events.Click(to, clicked, buyer, post, ref random);
            // Without its order it is a click like any other.
            long arrives = Math.Max(clickArrives, Events.Buy(to, paid, buyer, post.Campaign, default, ref random));
            Events.Label(LabelKind.Click, click, clicked, arrives);
            Events.Label(LabelKind.Content, post.Id, clicked, arrives);
        }
    }
}
