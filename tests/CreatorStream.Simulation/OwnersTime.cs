namespace CreatorStream.Simulation;

/// <summary>The clock as an owner sees it, who goes on only in its turn: what it waits for comes then, be it long over.</summary>
internal class OwnersTime(SimulatedTime time) : TimeProvider
{
    private readonly List<Timer> timers = [];

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>It is its owner's turn.</summary>
    public void Ring()
    {
        foreach (Timer timer in timers.Where(of => of.Due <= GetUtcNow()).ToArray())
        {
            timers.Remove(timer);
            timer.Ring();
        }
    }

    private sealed class Timer(OwnersTime clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(Timeout.InfiniteTimeSpan, period);
            clock.timers.Remove(this);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Due = clock.GetUtcNow() + dueTime;
                clock.timers.Add(this);
            }
            return true;
        }

        public void Dispose() => clock.timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
