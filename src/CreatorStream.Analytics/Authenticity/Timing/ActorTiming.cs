namespace CreatorStream.Analytics.Authenticity.Timing;

/// <summary>What the times of an actor's actions show: one pass, 3 kB whatever their number.</summary>
public sealed class ActorTiming
{
    private long last;
    private long sameTime;
    private bool isSame;

    public SleeplessStretches Sleepless { get; } = new();
    public QuietHours Quiet { get; } = new();
    public HastyActions Hasty { get; } = new();
    public ClockGrid Grid { get; } = new();
    public GapPattern Gaps { get; } = new();

    /// <summary>Actions of one time taken for one.</summary>
    public GapPattern GapsOfTimes { get; } = new();

    public long Actions { get; private set; }

    /// <summary>
    /// Most actions share their time with another: they were entered together, as by an import, and how close they are says
    /// nothing.
    /// </summary>
    public bool IsBulk => 2 * sameTime > Actions;

    /// <param name="time">Seconds since 1970 UTC, from 0; never before the last one.</param>
    public void Add(long time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, last);
        Sleepless.Add(time);
        Quiet.Add(time);
        Grid.Add(time);
        if (Actions > 0)
        {
            AddGap(time - last);
        }
        last = time;
        Actions++;
    }

    private void AddGap(long gap)
    {
        Hasty.Add(gap);
        Gaps.Add(gap);
        if (gap > 0)
        {
            GapsOfTimes.Add(gap);
        }
        else
        {
            // The first of them has it in common, too.
            sameTime += isSame ? 1 : 2;
        }
        isSame = gap == 0;
    }
}
