namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>
/// A clock that stands still until it is told to go on. Its timers are never due: nothing here waits for one, and no
/// attempt to send is late, however slow the machine.
/// </summary>
internal sealed class HandClock : TimeProvider
{
    private long ticks = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).UtcTicks;

    private long setBy;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() =>
        new(Interlocked.Read(ref ticks) + Interlocked.Read(ref setBy), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sets what the clock says, as an operator does; no time passes by it.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref setBy, by.Ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
