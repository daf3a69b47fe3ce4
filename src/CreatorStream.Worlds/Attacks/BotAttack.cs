namespace CreatorStream.Worlds.Attacks;

/// <summary>
/// <c>bots</c>: programs that like and follow, each at nearly even intervals, four minutes of every twenty. Stronger ones are
/// faster and hide less: weak 15 actions a minute with gaps that vary by half, medium 60 by a tenth, strong 120 by nothing.
/// </summary>
internal sealed class BotAttack(AttackEvents events, AttackStrength strength) : Attack(events)
{
    private const int Begin = 300;
    private const int Every = 1_200;
    private const int Length = 240;

    private readonly int gapMs = By(strength, 4_000, 1_000, 500);
    private readonly double jitter = By(strength, .5, .1, 0);

    public override void Second(long second, IArrivals to, ref SimulationRandom random)
    {
        long since = second - World.Start - Begin;
        if (since < 0 || since % Every >= Length)
        {
            return;
        }
        int bots = Scaled(8);
        for (int bot = 0; bot < bots; bot++)
        {
            ulong account = Events.Account((ulong)(since / Every * 1_000) + (ulong)bot);
            int creator = (int)(account % (ulong)Cast.Creators.Length);
            // The beats of its own clock that fall into the second.
            long phase = (long)(account % (ulong)gapMs);
            long begin = second * 1000;
            for (long beat = begin + Mod(phase - begin, gapMs); beat < begin + 1000; beat += gapMs)
            {
                long ms = beat + (long)(jitter * gapMs * random.Uniform());
                if (PostOf(creator, second, ref random) is { } post)
                {
                    int dice = random.Below(10);
                    Events.Act(
                        to,
                        dice < 8 ? "like"u8
                            : dice < 9 ? "follow"u8
                            : "save"u8,
                        ms,
                        account,
                        post,
                        default,
                        default,
                        ref random
                    );
                }
            }
        }
    }

    private static long Mod(long value, long by) => ((value % by) + by) % by;
}
