namespace CreatorStream.Worlds.Attacks;

/// <summary>
/// <c>click-farm</c>: devices on shelves that click a creator's links round the clock, leave the shop's page within two seconds
/// and never buy. Stronger ones are more devices that click more often: weak 5, every ten minutes; medium 15, every two
/// minutes; strong 40, every 30 seconds.
/// </summary>
internal sealed class ClickFarmAttack(AttackEvents events, AttackStrength strength) : Attack(events)
{
    private const int Creator = 6;

    private readonly int devices = By(strength, 5, 15, 40);
    private readonly double gapSeconds = By(strength, 600.0, 120, 30);

    public override void Second(long second, IArrivals to, ref SimulationRandom random)
    {
        int count = Scaled(devices);
        for (int n = random.Poisson(count / gapSeconds); n > 0; n--)
        {
            if (PostOf(Creator, second, ref random) is not { } post)
            {
                return;
            }
            ulong device = Events.Account((ulong)random.Below(count));
            long ms = Moment(second, ref random);
            Events.Click(to, ms, device, post, ref random);
            long arrives = Events.Visit(
                to,
                "visit"u8,
                ms + random.Between(300, 1_200),
                device,
                random.Below(3),
                default,
                post,
                ref random
            );
            Events.Label(LabelKind.Actor, EventLine.VisitorName('v', device), ms, arrives);
        }
    }
}
