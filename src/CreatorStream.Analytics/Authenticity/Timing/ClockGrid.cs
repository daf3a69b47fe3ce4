namespace CreatorStream.Analytics.Authenticity.Timing;

/// <summary>
/// Reason <c>inhuman-rhythm</c>: actions prefer certain seconds of the minute or minutes of the hour, as what a timer starts
/// does. Pearson's chi-square against an even spread, less what chance explains (its mean and two standard deviations), by
/// action; the greater of both. Zhang and Paxson, <i>Detecting and Analyzing Automated Activity on Twitter</i> (PAM 2011), test
/// the same two spreads. Within a minute of the one before, an action doesn't count: a burst would be a preference. Costs 488
/// bytes.
/// </summary>
public sealed class ClockGrid
{
    private const int Cells = 60;
    private const int LeastCounted = Cells;

    private readonly int[] seconds = new int[Cells];
    private readonly int[] minutes = new int[Cells];
    private long last;
    private int counted;

    public static TimingSignal Signal { get; } =
        new(
            "clock-grid",
            "inhuman-rhythm",
            TimingCause.Clockwork,
            timing => timing.Grid.Excess,
            Usual: 0,
            Rare: 0.02,
            "Actions prefer certain seconds of the minute or minutes of the hour, beyond chance.",
            "A creator whose tool publishes at planned times; programmes that begin on the hour and are commented on."
        );

    /// <summary>0 …: what is beyond chance of chi-square, by action; 59 where all fall into the same second.</summary>
    public double Excess => counted < LeastCounted ? 0 : Math.Max(Beyond(seconds), Beyond(minutes));

    /// <param name="time">Seconds since 1970 UTC; never before the last one.</param>
    internal void Add(long time)
    {
        if (counted == 0 || time - last >= 60)
        {
            seconds[time % Cells]++;
            minutes[time / 60 % Cells]++;
            counted++;
        }
        last = time;
    }

    private double Beyond(int[] cells)
    {
        double even = counted / (double)Cells;
        double chiSquare = 0;
        foreach (int cell in cells)
        {
            chiSquare += (cell - even) * (cell - even) / even;
        }
        double chance = Cells - 1 + 2 * Math.Sqrt(2 * (Cells - 1));
        return Math.Max(0, (chiSquare - chance) / counted);
    }
}
