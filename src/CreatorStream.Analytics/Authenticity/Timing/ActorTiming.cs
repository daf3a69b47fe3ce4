namespace CreatorStream.Analytics.Authenticity.Timing;

/// <summary>What the times of an actor's actions show: one pass, 2 kB whatever their number.</summary>
public sealed class ActorTiming
{
    private long last;

    public SleeplessStretches Sleepless { get; } = new();
    public QuietHours Quiet { get; } = new();
    public HastyActions Hasty { get; } = new();
    public ClockGrid Grid { get; } = new();
    public GapPattern Gaps { get; } = new();

    public long Actions { get; private set; }

    /// <param name="time">Seconds since 1970 UTC, from 0; never before the last one.</param>
    public void Add(long time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, last);
        Sleepless.Add(time);
        Quiet.Add(time);
        Grid.Add(time);
        if (Actions > 0)
        {
            Hasty.Add(time - last);
            Gaps.Add(time - last);
        }
        last = time;
        Actions++;
    }
}
