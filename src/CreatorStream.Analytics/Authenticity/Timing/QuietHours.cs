namespace CreatorStream.Analytics.Authenticity.Timing;

/// <summary>
/// Reason <c>inhuman-rhythm</c>: no time of day is quiet. Of the hours in which the actor acts (each day's hour counts once,
/// however much is done in it), the share that falls into the quietest four hours in a row, relative to an even spread: people
/// come to about a tenth, whatever their time zone. Finds slow programs that <see cref="SleeplessStretches"/> can't, since they
/// pause for hours between any two actions. A judgement of ours, after the round-the-clock posting of Chu et al. (ACSAC 2010).
/// Costs 104 bytes.
/// </summary>
public sealed class QuietHours
{
    private const int HourSeconds = 3600;
    private const int Window = 4;

    private readonly int[] activeHours = new int[24];
    private long lastHour = -1;

    public static TimingSignal Signal { get; } =
        new(
            "no-quiet-hours",
            "inhuman-rhythm",
            TimingCause.NoSleep,
            timing => timing.Quiet.Share,
            Usual: 0.1,
            Rare: 0.75,
            "How busy the quietest four hours of the day are: 1 where they are as busy as all others.",
            "Who travels across time zones or works in shifts for years, and accounts that several people share."
        );

    /// <summary>In how many hours there was an action: each day's hour counts once.</summary>
    public int Hours { get; private set; }

    /// <summary>0 … 1: 0 where the quietest four hours are idle, 1 where all hours are alike.</summary>
    public double Share
    {
        get
        {
            int quietest = int.MaxValue;
            for (int first = 0; first < activeHours.Length; first++)
            {
                int active = 0;
                for (int i = 0; i < Window; i++)
                {
                    active += activeHours[(first + i) % activeHours.Length];
                }
                quietest = Math.Min(quietest, active);
            }
            return Hours == 0 ? 0 : quietest * (double)activeHours.Length / Window / Hours;
        }
    }

    /// <param name="time">Seconds since 1970 UTC; never before the last one.</param>
    internal void Add(long time)
    {
        long hour = time / HourSeconds;
        if (hour != lastHour)
        {
            lastHour = hour;
            activeHours[hour % activeHours.Length]++;
            Hours++;
        }
    }
}
